import { earliest, type Instant } from '../time/instant.ts';
import { isWishMailTrue } from './ask-wishers.ts';
import { ageProposals, composeAgeingMail, findAgeing, isNudgeTrue, nextAgeingOf } from './age-proposals.ts';
import { withNextStamp } from './changes.ts';
import type { CatchUp } from './command.ts';
import { composeAfterwardsMail, followUp, isQuestionTrue, nextAfterwardsOf } from './afterwards.ts';
import { change, unchanged, type Decision } from './decision.ts';
import type { OwedMail } from './owed-mail.ts';
import { composeReminders, findRemindedUntil, isReminderTrue, nextReminderOf } from './reminders.ts';
import { endReservation, isReservationTrue, nextReservationEnd } from './reservation.ts';
import type { ExistingRoom, Room } from './room.ts';

/*
 * What is due in a room because time has passed, and nobody has done anything.
 */

/** When something is due next; null: nothing will be, until somebody does something. */
export function nextDueOf(room: Room): Instant | null {
  if (room.status === 'open') return nextReservationEnd(room);
  if (room.status !== 'booked') return null;
  const [first, ...others] = [nextReminderOf(room), nextAgeingOf(room), nextAfterwardsOf(room)].filter((due) => due !== null);
  return first === undefined ? null : earliest(first, ...others);
}

/** Does what is due. */
export function catchUp(room: ExistingRoom, { at, seed, reminders: choices }: CatchUp): Decision {
  if (room.status === 'open') return endReservation(room, at, seed);
  if (room.status !== 'booked') return unchanged;
  const reminded = findRemindedUntil(room, at);
  const ageing = findAgeing(room, at);
  const followed = followUp(room, at);
  if (reminded === null && followed === null && ageing.nudged.length + ageing.ended.length === 0) return unchanged;
  const aged = ageProposals(followed ?? room, ageing, at);
  const told = withNextStamp({ ...aged, remindedUntil: reminded ?? room.remindedUntil, updatedAt: at }, at);
  return change(told, [
    ...composeReminders(room, told, { at, seed, choices }),
    ...composeAgeingMail(told, ageing, at, seed),
    ...composeAfterwardsMail(room, told, at, seed),
  ]);
}

/** Mail that was owed because of the time still says something true, now that it may leave. Other mail always does. */
export const isDueMailTrue = (mail: OwedMail, room: Room, now: Instant): boolean =>
  isReminderTrue(mail, room, now) &&
  isNudgeTrue(mail, room, now) &&
  isReservationTrue(mail, room, now) &&
  isQuestionTrue(mail, room, now) &&
  isWishMailTrue(mail, room, now);
