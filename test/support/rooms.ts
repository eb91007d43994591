import { parseEmailAddress, type EmailAddress } from '../../shared/words/email-address.ts';
import type { Command, Create } from '../../shared/room/command.ts';
import { decide } from '../../shared/room/decide.ts';
import type { Person } from '../../shared/room/person.ts';
import type { ProposalId, RoomId, Uid } from '../../shared/words/ids.ts';
import type { VenueUrl } from '../../shared/words/venue-url.ts';
import { uncreated, type BookedRoom, type ExistingRoom, type OpenRoom, type Room } from '../../shared/room/room.ts';
import { parseInstant, plusMinutes, type Instant } from '../../shared/time/instant.ts';

/*
 * The people of all tests and the rooms that they are in.
 */

export const email = (text: string): EmailAddress => {
  const address = parseEmailAddress(text);
  if (!address) throw new Error(`Not an address: ${text}`);
  return address;
};

export const instant = (text: string): Instant => {
  const parsed = parseInstant(text);
  if (!parsed) throw new Error(`Not an instant: ${text}`);
  return parsed;
};

export const proposalId = (text: string): ProposalId => text as ProposalId;

const person = (first: string, last: string, timeZone: string): Person => ({
  sub: `sub-of-${first.toLowerCase()}`,
  email: email(`${first}.${last}@mail.example`),
  name: `${first} ${last}`,
  timeZone,
});

/** The host of every room here. */
export const ben = person('Ben', 'Carter', 'Europe/London');
/** The guest who comes first. */
export const asha = person('Asha', 'Raman', 'Asia/Kolkata');
/** Another guest. */
export const dina = person('Dina', 'Farouk', 'Africa/Cairo');
/** A person without a partner. */
export const mallory = person('Mallory', 'Quill', 'Asia/Kathmandu');

/** When most stories begin: a week before the session. */
export const monday = instant('2030-01-07T09:00Z');
/** When Ben's session takes place. */
export const nextTuesday = instant('2030-01-15T18:00Z');
export const nextWednesday = instant('2030-01-16T19:30Z');

/** A different seed for each number, as the shell would draw it. */
export const seed = (nth: number): string => nth.toString(16).padStart(32, '0');

export const bensRoom: Create = {
  type: 'create',
  id: 'c0ffee00-0000-4000-8000-000000000001' as RoomId,
  uid: 'c0ffee00-0000-4000-8000-0000000000aa' as Uid,
  host: ben,
  startUtc: nextTuesday,
  durationMinutes: 60,
  at: monday,
  seed: seed(1),
};

export const ashaBooks: Command = { type: 'book', guest: asha, at: plusMinutes(monday, 1), seed: seed(2) };

/** The room after these commands; a refusal on the way fails the test there. */
function given(...commands: readonly Command[]): Room {
  return commands.reduce<Room>((room, command) => {
    const decision = decide(room, command);
    if (decision.kind === 'refused') throw new Error(`given: ${command.type} was refused: ${decision.reason}`);
    return decision.kind === 'changed' ? decision.room : room;
  }, uncreated);
}

export function existing(room: Room): ExistingRoom {
  if (room.status === 'uncreated') throw new Error('The room does not exist');
  return room;
}

export function openRoom(...more: readonly Command[]): OpenRoom {
  const room = given(bensRoom, ...more);
  if (room.status !== 'open') throw new Error(`The room is ${room.status}`);
  return room;
}

/** Ben hosts, Asha is his guest. */
export function bookedRoom(...more: readonly Command[]): BookedRoom {
  const room = given(bensRoom, ashaBooks, ...more);
  if (room.status !== 'booked') throw new Error(`The room is ${room.status}`);
  return room;
}

/** The same value, which throws when anything in it is written to. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** A link that Ben gives for his room. */
export const ownVenue = 'https://whereby.com/bens-room' as VenueUrl;
