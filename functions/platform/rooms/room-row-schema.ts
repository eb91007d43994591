import * as z from 'zod/mini';
import type { ConfirmableReply } from '../../../shared/room/attendee-reply.ts';
import { NOT_ASKED_YET, type Afterwards, type AnswerOfOne } from '../../../shared/room/afterwards.ts';
import type { HistoryEntry } from '../../../shared/room/history.ts';
import { NO_INTRODUCTION, type Introduction } from '../../../shared/room/introduction.ts';
import type { Proposal, ProposedSlot } from '../../../shared/room/proposal.ts';
import { RECENT_CHANGES, type FormerGuest, type RecentChange, type SentNotice } from '../../../shared/room/room.ts';
import { millisOf } from '../../../shared/time/instant.ts';
import { ATTENDANCES, USEFULNESS } from '../../../shared/words/afterwards-words.ts';
import type { DurationMinutes } from '../../../shared/words/durations.ts';
import { HISTORY_EVENTS } from '../../../shared/words/history-events.ts';
import type { ProposalId } from '../../../shared/words/ids.ts';
import { PARTSTATS } from '../../../shared/words/itip.ts';
import { NOTICE_KINDS } from '../../../shared/words/mail-kinds.ts';
import { OTHER } from '../../../shared/words/other.ts';
import { PROPOSAL_CHANNELS, PROPOSAL_STATUSES } from '../../../shared/words/proposal-words.ts';
import { ROOM_STATUSES } from '../../../shared/words/room-statuses.ts';
import { ROLES } from '../../../shared/words/roles.ts';
import { email, instant, language, venueUrl } from '../stored-values.ts';
import { confirmableReply } from './confirmable-reply.ts';

/*
 * What a row of `practice_rooms` holds.
 *
 * Attribute names are the column names of the relational schema that came before, so that its rows import as they are. What those
 * rows lack, or hold as null, has a default here. A newer version of this code may have written the row: words and attributes that
 * are unknown here do no harm, an element of a list that nobody here can read is left out, and all of it stays in the row.
 */

const LEGACY_DURATION_MINUTES = 60;
// What the schema says is shown to operators, so it never quotes the value.
function refuse(context: { readonly issues: object[] }, message: string): never {
  context.issues.push({ code: 'custom', message, input: '' });
  return z.NEVER;
}

export const orNull = <S extends z.core.$ZodType>(schema: S) => z._default(z.nullable(schema), null);

const wordOf = <const Words extends readonly string[], const Else extends string>(words: Words, unknown: Else) =>
  z.pipe(
    z.string(),
    z.transform((word): Words[number] | Else => words.find((known) => known === word) ?? unknown),
  );
export const partstat = wordOf(PARTSTATS, 'NEEDS-ACTION');
const role = z.enum(ROLES);
// A length that a newer version allows is kept: arithmetic goes on with it. A new decision can only choose one of ours.
export const minutes = z.pipe(
  z.int().check(z.positive(), z.maximum(24 * 60)),
  z.transform((count) => count as DurationMinutes),
);

// A question of a newer version cannot be asked here. That makes nothing else unreadable.
const question = z.pipe(
  z.unknown(),
  z.transform((raw): ConfirmableReply | null => z.safeParse(confirmableReply, raw).data ?? null),
);

export const participant = z.object({
  sub: z.string(),
  email,
  name: z._default(z.string(), ''),
  given_name: orNull(z.string()),
  time_zone: z._default(z.string(), 'UTC'),
  language: z._default(language, null),
  partstat: z._default(partstat, 'NEEDS-ACTION'),
  last_reply_sequence: orNull(z.number()),
  last_reply_dtstamp: orNull(instant),
  last_reply_received_at: orNull(instant),
  last_reply_answer: orNull(z.string()),
  last_major_sequence: orNull(z.number()),
  last_resent_at: orNull(instant),
  last_mailed_at: orNull(instant),
  question: z._default(question, null),
  joined_at: orNull(instant),
});

const undoable = z.object({
  by: role,
  event: z.enum(['cancelled', 'left']),
  at: instant,
  until: instant,
  seed: z.string(),
  sequence: z.number(),
  guest: orNull(participant),
  host_mailed_at: orNull(instant),
});
const introductionColumns = z.object({
  asked_by: z._default(z.array(role), []),
  introduced_at: orNull(instant),
});
/** What a newer version wrote otherwise is nothing that anybody agreed to here. */
const introduction = z.pipe(
  z.unknown(),
  z.transform((raw): Introduction => {
    const { data } = z.safeParse(introductionColumns, raw ?? {});
    return data ? { askedBy: data.asked_by, introducedAt: data.introduced_at } : NO_INTRODUCTION;
  }),
);

