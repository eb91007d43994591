import { earliest, type Instant } from '../time/instant.ts';
import { withNextStamp } from './changes.ts';
import type { CatchUp } from './command.ts';
import { change, unchanged, type Decision } from './decision.ts';
import { composeReminders, nextReminderOf, findRemindedUntil } from './reminders.ts';
import type { ExistingRoom, Room } from './room.ts';

/*
 * What is due in a room because time has passed, and nobody has done anything.
 */

/** When something is due next; null: nothing will be, until somebody does something. */
export function nextDueOf(room: Room): Instant | null {
  if (room.status !== 'booked') return null;
  const [first, ...others] = [nextReminderOf(room)].filter((due) => due !== null);
  return first === undefined ? null : earliest(first, ...others);
}

/** Does what is due. */
export function catchUp(room: ExistingRoom, { at, seed, reminders: choices }: CatchUp): Decision {
  if (room.status !== 'booked') return unchanged;
  const remindedUntil = findRemindedUntil(room, at);
  if (remindedUntil === null) return unchanged;
  const told = withNextStamp({ ...room, remindedUntil, updatedAt: at }, at);
  return change(told, composeReminders(room, told, { at, seed, choices }));
}
