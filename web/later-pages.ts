import { DeleteOwn } from './pages/delete-own.tsx';
import { Cancel, Leave } from './pages/end.tsx';
import { Help } from './pages/help.tsx';
import { Host } from './pages/host.tsx';
import { KeptSession } from './pages/kept-session.tsx';
import { KeptSessions } from './pages/kept-sessions.tsx';
import { Move } from './pages/move.tsx';
import { PractiseAgain } from './pages/practise-again.tsx';
import { Privacy } from './pages/privacy.tsx';
import { Profile } from './pages/profile.tsx';
import { SessionPage } from './pages/session.tsx';
import { SetVenue } from './pages/set-venue.tsx';
import { Suggest } from './pages/suggest.tsx';
import { Timer } from './pages/timer.tsx';
import { Wishes } from './pages/wishes.tsx';

/** The pages that nobody sees first on most visits. They are a script of their own, which is loaded once the first page is shown. */
export const laterPages = {
  Cancel,
  DeleteOwn,
  Help,
  Host,
  KeptSession,
  KeptSessions,
  Leave,
  Move,
  PractiseAgain,
  Privacy,
  Profile,
  SessionPage,
  SetVenue,
  Suggest,
  Timer,
  Wishes,
};
