import { NOT_ASKED_YET } from './afterwards.ts';
import { change, refuse, unchanged, type Decision } from './decision.ts';
import { roleOf } from './actor.ts';
import { changesLately, countChange, recordHistory, withNextStamp, supersedePending, inviteToNewTime } from './changes.ts';
import type { Book, Cancel, Create, Leave, Reschedule } from './command.ts';
import { calendarMail, toHolders } from './compose-owed-mail.ts';
import { NO_INTRODUCTION } from './introduction.ts';
import type { Mover } from './owed-mail.ts';
import { phaseAt } from './phase.ts';
import { withFormerGuest } from './former-guests.ts';
import type { Person } from './person.ts';
import { guestOf, type BookedRoom, type CancelledRoom, type ExistingRoom, type OpenRoom, type Participant, type Room } from './room.ts';
import { horizonAt } from '../time/horizon.ts';
import { isSameMinute, type Instant } from '../time/instant.ts';
import { cleanPractice } from '../words/note.ts';
import { isSamePractice, NO_PRACTICE } from '../words/practice.ts';
import type { Role } from '../words/roles.ts';
import { restorableUntil } from './restore.ts';
import { composeReservationMail, refusalOfReserved, findReservedUntil, RESERVED_MOVES } from './reservation.ts';
import { holdForUndo } from './undo.ts';
import { isSameMailbox } from '../words/mailbox.ts';

// Each change is two mails: nobody is to be flooded by someone who books and leaves, or moves a session to and fro.
const BOOKINGS_PER_DAY = 20;
const MOVES_PER_DAY = 30;

export function create(room: Room, command: Create): Decision {
  const { id, uid, host, at, startUtc, durationMinutes, practice = NO_PRACTICE, venueUrl = null, reservedFor = null, seed } = command;
  if (room.status !== 'uncreated') return wasMadeBy(room, command) ? unchanged : refuse('room-exists');
  if (startUtc <= at) return refuse('start-in-past');
  if (startUtc > horizonAt(at)) return refuse('start-too-far');
  if (reservedFor !== null && isSame(host, reservedFor.person)) return refuse('own-room');
  const open: OpenRoom = {
    status: 'open',
    id,
    uid,
    sequence: 0,
    stamp: null,
    startUtc,
    durationMinutes,
    practice: cleanPractice(practice),
    host: joining(host, at),
    venueUrl,
    proposals: [],
    formerGuests: [],
    notices: [],
    recentChanges: [],
    history: [],
    introduction: NO_INTRODUCTION,
    reservedFor,
    undo: null,
    remindedUntil: null,
    afterwards: NOT_ASKED_YET,
    createdAt: at,
    updatedAt: at,
  };
  return offer(recordHistory(open, at, 'created', 'host', open), at, seed);
}

/** The room at a time that is new. The person for whom it is reserved gets a mail. */
function offer(room: OpenRoom | BookedRoom, at: Instant, seed: string): Decision {
  const until = findReservedUntil(room, at);
  if (room.reservedFor === null || until === null) return change(room);
  const told = withNextStamp(room, at);
  return change(told, [composeReservationMail(told, room.reservedFor, until, seed)]);
}

export function book(room: ExistingRoom, command: Book): Decision {
  const { guest: person, at, seed } = command;
  if (room.status === 'cancelled') return refuse('room-cancelled');
  if (isSame(room.host, person) || isKnownAsOther(room.host, command)) return refuse('own-room');
  if (room.status === 'booked') return isSame(room.guest, person) ? unchanged : refuse('room-taken');
  const reserved = refusalOfReserved(room, person, at);
  if (reserved !== null) return refuse(reserved);
  if (changesLately(room, 'booked', at) >= BOOKINGS_PER_DAY) return refuse('change-limit');

  const first = room.host.lastMajorSequence === null;
  const sequence = first ? room.sequence : room.sequence + 1;
  const host = first ? inviteToNewTime(room.host, sequence) : room.host;
  const guest = inviteToNewTime(joining(person, at), sequence);
  const booked: BookedRoom = { ...room, status: 'booked', sequence, host, guest, introduction: NO_INTRODUCTION };
  const told = withNextStamp(recordHistory(countChange(booked, 'booked', at), at, 'booked', 'guest'), at);
  return change(told, [calendarMail('invitation', told, 'host', seed), calendarMail('invitation', told, 'guest', seed)]);
}

