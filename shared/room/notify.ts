import { millisOf, type Instant } from '../time/instant.ts';
import type { Role } from '../words/roles.ts';
import { roleOf } from './actor.ts';
import { withNextStamp, withParticipant } from './changes.ts';
import type { Notify, Resend } from './command.ts';
import type { Notice } from './notice.ts';
import { change, refuse, unchanged, type Decision } from './decision.ts';
import { calendarMail, noticeMail } from './compose-owed-mail.ts';
import { statusAt, type Proposal } from './proposal.ts';
import { ask } from './questions.ts';
import { addNotice, isOverNoticeLimit } from './notice-limits.ts';
import { participantOf, type ExistingRoom } from './room.ts';

const RESEND_EVERY_MILLIS = 3_600_000;

/** REFRESH (RFC 5546 3.2.6): the current invitation again. */
export function resend(room: ExistingRoom, { by, at, seed }: Resend): Decision {
  const role = roleOf(room, by);
  if (role === null) return refuse('not-participant');
  if (room.status === 'cancelled') return refuse('room-cancelled');
  return resentTo(room, role, at, seed, 'refresh');
}

/** The current REQUEST once more to one attendee: same SEQUENCE, fresh DTSTAMP, at most once an hour. */
export function resentTo(
  room: Exclude<ExistingRoom, { status: 'cancelled' }>,
  role: Role,
  at: Instant,
  seed: string,
  why: string,
): Decision {
  const attendee = participantOf(room, role);
  if (attendee === null || attendee.lastMajorSequence === null) return refuse('not-participant');
  if (attendee.lastResentAt !== null && millisOf(at) - millisOf(attendee.lastResentAt) < RESEND_EVERY_MILLIS) return unchanged;
  const told = withNextStamp(
    withParticipant(room, role, (participant) => ({ ...participant, lastResentAt: at })),
    at,
  );
  return change(told, [calendarMail('current', told, role, seed, { cause: `${why}-${told.stamp}` })]);
}

/**
 * One mail that changes nothing in the room, within limits; beyond them nothing is sent, which is no error. About a session
 * that is off or over there is nothing left to do, so no mail says how.
 */
export function notify(room: ExistingRoom, command: Notify): Decision {
  const { to, email, notice, cause, at, seed } = command;
  if (participantOf(room, to)?.email !== email) return refuse('not-participant');
  if (room.status === 'cancelled') return refuse('room-cancelled');
  if (notice.kind === 'confirm-reply') return ask(room, command, notice.reply);
  if (room.notices.some((sent) => sent.kind === notice.kind && sent.to === to && sent.cause === cause)) return unchanged;
  if (isOverNoticeLimit(room, notice.kind, to, at)) return unchanged;
  const told = withNextStamp({ ...room, notices: addNotice(room, { kind: notice.kind, to, at, cause }) }, at);
  const proposal = undecided(room, notice, to, at);
  return change(told, [noticeMail(notice.kind, told, to, seed, { cause, notice, ...(proposal && { proposal }) })]);
}

/** What a fresh link lets its holder decide, while there is something to decide; after that it leads to the form. */
const undecided = (room: ExistingRoom, notice: Notice, to: Role, at: Instant): Proposal | undefined =>
  notice.kind === 'fresh-link'
    ? room.proposals.find((proposal) => proposal.id === notice.proposalId && proposal.by !== to && statusAt(proposal, at) === 'pending')
    : undefined;
