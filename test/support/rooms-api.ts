import type { ReadPastEntries } from '../../functions/platform/audit/audit-store.ts';
import { createRoomsApi } from '../../functions/rooms/serve-rooms.ts';
import type { RoomIndex } from '../../functions/platform/rooms/room-index-store.ts';
import type { RoomStore } from '../../functions/platform/rooms/room-store.ts';
import type { Person } from '../../shared/room/person.ts';
import { DEFAULT_PERSON_LIMITS, parsePersonLimits, PERSON_LIMITS, type PersonLimits } from '../../shared/words/person-limits.ts';
import { changeProfile } from '../../functions/platform/people/change-profile.ts';
import { rememberAddress, type Profile } from '../../shared/room/profile.ts';
import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import { ask, type Answered, type Asked } from './http-events.ts';
import { memoryErasures } from './memory-erasures.ts';
import { memoryFeeds } from './memory-feeds.ts';
import { memoryLog } from './memory-log.ts';
import { memoryPeople } from './memory-people.ts';
import { memoryWishes } from './memory-wishes.ts';
import { memoryRooms } from './memory-rooms.ts';
import { email, monday } from './rooms.ts';
import { findVenue } from './written-mail.ts';
import { DEFAULT_VENUE_HOSTS, parseVenueHosts } from '../../shared/words/venue-url.ts';
import { heldWorld } from './world.ts';

/** What the token of this person says, as an HTTP API passes it on: every claim as text. */
export const claimsOf = ({ sub, email, name, timeZone }: Person) => ({
  sub,
  email,
  email_verified: 'true',
  name,
  zoneinfo: timeZone,
  iat: ISSUED_AT,
});

/** When the tokens of a test were made: before anything in it happens. */
const ISSUED_AT = '1700000000';

/** Asks one route in someone's name. */
export type AskAs = (person: Person | null, route: string, asked?: Omit<Asked, 'route' | 'claims'>) => Promise<Answered>;

/** The part of a request that says which room, and which of its proposals. */
export const roomPath = (id: string, pid?: string) => ({ path: { id, ...(pid !== undefined && { pid }) } });

// Tests open more rooms than a person may.
export const AMPLE_LIMITS = parsePersonLimits(PERSON_LIMITS.map((name) => `${name}=9999`).join(' ')) ?? DEFAULT_PERSON_LIMITS;

/** The API of rooms on a held clock, with every hint and every log line remembered. */
export function testRoomsApi(
  stores: { readonly rooms: RoomStore; readonly index: RoomIndex } = memoryStores(),
  personLimits: PersonLimits = AMPLE_LIMITS,
  undoSeconds = 0,
) {
  const world = heldWorld(monday);
  const log = memoryLog();
  const hinted: RoomId[] = [];
  const feeds = memoryFeeds();
  const wishes = memoryWishes();
  const erasures = memoryErasures();
  let isQueueLost = false;
  let people = memoryPeople();
  let past: ReadPastEntries = async () => ({ entries: [], next: null });
  const hints = {
    send: async (id: RoomId) => {
      if (isQueueLost) throw new Error('The queue cannot be reached');
      hinted.push(id);
    },
  };
  const handler = createRoomsApi({
    people: { load: (sub) => people.load(sub), save: (read, profile) => people.save(read, profile) },
    personLimits,
    wishes,
    practiceChoices: { topics: ['Glaucoma', 'Retina'], exams: ['FRCOphth Part 2', 'ICO'] },
    undoSeconds,
    reminders: 'both',
    ...stores,
    feeds,
    erasures,
    publicUrl: 'https://app.example',
    readPastEntries: async (...asked) => past(...asked),
    readPersonFile: {
      profile: async (sub) => ({ sub }),
      session: async (_, id) => ({
        id,
        session: null,
        asKept: [],
        mailToThem: [],
        answersOfThem: [],
        proposalsOfThem: [],
        doneByThem: [],
      }),
    },
    hints,
    log,
    world,
    organizer: email('practice@sessions.example'),
    venueHosts: parseVenueHosts(DEFAULT_VENUE_HOSTS) ?? [],
    findVenue,
  });
  const askAs: AskAs = (person, route, asked = {}) => ask(handler, { ...asked, route, ...(person && { claims: claimsOf(person) }) });

  /** Opens a room, whatever else is at that time, and gives its id. */
  async function open(host: Person, body: object): Promise<string> {
    const { status, body: room } = await askAs(host, 'POST /api/rooms', { body: { ...body, allowOverlap: true } });
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(room)}`);
    return room.id;
  }

  /** A room that is booked a minute after it was opened, a minute ago. Gives its id. */
  async function openAndBook(host: Person, guest: Person, body: object): Promise<string> {
    const id = await open(host, body);
    world.advance(1);
    const { status, body: room } = await askAs(guest, 'POST /api/rooms/{id}/booking', { ...roomPath(id), body: { allowOverlap: true } });
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(room)}`);
    world.advance(1);
    return id;
  }

  const loseHints = () => {
    isQueueLost = true;
  };

  /** The mail that a room owes, each as kind, recipient and SEQUENCE. */
  async function owedBy(id: string): Promise<string[]> {
    const { outbox } = await stores.rooms.load(id as RoomId);
    return [...(outbox?.values() ?? [])].map(({ kind, to, sequence }) => `${kind} to ${to.role} seq ${sequence}`);
  }

  const mailOf = async (id: string) => [...((await stores.rooms.load(id as RoomId)).outbox?.values() ?? [])];

  /** As if everything had been done before anything was counted. */
  const forgetPeople = () => {
    people = memoryPeople();
  };

  /** As if the person had said yes to a question about an answer from this address. */
  const confirmAddress = ({ sub }: Person, address: EmailAddress) =>
    changeProfile(people, sub, (profile) => rememberAddress(profile, address));

  const changePerson = ({ sub }: Person, change: (profile: Profile) => Profile) => changeProfile(people, sub, change);

  /** What the audit trail answers from now on. */
  const setPast = (answer: ReadPastEntries) => {
    past = answer;
  };

  return {
    ...stores,
    feeds,
    erasures,
    setPast,
    mailOf,
    forgetPeople,
    confirmAddress,
    changePerson,
    world,
    log,
    hinted,
    handler,
    askAs,
    open,
    openAndBook,
    owedBy,
    loseHints,
  };
}

function memoryStores() {
  const rooms = memoryRooms();
  return { rooms, index: rooms };
}