export function reschedule(room: ExistingRoom, { by, at, seed, startUtc, durationMinutes: length }: Reschedule): Decision {
  if (roleOf(room, by) !== 'host') return refuse('not-host');
  if (room.status === 'cancelled') return refuse('room-cancelled');
  const durationMinutes = length ?? room.durationMinutes;
  if (isSameMinute(startUtc, room.startUtc) && durationMinutes === room.durationMinutes) return unchanged;
  if (startUtc <= at) return refuse('start-in-past');
  if (startUtc > horizonAt(at)) return refuse('start-too-far');
  const mostMoves = findReservedUntil(room, at) === null ? MOVES_PER_DAY : RESERVED_MOVES;
  if (changesLately(room, 'rescheduled', at) >= mostMoves) return refuse('change-limit');
  return moveRoom(
    room,
    { startUtc, durationMinutes },
    (next) => recordHistory(countChange(next, 'rescheduled', at), at, 'rescheduled', 'host', next),
    { at, seed, movedBy: { role: 'host', isApproval: false } },
  );
}

/**
 * The room at another time: everyone who holds an invitation gets a REQUEST with the next SEQUENCE and is asked
 * again; what was still proposed for the old time is superseded.
 */
export function moveRoom(
  room: OpenRoom | BookedRoom,
  to: Pick<OpenRoom, 'startUtc' | 'durationMinutes'>,
  record: (room: OpenRoom | BookedRoom) => OpenRoom | BookedRoom,
  { at, seed, movedBy }: { readonly at: Instant; readonly seed: string; readonly movedBy: Mover },
): Decision {
  const previous = { startUtc: room.startUtc, durationMinutes: room.durationMinutes };
  const proposals = supersedePending(room.proposals, at);
  if (room.host.lastMajorSequence === null) return offer(record({ ...room, ...to, proposals }), at, seed);

  const sequence = room.sequence + 1;
  const host = inviteToNewTime(room.host, sequence);
  const next: OpenRoom | BookedRoom =
    room.status === 'booked'
      ? { ...room, ...to, proposals, sequence, host, guest: inviteToNewTime(room.guest, sequence) }
      : { ...room, ...to, proposals, sequence, host };
  const told = withNextStamp(record(next), at);
  return change(told, toHolders('moved', told, seed, { previous, movedBy }));
}

export function cancel(room: ExistingRoom, { by, at, seed, undoSeconds: seconds = 0 }: Cancel): Decision {
  if (roleOf(room, by) !== 'host') return refuse('not-host');
  if (room.status === 'cancelled') return unchanged;
  return holdForUndo(room, callOff(room, 'cancelled', 'host', at, seed), { event: 'cancelled', by: 'host', at, seed, seconds });
}

/**
 * The whole room is off. RFC 5546 2.1.4 demands a higher SEQUENCE on CANCEL, while the room's own grows only with
 * REQUEST updates: so the wire carries the next number, which nothing else can use because the room is a tombstone now.
 */
export function callOff(
  room: OpenRoom | BookedRoom,
  event: 'cancelled' | 'declined' | 'left',
  by: Role,
  at: Instant,
  seed: string,
  note = '',
): Decision {
  const cancelled: CancelledRoom = { ...room, status: 'cancelled', guest: guestOf(room), proposals: supersedePending(room.proposals, at) };
  const told = withNextStamp(recordHistory(cancelled, at, event, by, { note }), at);
  const mail = toHolders('cancelled', told, seed, { sequence: room.sequence + 1, cancelledBy: by });
  const until = event === 'declined' && phaseAt(room, at) === 'before' ? restorableUntil(at, room.startUtc) : null;
  // The writer of the note knows it, and is the one who can take a decline back.
  return change(
    told,
    mail.map((each) => (each.to.role === by ? { ...each, restorableUntil: until } : { ...each, note })),
  );
}

