import { isErasedAddress } from '../words/email-address.ts';
import { ANSWERED_WITHIN_HOURS, ASKED_AFTER_HOURS, type Attendance, type Usefulness } from '../words/afterwards-words.ts';
import { firstNameOf } from '../words/names.ts';
import { cleanNote } from '../words/note.ts';
import { isProbeSub } from '../words/probe-names.ts';
import { otherRole, ROLES, type Role } from '../words/roles.ts';
import { plusMinutes, type Instant } from '../time/instant.ts';
import { endOf } from '../time/time-slot.ts';
import { roleOf } from './actor.ts';
import { addToHistory, recordHistory, withNextStamp } from './changes.ts';
import type { AnswerAfterwards } from './command.ts';
import { noticeMail, type Stamped } from './compose-owed-mail.ts';
import { change, refuse, unchanged, type Decision } from './decision.ts';
import type { OwedMail } from './owed-mail.ts';
import { participantOf, type BookedRoom, type ExistingRoom, type Participant, type Room } from './room.ts';

/*
 * After a session both are asked how it went. What they say is compared: that somebody did not come counts only while that person
 * does not say otherwise.
 */

/** What one of the two says. */
export interface AnswerOfOne {
  readonly attendance: Attendance;
  /** Null: they did not say. */
  readonly useful: Usefulness | null;
  /** Whether they would practise with the other one again. */
  readonly again: boolean;
}

export interface Afterwards {
  /** The two were asked, or it was too late to ask. */
  readonly isAsked: boolean;
  readonly answers: Readonly<Partial<Record<Role, AnswerOfOne>>>;
  /** It is settled whether somebody missed the session. */
  readonly isSettled: boolean;
}

export const NOT_ASKED_YET: Afterwards = { isAsked: false, answers: {}, isSettled: false };

/** An answer that arrives in the last second is stored by then. */
const SETTLED_LATER_MINUTES = 10;

const asksAt = (room: ExistingRoom): Instant => plusMinutes(endOf(room), ASKED_AFTER_HOURS * 60);

/** Until then the two can say how the session went. */
export const answersEndAt = (slot: Parameters<typeof endOf>[0]): Instant => plusMinutes(endOf(slot), ANSWERED_WITHIN_HOURS * 60);

const settlesAt = (room: ExistingRoom): Instant => plusMinutes(answersEndAt(room), SETTLED_LATER_MINUTES);

/** When something is due next because the session is over; null: nothing is. */
export function nextAfterwardsOf(room: BookedRoom): Instant | null {
  if (isProbeSub(room.host.sub)) return null;
  const { isAsked, isSettled } = room.afterwards;
  if (!isAsked) return asksAt(room);
  return !isSettled && findAccused(room) !== null ? settlesAt(room) : null;
}

/** The one who did not come, as the other one says, and who says nothing themselves; null: nobody. */
function findAccused({ afterwards: { answers } }: ExistingRoom): Role | null {
  const reporter = ROLES.find((role) => answers[role]?.attendance === 'partner-absent' && answers[otherRole(role)] === undefined);
  return reporter === undefined ? null : otherRole(reporter);
}

/** Who missed the session, now that the time for answers is over; null: nobody, or not yet, or it is settled. */
export function findMissing(room: Room, at: Instant): Participant | null {
  if (room.status !== 'booked' || !room.afterwards.isAsked || room.afterwards.isSettled || at < settlesAt(room)) return null;
  const role = findAccused(room);
  return role && participantOf(room, role);
}

/** The room after what is due now that the session is over; null: nothing is. */
export function followUp(room: BookedRoom, at: Instant): BookedRoom | null {
  const due = nextAfterwardsOf(room);
  if (due === null || due > at) return null;
  if (!room.afterwards.isAsked) return { ...room, afterwards: { ...room.afterwards, isAsked: true }, updatedAt: at };
  const settled = { ...room, afterwards: { ...room.afterwards, isSettled: true } };
  const missing = findMissing(room, at);
  if (missing === null) return { ...settled, updatedAt: at };
  return addToHistory(settled, {
    at,
    event: 'missed',
    by: 'system',
    name: firstNameOf(missing),
    sequence: room.sequence,
    startUtc: null,
    durationMinutes: null,
    note: '',
  });
}

/** The question to both, where they have just come to be asked and can still answer. */
export function composeAfterwardsMail(before: BookedRoom, told: Stamped & BookedRoom, at: Instant, seed: string): readonly OwedMail[] {
  const until = answersEndAt(told);
  if (before.afterwards.isAsked || !told.afterwards.isAsked || at >= until) return [];
  if (ROLES.some((role) => isErasedAddress(participantOf(told, role)?.email ?? told.host.email))) return [];
  const about = { cause: `afterwards-${told.startUtc}`, notice: { kind: 'afterwards', until } as const };
  return ROLES.map((role) => noticeMail('afterwards', told, role, seed, about));
}

/** The question still asks something. Other mail always says something true. */
export function isQuestionTrue(mail: OwedMail, room: Room, now: Instant): boolean {
  if (mail.kind !== 'afterwards' || room.status === 'uncreated') return true;
  const { role, email } = mail.to;
  const isTheirs = room.status === 'booked' && participantOf(room, role)?.email === email;
  return isTheirs && now < answersEndAt(room) && room.afterwards.answers[role] === undefined;
}

/** One of the two says how it went. The first answer of each counts. A line and the wish to practise again go to the other one by mail. */
export function answerAfterwards(room: ExistingRoom, { by, attendance, useful, line, again, at, seed }: AnswerAfterwards): Decision {
  const role = roleOf(room, by);
  if (role === null) return refuse('not-participant');
  if (room.status === 'cancelled') return refuse('room-cancelled');
  if (room.status === 'open') return refuse('room-not-booked');
  if (room.afterwards.answers[role] !== undefined) return unchanged;
  if (at < endOf(room) || at >= answersEndAt(room)) return refuse('not-asked-now');
  const note = cleanNote(line);
  const answers = { ...room.afterwards.answers, [role]: { attendance, useful, again } };
  const answered = recordHistory({ ...room, afterwards: { ...room.afterwards, answers } }, at, 'answered-afterwards', role, { note });
  const told = withNextStamp(answered, at);
  const to = otherRole(role);
  const isToTell = (note !== '' || again) && !isErasedAddress(participantOf(told, to)?.email ?? told.host.email);
  if (!isToTell) return change(told);
  const about = { cause: `afterwards-answer-${role}`, note, notice: { kind: 'afterwards-answer', again } as const };
  return change(told, [noticeMail('afterwards-answer', told, to, seed, about)]);
}

/** What is kept once one of the two is erased: nothing of what they said, and nobody is asked any more. */
export const eraseAfterwards = ({ answers }: Afterwards, role: Role | null): Afterwards => ({
  isAsked: true,
  answers: role === null ? answers : { [otherRole(role)]: answers[otherRole(role)] },
  isSettled: true,
});
