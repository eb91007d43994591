import { instantAt, millisOf, type Instant } from '../time/instant.ts';
import type { Role } from '../words/roles.ts';
import { addToHistory, withNextStamp, withParticipant } from './changes.ts';
import type { ConfirmableReply } from './attendee-reply.ts';
import type { Notify } from './command.ts';
import { noticeMail } from './compose-owed-mail.ts';
import { change, unchanged, type Decision } from './decision.ts';
import { participantOf, type ExistingRoom } from './room.ts';

/*
 * "Was this you?": the question to the invited address about a message that is not proven. Anybody can cause one, so limits
 * count each answer on its own: a forged yes must not use up the question about a real no.
 */

const DAY_MILLIS = 24 * 3_600_000;
/** Each answer is asked about once a day; of new times, which a forger can make up without end, this many. */
const NEW_TIMES_PER_DAY = 3;
const NEW_TIME = 'new-time';

/** What a message asked for, without its place among others. */
const answerOf = (reply: ConfirmableReply): string =>
  reply.type === 'reply' ? reply.partstat : `${NEW_TIME} ${reply.startUtc} ${reply.durationMinutes ?? ''}`;

const isSameAnswer = (a: ConfirmableReply, b: ConfirmableReply | null): boolean => b !== null && answerOf(a) === answerOf(b);

/** Whether a mail has asked this person within the last day about just this answer. */
export const wasAsked = (room: ExistingRoom, to: Role, reply: ConfirmableReply, at: Instant): boolean =>
  askedLately(room, to, at).some(({ cause }) => cause === answerOf(reply));

/**
 * Asks by mail, within the limits. In any case the newest question replaces the pending one, on the links that were mailed
 * already. Where no mail can be sent, the timeline says so, once a day.
 */
export function ask(room: ExistingRoom, { to, cause, notice, at, seed, mayMail = true }: Notify, reply: ConfirmableReply): Decision {
  const isPending = isSameAnswer(reply, participantOf(room, to)?.question ?? null);
  const next = withParticipant(room, to, (participant) => ({ ...participant, question: reply }));
  if (wasAsked(room, to, reply, at)) return isPending ? unchanged : change(next);
  if (!mayMail || isOverLimit(room, to, reply, at)) return isNoted(room, at) && isPending ? unchanged : change(withNote(next, at));
  // Questions older than a day count for nothing any more.
  const kept = room.notices.filter((sent) => sent.kind !== 'confirm-reply' || sent.at > dayBefore(at));
  const notices = [...kept, { kind: 'confirm-reply' as const, to, at, cause: answerOf(reply) }];
  const told = withNextStamp({ ...next, notices }, at);
  return change(told, [noticeMail('confirm-reply', told, to, seed, { cause, notice })]);
}

const askedLately = ({ notices }: ExistingRoom, to: Role, at: Instant) =>
  notices.filter((sent) => sent.kind === 'confirm-reply' && sent.to === to && sent.at > dayBefore(at));

const isOverLimit = (room: ExistingRoom, to: Role, reply: ConfirmableReply, at: Instant): boolean =>
  reply.type === 'propose' && askedLately(room, to, at).filter(({ cause }) => cause.startsWith(NEW_TIME)).length >= NEW_TIMES_PER_DAY;

const isNoted = ({ history }: ExistingRoom, at: Instant): boolean =>
  history.some(({ event, at: noted }) => event === 'not-asked' && noted > dayBefore(at));

function withNote<R extends ExistingRoom>(room: R, at: Instant): R {
  if (isNoted(room, at)) return room;
  const { sequence } = room;
  return addToHistory(room, {
    at,
    event: 'not-asked',
    by: 'system',
    name: null,
    sequence,
    startUtc: null,
    durationMinutes: null,
    note: '',
  });
}

const dayBefore = (at: Instant): Instant => instantAt(millisOf(at) - DAY_MILLIS);