/** Leaving a room that one is not in changes nothing, so a repeated request succeeds. */
export function leave(room: ExistingRoom, { by, at, seed, undoSeconds: seconds = 0 }: Leave): Decision {
  const role = roleOf(room, by);
  if (role === 'host') return refuse('not-guest');
  if (room.status === 'cancelled') return refuse('room-cancelled');
  if (room.status === 'open' || role === null) return unchanged;
  return holdForUndo(room, dropOut(room, 'left', at, seed), { event: 'left', by: 'guest', at, seed, seconds });
}

/**
 * The guest does not take part. Before the start the room is open again; from the start on nobody could book it any more, so
 * the session ends for both. It also ends where the host wanted to practise with this guest alone.
 */
export const dropOut = (room: BookedRoom, event: 'left' | 'declined', at: Instant, seed: string, note = ''): Decision =>
  reopensWithout(room, at) ? removeGuest(room, event, at, seed, note) : callOff(room, event, 'guest', at, seed, note);

/** Whether others can book the room once its guest drops out. */
export const reopensWithout = (room: BookedRoom, at: Instant): boolean =>
  phaseAt(room, at) === 'before' && room.reservedFor?.thenForEveryone !== false;

/**
 * The guest is out and the room open again. The guest gets a CANCEL for them alone, the host a REQUEST that says so, both
 * with the next SEQUENCE.
 */
function removeGuest(room: BookedRoom, event: 'left' | 'declined', at: Instant, seed: string, note: string): Decision {
  const { guest, ...rest } = recordHistory({ ...room, sequence: room.sequence + 1 }, at, event, 'guest', { note });
  const proposals = supersedePending(room.proposals, at);
  const open: OpenRoom = { ...rest, status: 'open', reservedFor: null, proposals, formerGuests: withFormerGuest(room, at) };
  const told = withNextStamp(open, at);
  return change(told, [
    calendarMail('unbooked', told, 'guest', seed, {
      recipient: guest,
      other: room.host,
      restorableUntil: event === 'declined' ? restorableUntil(at, room.startUtc) : null,
    }),
    calendarMail('guest-left', told, 'host', seed, { other: guest, note }),
  ]);
}

const joining = (person: Person, at: Instant): Participant => ({
  sub: person.sub,
  email: person.email,
  name: person.name,
  givenName: person.givenName ?? null,
  timeZone: person.timeZone,
  language: person.language ?? null,
  partstat: 'NEEDS-ACTION',
  lastReply: null,
  lastMajorSequence: null,
  lastResentAt: null,
  lastMailedAt: null,
  question: null,
  joinedAt: at,
});

// Under two accounts too: one person cannot practise with themselves.
/** Whether one of the two signs in with an address that the other has confirmed as their own. */
const isKnownAsOther = (host: Person, { guest, confirmed: { ofHost, ofGuest } = { ofHost: [], ofGuest: [] } }: Book): boolean =>
  ofHost.some((address) => isSameMailbox(address, guest.email)) || ofGuest.some((address) => isSameMailbox(address, host.email));

const isSame = (a: Person, b: Person): boolean => a.sub === b.sub || isSameMailbox(a.email, b.email);

// As it was asked for the first time: the host may have moved it since.
function wasMadeBy(room: ExistingRoom, { host, startUtc, durationMinutes, practice = NO_PRACTICE, reservedFor = null }: Create): boolean {
  const made = room.history.find(({ event }) => event === 'created') ?? room;
  const isSameTime = made.startUtc === startUtc && made.durationMinutes === durationMinutes;
  // A reservation may have ended since.
  const isSamePerson = room.reservedFor === null || room.reservedFor.person.sub === reservedFor?.person.sub;
  return room.host.sub === host.sub && isSameTime && isSamePerson && isSamePractice(room.practice, cleanPractice(practice));
}
