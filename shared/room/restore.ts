import { isSameMailbox } from '../words/mailbox.ts';
import { plusMinutes, type Instant } from '../time/instant.ts';
import { otherRole, type Role } from '../words/roles.ts';
import { roleOf } from './actor.ts';
import { inviteToNewTime, recordHistory, withNextStamp } from './changes.ts';
import type { Restore } from './command.ts';
import { toHolders } from './compose-owed-mail.ts';
import { change, refuse, unchanged, type Decision } from './decision.ts';
import { formerGuestOf, toParticipant } from './former-guests.ts';
import type { HistoryEntry } from './history.ts';
import { NO_INTRODUCTION } from './introduction.ts';
import type { BookedRoom, CancelledRoom, ExistingRoom, OpenRoom } from './room.ts';

/*
 * A decline from the calendar counts at once, and may have been a slip, or a robot's. For a day the one who declined can put the
 * session back, if the other is still free.
 */

const RESTORABLE_MINUTES = 24 * 60;

/** Until when a decline at this time can be taken back: for a day, and not after the start. */
export const restorableUntil = (declinedAt: Instant, startUtc: Instant): Instant => {
  const day = plusMinutes(declinedAt, RESTORABLE_MINUTES);
  return day < startUtc ? day : startUtc;
};

/** Both are invited again, with a SEQUENCE above that of the CANCEL that each has had. */
export function restore(room: ExistingRoom, command: Restore): Decision {
  const { by, at, busy = [] } = command;
  const former = formerGuestOf(room, by);
  const role = former ? 'guest' : roleOf(room, by);
  if (role === null) return refuse('not-participant');
  if (former && room.status === 'booked') return refuse('room-taken');
  if (room.status === 'booked') return isRestored(room, role) ? unchanged : refuse('restore-late');
  const ending = room.history.findLast(isEnding);
  const isTheirs = ending?.event === 'declined' && ending.by === role && (former === undefined || former.leftAt === ending.at);
  if (!isTheirs) return refuse(room.status === 'cancelled' ? 'room-cancelled' : 'restore-late');
  if (room.status === 'cancelled' && room.startUtc <= at) return refuse('room-started');
  if (at >= plusMinutes(ending.at, RESTORABLE_MINUTES)) return refuse('restore-late');
  if (room.status === 'cancelled') return busy.includes(otherRole(role)) ? refuse('other-busy') : restoreCancelled(room, role, command);
  return former ? inviteGuestAgain(room, former, command) : refuse('not-participant');
}

const isEnding = ({ event }: HistoryEntry): boolean =>
  event === 'declined' || event === 'left' || event === 'cancelled' || event === 'booked';

/** Whether the last that happened to this person's place is that they put the session back. */
const isRestored = ({ history }: ExistingRoom, role: Role): boolean => {
  const last = history.findLast((entry) => isEnding(entry) || entry.event === 'restored');
  return last?.event === 'restored' && last.by === role;
};

function inviteGuestAgain(room: OpenRoom, former: OpenRoom['formerGuests'][number], { at, seed }: Restore): Decision {
  const sequence = room.sequence + 1;
  const booked: BookedRoom = {
    ...room,
    status: 'booked',
    sequence,
    host: inviteToNewTime(room.host, sequence),
    guest: inviteToNewTime({ ...toParticipant(former), joinedAt: at }, sequence),
    formerGuests: room.formerGuests.filter((one) => !isSameMailbox(one.email, former.email)),
    introduction: NO_INTRODUCTION,
  };
  return invite(booked, 'guest', at, seed);
}

/** The tombstone is a session again. Its CANCEL had the next SEQUENCE, so these have the one after it. */
function restoreCancelled({ guest, ...room }: CancelledRoom, by: Role, { at, seed }: Restore): Decision {
  const sequence = room.sequence + 2;
  const host = inviteToNewTime(room.host, sequence);
  if (guest === null) return invite({ ...room, status: 'open', sequence, host }, by, at, seed);
  return invite({ ...room, status: 'booked', sequence, host, guest: inviteToNewTime(guest, sequence) }, by, at, seed);
}

function invite(room: OpenRoom | BookedRoom, by: Role, at: Instant, seed: string): Decision {
  const told = withNextStamp(recordHistory(room, at, 'restored', by), at);
  return change(told, toHolders('restored', told, seed, { restoredBy: by }));
}
