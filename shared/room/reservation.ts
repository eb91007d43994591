import { isErasedAddress } from '../words/email-address.ts';
import { isSameMailbox } from '../words/mailbox.ts';
import { firstNameOf } from '../words/names.ts';
import type { Refusal } from '../words/refusals.ts';
import { otherRole } from '../words/roles.ts';
import { earliest, plusMinutes, type Instant } from '../time/instant.ts';
import { endOf } from '../time/time-slot.ts';
import { roleOf } from './actor.ts';
import { addToHistory, withNextStamp } from './changes.ts';
import type { Actor, DeclineReservation } from './command.ts';
import { noticeMail, type Stamped } from './compose-owed-mail.ts';
import { change, refuse, unchanged, type Decision } from './decision.ts';
import type { HistoryEvent } from '../words/history-events.ts';
import { isImportedSub } from './identify.ts';
import type { OwedMail } from './owed-mail.ts';
import type { Person } from './person.ts';
import { participantOf, type ExistingRoom, type OpenRoom, type Room } from './room.ts';

/*
 * Two people who have practised together may want to do so again. A host can open a room that is one person's alone for two days. That
 * person gets a mail with a link to book it. Nobody else sees the room meanwhile.
 */

export interface Reservation {
  /** Whose the room is. The host sees their first name and nothing else of them. */
  readonly person: Person;
  /** Until then; and at the latest until the start. */
  readonly until: Instant;
  /** What becomes of a room that they have not booked: everyone may book it, or it is cancelled. */
  readonly thenForEveryone: boolean;
}

export const RESERVED_HOURS = 48;

/** A host who moves a room that is reserved sends one more mail to somebody who may not want it. */
export const RESERVED_MOVES = 2;

/** @param at when the room is opened */
export const reserve = (person: Person, thenForEveryone: boolean, at: Instant): Reservation => ({
  person,
  until: plusMinutes(at, RESERVED_HOURS * 60),
  thenForEveryone,
});

/** The one with whom somebody has practised in this room, or why they cannot be asked to practise again. */
export function findPartner(room: Room, sub: string, at: Instant): Person | Refusal {
  const role = room.status === 'uncreated' ? null : roleOf(room, { sub });
  if (room.status === 'uncreated' || role === null) return 'room-not-found';
  const partner = participantOf(room, otherRole(role));
  if (room.status !== 'booked' || partner === null || endOf(room) > at) return 'not-practised';
  if (isErasedAddress(partner.email) || isImportedSub(partner.sub)) return 'partner-unavailable';
  const { email, name, givenName = null, timeZone, language = null } = partner;
  return { sub: partner.sub, email, name, givenName, timeZone, language };
}

/** Until when the room is one person's alone; null where it is not, or no longer. */
export function findReservedUntil(room: Pick<ExistingRoom, 'status' | 'startUtc' | 'reservedFor'>, at: Instant): Instant | null {
  if (room.status !== 'open' || room.reservedFor === null) return null;
  const until = endOfReservation(room, room.reservedFor);
  return at < until ? until : null;
}

/** Whether only its host and the person of its reservation may know of the room. */
export const isHidden = (room: ExistingRoom, at: Instant): boolean =>
  room.status === 'open' && room.reservedFor !== null && (findReservedUntil(room, at) !== null || !room.reservedFor.thenForEveryone);

/** Why this person may not book the room because of its reservation; null: it is no obstacle. */
export function refusalOfReserved(room: OpenRoom, person: Person, at: Instant): Refusal | null {
  if (!isHidden(room, at)) return null;
  if (!isReservedFor(room, person)) return 'room-reserved';
  return findReservedUntil(room, at) === null ? 'reservation-over' : null;
}

const isReservedFor = ({ reservedFor }: ExistingRoom, { sub, email }: Pick<Person, 'sub' | 'email'>): boolean =>
  reservedFor !== null && (reservedFor.person.sub === sub || isSameMailbox(reservedFor.person.email, email));

/** When something is due next because of a reservation; null: nothing is. */
export const nextReservationEnd = (room: OpenRoom): Instant | null => room.reservedFor && endOfReservation(room, room.reservedFor);

const endOfReservation = ({ startUtc }: Pick<ExistingRoom, 'startUtc'>, { until }: Reservation): Instant => earliest(until, startUtc);

/** The mail to the person for whom the room is reserved. */
export function composeReservationMail(room: Stamped, { person }: Reservation, until: Instant, seed: string): OwedMail {
  return noticeMail('reservation', room, 'guest', seed, {
    cause: room.stamp,
    recipient: person,
    notice: { kind: 'reservation', until },
  });
}

/** The time is over: the room is everyone's, or off. Its host gets a mail. */
export function endReservation(room: OpenRoom, at: Instant, seed: string): Decision {
  return room.reservedFor === null || at < endOfReservation(room, room.reservedFor) ? unchanged : release(room, room.reservedFor, at, seed);
}

/** The person does not want it. The room is everyone's at once, or off. */
export function declineReservation(room: ExistingRoom, { by, at, seed }: DeclineReservation): Decision {
  const { reservedFor } = room;
  if (reservedFor === null || !isActorOf(reservedFor, by)) return refuse('not-participant');
  if (room.status === 'booked') return refuse('room-taken');
  if (room.status === 'cancelled') return unchanged;
  if (findReservedUntil(room, at) === null) return refuse('reservation-over');
  const declined = recordEvent(room, 'reservation-declined', at, firstNameOf(reservedFor.person));
  return release(declined, reservedFor, at, seed, true);
}

const isActorOf = ({ person }: Reservation, by: Actor): boolean => ('sub' in by ? by.sub === person.sub : by.email === person.email);

function release(room: OpenRoom, { person, thenForEveryone }: Reservation, at: Instant, seed: string, isDeclined = false): Decision {
  // Nobody can book a session that has begun.
  const isOpen = thenForEveryone && at < room.startUtc;
  const released: ExistingRoom = isOpen
    ? { ...recordEvent(room, 'reservation-opened', at), reservedFor: null }
    : { ...recordEvent(room, 'reservation-lapsed', at), status: 'cancelled', guest: null };
  const told = withNextStamp(released, at);
  const notice = { kind: 'reservation-ended', isDeclined, isOpen } as const;
  return change(told, [noticeMail('reservation-ended', told, 'host', seed, { cause: told.stamp, other: person, notice })]);
}

const recordEvent = (room: OpenRoom, event: HistoryEvent, at: Instant, name: string | null = null): OpenRoom =>
  addToHistory(room, {
    at,
    event,
    by: name === null ? 'system' : 'guest',
    name,
    sequence: room.sequence,
    startUtc: null,
    durationMinutes: null,
    note: '',
  });

/** Mail about a reservation still says something true: the room is that person's still, at that time. Other mail always does. */
export function isReservationTrue(mail: OwedMail, room: Room, now: Instant): boolean {
  if (mail.kind !== 'reservation' || room.status === 'uncreated') return true;
  const isAsTold = room.startUtc === mail.when.startUtc && room.durationMinutes === mail.when.durationMinutes;
  return findReservedUntil(room, now) !== null && room.reservedFor?.person.email === mail.to.email && isAsTold;
}
