import { endOf } from '../time/time-slot.ts';
import type { Instant } from '../time/instant.ts';
import { isWishMailTrue } from './ask-wishers.ts';
import { withNextStamp } from './changes.ts';
import type { RepeatMail } from './command.ts';
import { calendarMail, noticeMail, type Stamped } from './compose-owed-mail.ts';
import { change, refuse, type Decision } from './decision.ts';
import { isCalendarMail, isCancellation, OWED_MAIL_VERSION, type NoticeMail, type OwedMail } from './owed-mail.ts';
import { statusAt } from './proposal.ts';
import { isReservationTrue } from './reservation.ts';
import { participantOf, type ExistingRoom } from './room.ts';

/**
 * Mail once more, after one ended unsent or because an operator asks. What is sent is composed afresh from the room as it now is. A
 * CANCEL stays true for somebody who is no longer in the room.
 */
export function repeatMail(room: ExistingRoom, { to, failed, cause, at, seed }: RepeatMail): Decision {
  const person = participantOf(room, to);
  const told = withNextStamp(room, at);
  if (
    failed?.mail &&
    IS_TO_OTHERS.has(failed.mail.kind) &&
    isReservationTrue(failed.mail, room, at) &&
    isWishMailTrue(failed.mail, room, at)
  )
    return change(told, [{ ...failed.mail, version: OWED_MAIL_VERSION, stamp: told.stamp, cause, seed }]);
  if (failed !== null && failed.email !== person?.email) return repeatCancellation(told, failed.mail, cause, seed);
  if (person === null || person.lastMajorSequence === null) return refuse('not-participant');
  if (room.status === 'cancelled') {
    const by = room.history.findLast(({ event }) => event === 'cancelled' || event === 'declined' || event === 'left')?.by;
    const cancelledBy = by === 'host' || by === 'guest' ? { cancelledBy: by } : {};
    return change(told, [calendarMail('cancelled', told, to, seed, { sequence: room.sequence + 1, cause, ...cancelledBy })]);
  }
  const mail = failed?.mail;
  if (mail && !isCalendarMail(mail) && isStillTrue(mail, room, at)) {
    const { proposal, notice } = mail;
    return change(told, [noticeMail(mail.kind, told, to, seed, { cause, ...(proposal && { proposal }), ...(notice && { notice }) })]);
  }
  return change(told, [calendarMail('current', told, to, seed, { cause })]);
}

/** Nobody who gets it needs an invitation. */
const IS_TO_OTHERS: ReadonlySet<OwedMail['kind']> = new Set(['reservation', 'reservation-ended', 'wish-fits'] as const);

function repeatCancellation(room: Stamped, mail: OwedMail | null, cause: string, seed: string): Decision {
  if (mail === null || !isCalendarMail(mail) || !isCancellation(mail)) return refuse('not-participant');
  return change(room, [{ ...mail, version: OWED_MAIL_VERSION, stamp: room.stamp, cause, seed }]);
}

/** A notice says what it said, unless the session has moved on or its proposal was decided. */
function isStillTrue(mail: NoticeMail, room: ExistingRoom, at: Instant): boolean {
  if (mail.sequence !== room.sequence || endOf(room) <= at) return false;
  if (mail.proposal === null || mail.kind === 'proposal-declined' || mail.kind === 'proposal-expired') return true;
  const proposal = room.proposals.find(({ id }) => id === mail.proposal?.id);
  return proposal !== undefined && statusAt(proposal, at) === 'pending';
}
