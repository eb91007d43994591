import { earliest, instantAt, millisOf, plusMinutes, type Instant } from '../time/instant.ts';
import { isSameSlot } from '../time/time-slot.ts';
import { isWanted, REMINDER_TIMES, type ReminderChoice, type ReminderTime } from '../words/reminder-words.ts';
import type { HistoryEvent } from '../words/history-events.ts';
import { ROLES, type Role } from '../words/roles.ts';
import { noticeMail, type Stamped } from './compose-owed-mail.ts';
import type { OwedMail } from './owed-mail.ts';
import { participantOf, type BookedRoom, type Room } from './room.ts';

/*
 * Both people of a booked session are reminded of it. No moment of a reminder is stored: it follows from the start, and the room
 * keeps up to which moment it has reminded. So a move or a cancel takes reminders back without a word about them.
 */

const MINUTES_BEFORE: Readonly<Record<ReminderTime, number>> = { day: 24 * 60, hour: 60 };

/** Two people who were told the time later than this need no reminder, because the invitation is one. */
const NEEDS_NONE_MINUTES = 90;

/** Many sessions begin at the same minute. Their reminders leave within so many seconds before the moment, each room at its own. */
const SPREAD_SECONDS = 10 * 60;

interface DueReminder {
  readonly time: ReminderTime;
  /** The moment that it stands for. */
  readonly moment: Instant;
  /** When it leaves. */
  readonly leavesAt: Instant;
}

/** When the room has to be looked at next, because somebody may want to be reminded; null: never. */
export function nextReminderOf(room: BookedRoom): Instant | null {
  const [first, ...others] = listToCome(room).map(({ leavesAt }) => leavesAt);
  return first === undefined ? null : earliest(first, ...others);
}

/** Up to which moment the room has reminded, once the reminders that are due have left; null: none is due. */
export const findRemindedUntil = (room: BookedRoom, at: Instant): Instant | null => listDue(room, at).at(-1)?.moment ?? null;

/** The reminders that are due. Where several are, because one comes late, each person gets the newest that they want. */
export function composeReminders(
  room: BookedRoom,
  told: Stamped,
  { at, seed, choices }: { readonly at: Instant; readonly seed: string; readonly choices: Readonly<Record<Role, ReminderChoice>> },
): readonly OwedMail[] {
  if (room.startUtc <= at) return [];
  const due = listDue(room, at);
  return ROLES.flatMap((role) => {
    const newest = due.findLast(({ time }) => isWanted(time, choices[role]));
    if (!newest) return [];
    return [noticeMail('reminder', told, role, seed, { cause: `${newest.time}-${room.startUtc}` })];
  });
}

/** A reminder still says something true: the session that it is about stands, for the same person, and is to come. Other mail always does. */
export function isReminderTrue(mail: OwedMail, room: Room, now: Instant): boolean {
  if (mail.kind !== 'reminder' || room.status === 'uncreated') return true;
  const isTheirs = participantOf(room, mail.to.role)?.email === mail.to.email;
  return room.status === 'booked' && isTheirs && isSameSlot(room, mail.when) && now < room.startUtc;
}

const listDue = (room: BookedRoom, at: Instant): readonly DueReminder[] => listToCome(room).filter(({ leavesAt }) => leavesAt <= at);

function listToCome(room: BookedRoom): readonly DueReminder[] {
  const toldAt = timeToldAt(room);
  if (room.startUtc < plusMinutes(toldAt, NEEDS_NONE_MINUTES)) return [];
  const since = room.remindedUntil !== null && room.remindedUntil > toldAt ? room.remindedUntil : toldAt;
  return REMINDER_TIMES.map((time) => {
    const moment = plusMinutes(room.startUtc, -MINUTES_BEFORE[time]);
    const early = instantAt(millisOf(moment) - 1000 * secondsEarly(room));
    return { time, moment, leavesAt: early > toldAt ? early : moment };
  }).filter(({ moment }) => moment > since);
}

const TELLS_TIME: ReadonlySet<string> = new Set(['booked', 'rescheduled', 'approved', 'restored'] satisfies readonly HistoryEvent[]);

/** When the two were last told the time of their session. */
function timeToldAt({ history, guest }: BookedRoom): Instant {
  const told = history.findLast(({ event }) => TELLS_TIME.has(event))?.at;
  return told !== undefined && told > guest.joinedAt ? told : guest.joinedAt;
}

const secondsEarly = ({ id }: BookedRoom): number => Number.parseInt(id.slice(0, 8), 16) % SPREAD_SECONDS;