const answerOfOne = z.object({
  attendance: z.enum(ATTENDANCES),
  useful: orNull(z.literal(USEFULNESS)),
  again: z._default(z.boolean(), false),
});
const afterwardsColumns = z.object({
  is_asked: z._default(z.boolean(), false),
  is_settled: z._default(z.boolean(), false),
  host: z.optional(z.unknown()),
  guest: z.optional(z.unknown()),
});
/** An answer that a newer version wrote otherwise is one: nobody missed the session because it cannot be read here. */
const UNKNOWN_ANSWER: AnswerOfOne = { attendance: 'agreed-otherwise', useful: null, again: false };
const readAnswer = (raw: unknown): AnswerOfOne => z.safeParse(answerOfOne, raw).data ?? UNKNOWN_ANSWER;
const afterwards = z.pipe(
  z.unknown(),
  z.transform((raw): Afterwards => {
    const { data } = z.safeParse(afterwardsColumns, raw ?? {});
    if (!data) return { ...NOT_ASKED_YET, isAsked: true, isSettled: true };
    const { host, guest, is_asked: isAsked, is_settled: isSettled } = data;
    const answers = { ...(host !== undefined && { host: readAnswer(host) }), ...(guest !== undefined && { guest: readAnswer(guest) }) };
    return { isAsked, isSettled, answers };
  }),
);

/** Who was to book the room alone. What nobody here can read hides it from everyone, so it is refused as a whole. */
const reservation = z.object({
  sub: z.string(),
  email,
  name: z._default(z.string(), ''),
  given_name: orNull(z.string()),
  time_zone: z._default(z.string(), 'UTC'),
  language: z._default(language, null),
  until: instant,
  then_for_everyone: z._default(z.boolean(), false),
});

/** What an older or a newer version cannot read cannot be taken back. */
const undo = z.pipe(
  z.unknown(),
  z.transform((raw): z.output<typeof undoable> | null => z.safeParse(undoable, raw).data ?? null),
);

export const formerGuest = z.pipe(
  z.object({
    sub: z.string(),
    email,
    name: z._default(z.string(), ''),
    given_name: orNull(z.string()),
    time_zone: z._default(z.string(), 'UTC'),
    language: z._default(language, null),
    left_at: instant,
    cancelled_again_at: orNull(instant),
  }),
  z.transform(({ sub, email: address, name, given_name, time_zone, language: reads, left_at, cancelled_again_at }): FormerGuest => {
    return {
      sub,
      email: address,
      name,
      givenName: given_name,
      timeZone: time_zone,
      language: reads,
      leftAt: left_at,
      cancelledAgainAt: cancelled_again_at,
    };
  }),
);

// A slot that nobody here can read is left out: the others may still be approved.
const slots = z.pipe(
  z.array(z.unknown()),
  z.transform((stored): ProposedSlot[] =>
    stored.flatMap((raw) => {
      const { data } = z.safeParse(z.object({ start_utc: instant, end_utc: instant }), raw);
      const length = data && z.safeParse(minutes, (millisOf(data.end_utc) - millisOf(data.start_utc)) / 60_000).data;
      return data && length ? [{ startUtc: data.start_utc, durationMinutes: length }] : [];
    }),
  ),
);

export const proposal = z.pipe(
  z.object({
    id: z.string(),
    proposed_by: role,
    proposer_email: email,
    proposed_start_utc: instant,
    proposed_end_utc: instant,
    alternatives: z._default(slots, []),
    note: z._default(z.string(), ''),
    status: wordOf(PROPOSAL_STATUSES, OTHER),
    created_at: instant,
    expires_at: instant,
    approved_by: orNull(role),
    decision_at: orNull(instant),
    nudged_at: orNull(instant),
    via: z._default(wordOf(PROPOSAL_CHANNELS, OTHER), 'form'),
    counter: orNull(z.object({ sequence: z.number(), understands_declinecounter: z.boolean() })),
  }),
  z.transform((p, context): Proposal => {
    const length = z.safeParse(minutes, (millisOf(p.proposed_end_utc) - millisOf(p.proposed_start_utc)) / 60_000);
    if (!length.success) return refuse(context, 'no possible length');
    return {
      id: p.id as ProposalId,
      by: p.proposed_by,
      proposerEmail: p.proposer_email,
      startUtc: p.proposed_start_utc,
      durationMinutes: length.data,
      ...(p.alternatives.length > 0 && { alternatives: p.alternatives }),
      note: p.note,
      status: p.status,
      createdAt: p.created_at,
      expiresAt: p.expires_at,
      approvedBy: p.approved_by,
      decisionAt: p.decision_at,
      ...(p.nudged_at && { nudgedAt: p.nudged_at }),
      via: p.via,
      counter: p.counter && { sequence: p.counter.sequence, understandsDeclineCounter: p.counter.understands_declinecounter },
    };
  }),
);

