import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { ReminderChoice } from '../../shared/words/reminder-words.ts';
import type { PracticeChoices } from '../../shared/words/practice.ts';
import type { ReadPastEntries } from '../platform/audit/audit-store.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import type { HttpRequest } from '../platform/http/http-handler.ts';
import type { ChargePersonDeps } from '../platform/people/charge-person.ts';
import type { ErasureStore } from '../platform/people/erasure-store.ts';
import type { FeedStore } from '../platform/people/feed-store.ts';
import type { PersonFile } from '../platform/people/person-file-store.ts';
import type { RoomIndex } from '../platform/rooms/room-index-store.ts';
import type { FindVenue } from '../platform/rooms/find-venue.ts';
import type { RunCommandDeps } from '../platform/rooms/run-command.ts';
import type { WishStore } from '../platform/wishes/wish-store.ts';
import type { World } from '../platform/world.ts';
import type { Caller } from './caller.ts';

export interface RoomsApiDeps extends RunCommandDeps, ChargePersonDeps {
  readonly index: Pick<RoomIndex, 'openRooms' | 'ownRooms' | 'roomsById'>;
  readonly readPastEntries: ReadPastEntries;
  readonly feeds: Pick<FeedStore, 'open' | 'close'>;
  readonly wishes: Pick<WishStore, 'add' | 'list' | 'load' | 'remove'>;
  readonly readPersonFile: PersonFile;
  readonly erasures: Pick<ErasureStore, 'ask' | 'load'>;
  readonly world: World;
  /** What hosts can choose from. */
  readonly practiceChoices: PracticeChoices;
  /** So long somebody can take back that they cancelled or left. */
  readonly undoSeconds: number;
  /** When people are reminded who have chosen nothing. */
  readonly reminders: ReminderChoice;
  /** Where people reach the service, without a trailing slash. */
  readonly publicUrl: string;
  /** The mailbox that our mail comes from: nobody may take part with it. */
  readonly organizer: EmailAddress;
  /** Providers to which a host's own link may lead. */
  readonly venueHosts: readonly string[];
  readonly findVenue: FindVenue;
}

/** One route, for someone who is signed in. */
export type SignedInEndpoint = (deps: RoomsApiDeps, request: HttpRequest, caller: Caller) => Promise<HttpAnswer>;
