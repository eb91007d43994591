import type { Ending } from '../stories.ts';
import type { Item } from '../world/item-values.ts';
import type { SimulatedPerson } from '../world/simulated-person.ts';
import type { Simulation } from '../world/simulation.ts';
import type { AttendeeCalendar, Shown } from './calendar.ts';
import { readableText } from './mail-text.ts';

/*
 * What must hold when all mail has been delivered, said from mission and RFC alone: each person's calendar shows what the room says.
 */

const TITLE = 'Ophthalmo Practice Session';

/** The tables that the judges look into, by name. */
export interface JudgedTables {
  readonly rooms: string;
  readonly audit: string;
}

/** What is wrong in the end; nothing, if all is well. */
export function wrongsAtTheEnd(simulation: Simulation, people: readonly SimulatedPerson[], tables: JudgedTables): string[] {
  const rooms = simulation.tables.items(tables.rooms);
  return [
    ...rooms.filter(owesMail).map(({ id }) => `room ${String(id)} still owes mail`),
    ...people.flatMap((person) => wrongsInCalendar(person, rooms)),
    ...unrecordedDecisions(rooms, simulation.tables.items(tables.audit)),
    ...doubledMails(simulation),
    ...foreignAddresses(people),
    ...simulation.deadLetters().map((body) => `dead letter: ${body.slice(0, 200)}`),
  ];
}

/** What differs from how the story must end. Rooms that nobody booked are left from requests whose answer was lost. */
export function wrongEndings(simulation: Simulation, roomsTable: string, ends: Ending): string[] {
  return simulation.tables
    .items(roomsTable)
    .filter(wasBooked)
    .flatMap((room) => {
      const partstat = (room['guest'] as { partstat?: string } | null | undefined)?.partstat;
      const actual = { status: room['status'], sequence: room['ics_sequence'], guestPartstat: partstat };
      const wrong = (['status', 'sequence', 'guestPartstat'] as const).filter(
        (name) => ends[name] !== undefined && ends[name] !== actual[name],
      );
      return wrong.map((name) => `${name} is ${String(actual[name])} in the end, not ${String(ends[name])}`);
    });
}

/** Each decision is one version of its room, and one row of the audit trail. */
function unrecordedDecisions(rooms: readonly Item[], audit: readonly Item[]): string[] {
  const versions = Map.groupBy(audit, (row) => row['room_id']);
  return rooms.flatMap(({ id, version }) => {
    const recorded = (versions.get(id) ?? []).map((row) => Number(row['version'])).toSorted((a, b) => a - b);
    const expected = Array.from({ length: Number(version) }, (_, n) => n + 1);
    return JSON.stringify(recorded) === JSON.stringify(expected)
      ? []
      : [`room ${String(id)} is at version ${String(version)}, and its audit trail has ${recorded.join(', ') || 'nothing'}`];
  });
}

export const owesMail = ({ outbox }: Item): boolean => typeof outbox === 'object' && outbox !== null && Object.keys(outbox).length > 0;

function wrongsInCalendar(person: SimulatedPerson, rooms: readonly Item[]): string[] {
  const calendar = person.calendar();
  const wrong = rooms.flatMap((room) => difference(person, room, calendar) ?? []);
  return [...wrong, ...calendar.complaints.map((complaint) => `${person.name}'s calendar: ${complaint}`)];
}

function difference(person: SimulatedPerson, room: Item, calendar: AttendeeCalendar): string | null {
  const expected = truthFor(person, room);
  const actual = calendar.shows(String(room['ics_uid']));
  return JSON.stringify(expected) === JSON.stringify(actual)
    ? null
    : `${person.name}'s calendar shows ${worded(actual)}, the room says ${worded(expected)}`;
}

function truthFor(person: SimulatedPerson, room: Item): Shown | null {
  const [host, guest] = [partyIn(room['host']), partyIn(room['guest'])];
  const status = room['status'];
  if (status === 'cancelled' || !wasBooked(room)) return null;
  const start = Date.parse(String(room['start_utc']));
  const time = { start, end: start + Number(room['duration_minutes']) * 60_000 };
  if (person.email === host?.email) {
    return { ...time, title: status === 'booked' && guest !== null ? `${TITLE} with ${guest.firstName}` : `${TITLE} (open)` };
  }
  return status === 'booked' && person.email === guest?.email ? { ...time, title: `${TITLE} with ${host?.firstName}` } : null;
}

/** The host holds an invitation from the first booking on. */
const wasBooked = ({ history }: Item): boolean => Array.isArray(history) && history.some((entry) => entry.event === 'booked');

function partyIn(value: unknown): { readonly email: string; readonly firstName: string } | null {
  if (typeof value !== 'object' || value === null) return null;
  const { email, name } = value as { email?: string; name?: string };
  return { email: String(email), firstName: String(name).split(' ')[0] ?? '' };
}

/** A mail leaves once. Where the answer of SES and its event were both lost, it may leave twice, with the same bytes. */
function doubledMails({ sent }: Simulation): string[] {
  return [...Map.groupBy(sent, ({ sendKey, to }) => `${sendKey} ${to.join()}`)].flatMap(([, copies]) => {
    const [first, ...others] = copies;
    if (first === undefined || others.length === 0) return [];
    if (!others.every(({ raw }) => raw.equals(first.raw))) return ['one mail was sent twice, in different bytes'];
    return copies.slice(0, -1).every(({ wasLost, isEventLost }) => wasLost && isEventLost) ? [] : ['one mail was sent twice'];
  });
}

/** No mail holds the other party's address, in any encoding that is easily found. */
function foreignAddresses(people: readonly SimulatedPerson[]): string[] {
  return people.flatMap((person) => {
    const others = people.filter((other) => other !== person).map(({ email }) => email);
    const texts = person.mails().map(({ raw }) => readableText(raw).toLowerCase());
    return others.flatMap((email) => (texts.some((text) => text.includes(email)) ? [`a mail to ${person.name} holds ${email}`] : []));
  });
}

const worded = (shown: Shown | null): string =>
  shown === null
    ? 'nothing'
    : `"${shown.title}" at ${new Date(shown.start).toISOString()} for ${(shown.end - shown.start) / 60_000} minutes`;
