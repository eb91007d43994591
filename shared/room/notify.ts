import { instantAt, millisOf, type Instant } from '../time/instant.ts';
import type { Role } from '../words/roles.ts';
import { roleOf } from './actor.ts';
import { addToHistory, withNextStamp, withParticipant } from './changes.ts';
import type { Notify, RecordFailedMail, Resend } from './command.ts';
import type { Notice } from './notice.ts';
import { change, refuse, unchanged, type Decision } from './decision.ts';
import { calendarMail, noticeMail } from './compose-owed-mail.ts';
import { firstNameOf } from '../words/names.ts';
import { statusAt, type Proposal } from './proposal.ts';
import { ask } from './questions.ts';
import { participantOf, type ExistingRoom, type SentNotice } from './room.ts';

const HOUR = 3_600_000;
const RESEND_EVERY = HOUR;

/** Limits against being made to write mail: per attendee within the window, and per room in all. */
const LIMITS: Record<
  Exclude<Notice['kind'], 'confirm-reply'>,
  { readonly perAttendee: number; readonly windowMillis: number; readonly perRoom: number }
> = {
  'reply-unreadable': { perAttendee: 1, windowMillis: HOUR, perRoom: 20 },
  'proposal-impossible': { perAttendee: 3, windowMillis: HOUR, perRoom: 20 },
  'fresh-link': { perAttendee: 3, windowMillis: HOUR, perRoom: 20 },
};

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
  if (attendee.lastResentAt !== null && millisOf(at) - millisOf(attendee.lastResentAt) < RESEND_EVERY) return unchanged;
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
  if (isOverLimit(room.notices, notice.kind, to, at)) return unchanged;
  const told = withNextStamp({ ...room, notices: addNotice(room, { kind: notice.kind, to, at, cause }) }, at);
  const proposal = undecided(room, notice, to, at);
  return change(told, [noticeMail(notice.kind, told, to, seed, { cause, notice, ...(proposal && { proposal }) })]);
}

/** What a fresh link lets its holder decide, while there is something to decide; after that it leads to the form. */
const undecided = (room: ExistingRoom, notice: Notice, to: Role, at: Instant): Proposal | undefined =>
  notice.kind === 'fresh-link'
    ? room.proposals.find((proposal) => proposal.id === notice.proposalId && proposal.by !== to && statusAt(proposal, at) === 'pending')
    : undefined;

/** Mail that did not arrive: it is in the timeline, once per person and SEQUENCE. */
export function recordFailedMail(room: ExistingRoom, { at, to, email, event }: RecordFailedMail): Decision {
  const person = participantOf(room, to);
  const name = person?.email === email ? firstNameOf(person) : null;
  const { sequence, history } = room;
  const isKnown = history.some((entry) => entry.event === event && entry.name === name && entry.sequence === sequence);
  if (isKnown) return unchanged;
  return change(addToHistory(room, { at, event, by: 'system', name, sequence, startUtc: null, durationMinutes: null }));
}

/** As many as are ever allowed: forgetting one sooner would allow another. Those of questions have their own end. */
const NOTICES_KEPT = Object.values(LIMITS).reduce((sum, { perRoom }) => sum + perRoom, 0);

function addNotice(room: ExistingRoom, notice: SentNotice): readonly SentNotice[] {
  const questions = room.notices.filter(({ kind }) => kind === 'confirm-reply');
  const others = room.notices.filter(({ kind }) => kind !== 'confirm-reply');
  return [...questions, ...[...others, notice].slice(-NOTICES_KEPT)];
}

function isOverLimit(notices: readonly SentNotice[], kind: keyof typeof LIMITS, to: Role, at: Instant): boolean {
  const { perAttendee, windowMillis, perRoom } = LIMITS[kind];
  const since = instantAt(millisOf(at) - windowMillis);
  const ofKind = notices.filter((notice) => notice.kind === kind);
  return ofKind.length >= perRoom || ofKind.filter((notice) => notice.to === to && notice.at > since).length >= perAttendee;
}