export const historyEntry = z.pipe(
  z.object({
    at: instant,
    event: wordOf(HISTORY_EVENTS, OTHER),
    by: wordOf([...ROLES, 'system'], 'system'),
    name: orNull(z.string()),
    sequence: z.number(),
    start_utc: orNull(instant),
    duration_minutes: orNull(minutes),
    alternatives: z._default(slots, []),
    note: z._default(z.string(), ''),
  }),
  z.transform(({ at, event, by, name, sequence, start_utc, duration_minutes, alternatives, note }): HistoryEntry => {
    const times = { startUtc: start_utc, durationMinutes: duration_minutes, ...(alternatives.length > 0 && { alternatives }) };
    return { at, event, by, name, sequence, ...times, note };
  }),
);

export const notice = z.object({ kind: wordOf(NOTICE_KINDS, OTHER), to: role, at: instant, cause: z._default(z.string(), '') });

export const recentChange = z.object({ event: wordOf(RECENT_CHANGES, OTHER), at: instant });

export const roomRow = z.object({
  id: z.uuid(),
  version: z._default(z.number(), 0),
  ics_uid: z.string(),
  ics_sequence: z._default(z.number(), 0),
  last_dtstamp: orNull(instant),
  status: z.enum(ROOM_STATUSES),
  start_utc: orNull(instant),
  datetime_utc: orNull(instant),
  duration_minutes: z._default(minutes, LEGACY_DURATION_MINUTES),
  topic: orNull(z.string()),
  exam: orNull(z.string()),
  line: z._default(z.string(), ''),
  host: participant,
  guest: orNull(participant),
  meeting_url: orNull(venueUrl),
  proposals: z._default(z.array(z.unknown()), []),
  former_guests: z._default(z.array(z.unknown()), []),
  notices: z._default(z.array(z.unknown()), []),
  recent_changes: z._default(z.array(z.unknown()), []),
  history: z._default(z.array(z.unknown()), []),
  introduction: z._default(introduction, NO_INTRODUCTION),
  reserved_for: orNull(reservation),
  undo: z._default(undo, null),
  reminded_until: orNull(instant),
  afterwards: z._default(afterwards, NOT_ASKED_YET),
  created_at: orNull(instant),
  updated_at: orNull(instant),
});
export type RoomRow = z.output<typeof roomRow>;

export const owingRow = z.object({ outbox: orNull(z.record(z.string(), z.unknown())), owing_since: orNull(instant) });

/** A participant's attributes as this version reads them; undefined when there is no participant. */
export const readParticipant = (raw: unknown): z.output<typeof participant> | undefined => z.safeParse(participant, withoutNulls(raw)).data;

/** An element of a row's list; undefined when nobody here can read it. */
export const readProposal = (raw: unknown): Proposal | undefined => z.safeParse(proposal, withoutNulls(raw)).data;
export const readFormerGuest = (raw: unknown): FormerGuest | undefined => z.safeParse(formerGuest, withoutNulls(raw)).data;
export const readHistoryEntry = (raw: unknown): HistoryEntry | undefined => z.safeParse(historyEntry, withoutNulls(raw)).data;
export const readRecentChange = (raw: unknown): RecentChange | undefined => z.safeParse(recentChange, withoutNulls(raw)).data;
export const readNotice = (raw: unknown): SentNotice | undefined => z.safeParse(notice, withoutNulls(raw)).data;

/** A missing attribute and one that is null are the same: SQL exports nulls. */
export function withoutNulls(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return stored;
  const attributes = Object.entries(stored).filter(([, value]) => value !== null);
  return Object.fromEntries(attributes.map(([name, value]) => [name, withoutNulls(value)]));
}
