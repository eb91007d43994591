import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { useEffect, useErrorBoundary } from 'preact/hooks';
import { Frame } from './parts/frame.tsx';
import { AppPage } from './parts/app-page.tsx';
import { TroubleNote } from './parts/trouble.tsx';
import { mapApiError } from './errors.ts';
import { drawLater, loadLaterPages } from './later-page.tsx';
import { Mine } from './pages/mine.tsx';
import { NotFound } from './pages/not-found.tsx';
import { Sessions } from './pages/sessions.tsx';
import { Welcome } from './pages/welcome.tsx';
import { OWN_PAGES } from './own-pages.ts';
import { AppProvider, type AppParts } from './app-provider.tsx';
import { useApp } from './app-context.ts';

const Cancel = drawLater((pages) => pages.Cancel);
const DeleteOwn = drawLater((pages) => pages.DeleteOwn);
const Help = drawLater((pages) => pages.Help);
const Host = drawLater((pages) => pages.Host);
const KeptSession = drawLater((pages) => pages.KeptSession);
const KeptSessions = drawLater((pages) => pages.KeptSessions);
const Leave = drawLater((pages) => pages.Leave);
const Move = drawLater((pages) => pages.Move);
const PractiseAgain = drawLater((pages) => pages.PractiseAgain);
const Privacy = drawLater((pages) => pages.Privacy);
const Profile = drawLater((pages) => pages.Profile);
const SessionPage = drawLater((pages) => pages.SessionPage);
const SetVenue = drawLater((pages) => pages.SetVenue);
const Suggest = drawLater((pages) => pages.Suggest);
const Timer = drawLater((pages) => pages.Timer);
const Wishes = drawLater((pages) => pages.Wishes);

/** The whole page. */
export const App = (parts: AppParts) => (
  <LocationProvider scope={OWN_PAGES}>
    <AppProvider {...parts}>
      <Frame>
        <Pages />
      </Frame>
    </AppProvider>
  </LocationProvider>
);

function Pages() {
  const { session } = useApp();
  const { path } = useLocation();
  const [broken, mend] = useErrorBoundary();
  // Fetched before somebody wants the next page, because the network may be gone by then.
  useEffect(() => void loadLaterPages().catch(() => null), []);
  if (broken !== undefined) {
    return (
      <AppPage key={path} title="Something broke on this page">
        <TroubleNote trouble={mapApiError(broken, 'generic')} again={mend} />
      </AppPage>
    );
  }
  if (session.state === 'offline') {
    return (
      <Router>
        <Route path="/sessions/:id" component={KeptSession} />
        <Route path="/timer" component={Timer} />
        <Route path="/help" component={Help} />
        <Route path="/privacy" component={Privacy} />
        <Route default component={KeptSessions} />
      </Router>
    );
  }
  if (session.state === 'signed-out' || session.state === 'failed') {
    return (
      <Router>
        <Route path="/timer" component={Timer} />
        <Route path="/help" component={Help} />
        <Route path="/privacy" component={Privacy} />
        <Route default component={Welcome} />
      </Router>
    );
  }
  return (
    <Router>
      <Route path="/" component={Sessions} />
      <Route path="/host" component={Host} />
      <Route path="/mine" component={Mine} />
      <Route path="/sessions/:id" component={SessionPage} />
      <Route path="/sessions/:id/move" component={Move} />
      <Route path="/sessions/:id/link" component={SetVenue} />
      <Route path="/sessions/:id/suggest" component={Suggest} />
      <Route path="/sessions/:id/again" component={PractiseAgain} />
      <Route path="/sessions/:id/cancel" component={Cancel} />
      <Route path="/sessions/:id/leave" component={Leave} />
      <Route path="/timer" component={Timer} />
      <Route path="/wishes" component={Wishes} />
      <Route path="/profile" component={Profile} />
      <Route path="/profile/delete" component={DeleteOwn} />
      <Route path="/help" component={Help} />
      <Route path="/privacy" component={Privacy} />
      <Route default component={NotFound} />
    </Router>
  );
}
