import * as z from 'zod/mini';
import type { ConfirmableReply } from '../../../shared/room/attendee-reply.ts';
import type { HistoryEntry } from '../../../shared/room/history.ts';
import type { OwedAudit } from '../../../shared/room/owed-audit.ts';
import type { OwedMail } from '../../../shared/room/owed-mail.ts';
import type { Proposal } from '../../../shared/room/proposal.ts';
import type { ExistingRoom, FormerGuest, Participant, RecentChange, SentNotice } from '../../../shared/room/room.ts';
import { instantAt, millisOf, type Instant } from '../../../shared/time/instant.ts';
import type { DurationMinutes } from '../../../shared/words/durations.ts';
import { HISTORY_EVENTS } from '../../../shared/words/history-events.ts';
import type { ProposalId, RoomId, Uid } from '../../../shared/words/ids.ts';
import { PARTSTATS } from '../../../shared/words/itip.ts';
import { NOTICE_KINDS } from '../../../shared/words/mail-kinds.ts';
import { OTHER } from '../../../shared/words/other.ts';
import { PROPOSAL_CHANNELS, PROPOSAL_STATUSES } from '../../../shared/words/proposal-words.ts';
import { ROOM_STATUSES } from '../../../shared/words/room-statuses.ts';
import { ROLES } from '../../../shared/words/roles.ts';
import { ROOMS } from '../../../shared/words/table-names.ts';
import { parseOwedAudit } from '../audit/owed-audit-item.ts';
import type { Log } from '../log.ts';
import { parseOwedMail } from '../mail/owed-mail-item.ts';
import { email, instant } from '../stored-values.ts';
import { confirmableReply } from './confirmable-reply.ts';

/*
 * From a row of `practice_rooms` to a room; the way back is write-room-row.ts.
 *
 * Attribute names are the column names of the relational schema that came before, so that its rows import as they are. What those
 * rows lack, or hold as null, has a default here. A newer version of this code may have written the row: words and attributes that
 * are unknown here do no harm, an element of a list that nobody here can read is left out, and all of it stays in the row.
 */

const LEGACY_DURATION_MINUTES = 60;
// Older rows do not say when they were made. It was before everything that happened in them.
const LONG_AGO = instantAt(0);

// What the schema says is shown to operators, so it never quotes the value.
function refuse(context: { readonly issues: object[] }, message: string): never {
  context.issues.push({ code: 'custom', message, input: '' });
  return z.NEVER;
}

const orNull = <S extends z.core.$ZodType>(schema: S) => z._default(z.nullable(schema), null);

const wordOf = <const Words extends readonly string[], const Else extends string>(words: Words, unknown: Else) =>
  z.pipe(
    z.string(),
    z.transform((word): Words[number] | Else => words.find((known) => known === word) ?? unknown),
  );
const partstat = wordOf(PARTSTATS, 'NEEDS-ACTION');
const role = z.enum(ROLES);
// A length that a newer version allows is kept: arithmetic goes on with it. A new decision can only choose one of ours.
const minutes = z.pipe(
  z.int().check(z.positive(), z.maximum(24 * 60)),
  z.transform((count) => count as DurationMinutes),
);

// A question of a newer version cannot be asked here. That makes nothing else unreadable.
const question = z.pipe(
  z.unknown(),
  z.transform((raw): ConfirmableReply | null => z.safeParse(confirmableReply, raw).data ?? null),
);

const participant = z.object({
  sub: z.string(),
  email,
  name: z._default(z.string(), ''),
  given_name: orNull(z.string()),
  time_zone: z._default(z.string(), 'UTC'),
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

const formerGuest = z.pipe(
  z.object({
    sub: z.string(),
    email,
    name: z._default(z.string(), ''),
    given_name: orNull(z.string()),
    time_zone: z._default(z.string(), 'UTC'),
    left_at: instant,
    cancelled_again_at: orNull(instant),
  }),
  z.transform(({ sub, email: address, name, given_name, time_zone, left_at, cancelled_again_at }): FormerGuest => {
    return { sub, email: address, name, givenName: given_name, timeZone: time_zone, leftAt: left_at, cancelledAgainAt: cancelled_again_at };
  }),
);

const proposal = z.pipe(
  z.object({
    id: z.string(),
    proposed_by: role,
    proposer_email: email,
    proposed_start_utc: instant,
    proposed_end_utc: instant,
    note: z._default(z.string(), ''),
    status: wordOf(PROPOSAL_STATUSES, OTHER),
    created_at: instant,
    expires_at: instant,
    approved_by: orNull(role),
    decision_at: orNull(instant),
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
      note: p.note,
      status: p.status,
      createdAt: p.created_at,
      expiresAt: p.expires_at,
      approvedBy: p.approved_by,
      decisionAt: p.decision_at,
      via: p.via,
      counter: p.counter && { sequence: p.counter.sequence, understandsDeclineCounter: p.counter.understands_declinecounter },
    };
  }),
);

const historyEntry = z.pipe(
  z.object({
    at: instant,
    event: wordOf(HISTORY_EVENTS, OTHER),
    by: wordOf([...ROLES, 'system'], 'system'),
    name: orNull(z.string()),
    sequence: z.number(),
    start_utc: orNull(instant),
    duration_minutes: orNull(minutes),
    note: z._default(z.string(), ''),
  }),
  z.transform(({ at, event, by, name, sequence, start_utc, duration_minutes, note }): HistoryEntry => {
    return { at, event, by, name, sequence, startUtc: start_utc, durationMinutes: duration_minutes, note };
  }),
);

const notice = z.object({ kind: wordOf(NOTICE_KINDS, OTHER), to: role, at: instant, cause: z._default(z.string(), '') });

const recentChange = z.object({ event: wordOf(['booked', 'rescheduled'], OTHER), at: instant });

const roomRow = z.object({
  id: z.uuid(),
  version: z._default(z.number(), 0),
  ics_uid: z.string(),
  ics_sequence: z._default(z.number(), 0),
  last_dtstamp: orNull(instant),
  status: z.enum(ROOM_STATUSES),
  start_utc: orNull(instant),
  datetime_utc: orNull(instant),
  duration_minutes: z._default(minutes, LEGACY_DURATION_MINUTES),
  host: participant,
  guest: orNull(participant),
  proposals: z._default(z.array(z.unknown()), []),
  former_guests: z._default(z.array(z.unknown()), []),
  notices: z._default(z.array(z.unknown()), []),
  recent_changes: z._default(z.array(z.unknown()), []),
  history: z._default(z.array(z.unknown()), []),
  created_at: orNull(instant),
  updated_at: orNull(instant),
});
type RoomRow = z.output<typeof roomRow>;

const owingRow = z.object({ outbox: orNull(z.record(z.string(), z.unknown())), owing_since: orNull(instant) });

export interface ParsedRoom {
  readonly room: ExistingRoom;
  readonly version: number;
  /** Owed mail by its key, in the order in which it was decided; null if the row has no outbox yet. */
  readonly outbox: ReadonlyMap<string, OwedMail> | null;
  /** Records that are owed to the audit trail, by their key, in the order of their decisions. */
  readonly audits: ReadonlyMap<string, OwedAudit>;
  /** Keys of entries that this version cannot read. They stay, because a newer version may have written them. */
  readonly unreadableMail: readonly string[];
  /** When the sweeper looks at the room next; null while it owes nothing. */
  readonly owingSince: Instant | null;
  /** The row itself: what this version does not know of it is written back as it was. */
  readonly row: RawRow;
  /** What is wrong with elements of its lists that are not in the room. */
  readonly leftOut: readonly FieldProblem[];
}

/** A row that breaks the schema. It names the fields and never quotes them: they hold addresses. */
export class UnreadableRow extends Error {
  readonly roomId: string;
  readonly problems: readonly FieldProblem[];

  constructor(roomId: string, problems: readonly FieldProblem[]) {
    super(`Room ${roomId} cannot be read: ${problems.map(({ field }) => field).join(', ')}`);
    this.name = 'UnreadableRow';
    this.roomId = roomId;
    this.problems = problems;
  }
}

export interface FieldProblem {
  /** A path, e.g. `history.3.at`. */
  readonly field: string;
  readonly reason: string;
}

/** What `read` gives; undefined when it meets an unreadable row, which is then logged and counted. */
export function readOrReport<T>(log: Log, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnreadableRow)) throw error;
    reportUnreadable(log, error);
    return undefined;
  }
}

export function reportUnreadable(log: Log, { roomId, problems }: UnreadableRow): void {
  log.warn('room.unreadable', { roomId, fields: [...new Set(problems.map(({ field }) => field))].join(' ') });
  log.count('RoomsUnreadable');
}

/** Throws `UnreadableRow` where nobody may guess. Elements of lists that nobody here can read are left out, logged and counted. */
export function parseRoomRow(row: RawRow, log: Log): ParsedRoom {
  const item = parse(roomRow, withoutNulls(row));
  const startUtc = item.start_utc ?? item.datetime_utc;
  if (!startUtc) throw new UnreadableRow(item.id, [{ field: 'start_utc', reason: 'missing, and datetime_utc too' }]);
  const { outbox, owing_since } = parse(owingRow, row);
  const leftOut: FieldProblem[] = [];
  const lists = {
    proposals: elementsOf(item, 'proposals', proposal, leftOut),
    formerGuests: elementsOf(item, 'former_guests', formerGuest, leftOut),
    notices: elementsOf(item, 'notices', notice, leftOut),
    recentChanges: elementsOf(item, 'recent_changes', recentChange, leftOut),
    history: elementsOf(item, 'history', historyEntry, leftOut),
  };
  if (leftOut.length > 0) reportUnreadable(log, new UnreadableRow(item.id, leftOut));
  return { room: roomOf(item, startUtc, lists), version: item.version, owingSince: owing_since, ...outboxOf(outbox), row, leftOut };
}

type Lists = Pick<ExistingRoom, 'proposals' | 'formerGuests' | 'notices' | 'recentChanges' | 'history'>;
type ListAttribute = 'proposals' | 'former_guests' | 'notices' | 'recent_changes' | 'history';

function elementsOf<S extends z.core.$ZodType>(
  item: RoomRow,
  list: ListAttribute,
  schema: S,
  leftOut: FieldProblem[],
): readonly z.output<S>[] {
  return item[list].flatMap((raw, n) => {
    const result = z.safeParse(schema, withoutNulls(raw));
    if (result.success) return [result.data];
    leftOut.push(...problemsOf(result.error, [list, n]));
    return [];
  });
}

const problemsOf = ({ issues }: z.core.$ZodError, within: readonly PropertyKey[] = []): readonly FieldProblem[] =>
  issues.map(({ path, message }) => ({ field: [...within, ...path].join('.'), reason: message }));

/** A participant's attributes as this version reads them; undefined when there is no participant. */
export const readParticipant = (raw: unknown): z.output<typeof participant> | undefined => z.safeParse(participant, withoutNulls(raw)).data;

/** An element of a row's list; undefined when nobody here can read it. */
export const readProposal = (raw: unknown): Proposal | undefined => z.safeParse(proposal, withoutNulls(raw)).data;
export const readFormerGuest = (raw: unknown): FormerGuest | undefined => z.safeParse(formerGuest, withoutNulls(raw)).data;
export const readHistoryEntry = (raw: unknown): HistoryEntry | undefined => z.safeParse(historyEntry, withoutNulls(raw)).data;
export const readRecentChange = (raw: unknown): RecentChange | undefined => z.safeParse(recentChange, withoutNulls(raw)).data;
export const readNotice = (raw: unknown): SentNotice | undefined => z.safeParse(notice, withoutNulls(raw)).data;

function parse<S extends z.core.$ZodType>(schema: S, raw: unknown): z.output<S> {
  const result = z.safeParse(schema, raw);
  if (result.success) return result.data;
  throw new UnreadableRow(idOf(raw), problemsOf(result.error));
}

/** A missing attribute and one that is null are the same: SQL exports nulls. */
function withoutNulls(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return stored;
  const attributes = Object.entries(stored).filter(([, value]) => value !== null);
  return Object.fromEntries(attributes.map(([name, value]) => [name, withoutNulls(value)]));
}

const keyed = z.looseObject({ [ROOMS.key]: z.string() });

const idOf = (raw: unknown): string => z.safeParse(keyed, raw).data?.[ROOMS.key] ?? 'without an id';

/** What DynamoDB gives, before it is parsed. */
export type RawRow = Readonly<Record<string, unknown>>;

/** The keys that a row has in an index by start. Indexes hold no row without them. */
export const rowKeyOf = (row: RawRow): RowKey => ({ startUtc: row['start_utc'] as Instant, id: row[ROOMS.key] as RoomId });

interface RowKey {
  readonly startUtc: Instant;
  readonly id: RoomId;
}

/** All that the list of open rooms shows of one. It is kept in the one attribute `listing`. */
export interface OpenRow extends RowKey {
  readonly durationMinutes: DurationMinutes;
  readonly sequence: number;
  readonly host: Pick<Participant, 'sub' | 'name' | 'givenName' | 'partstat'>;
}

export const openRowOf = ({
  id,
  startUtc,
  durationMinutes,
  sequence,
  host: { sub, name, givenName = null, partstat },
}: OpenRow): OpenRow => ({
  id,
  startUtc,
  durationMinutes,
  sequence,
  host: { sub, name, givenName, partstat },
});

const openRow = z.object({
  id: z.string(),
  start_utc: instant,
  listing: z.object({
    duration_minutes: minutes,
    ics_sequence: z.number(),
    host: z.object({ sub: z.string(), name: z.string(), given_name: orNull(z.string()), partstat }),
  }),
});

/** A row of the index of open rooms. Throws `UnreadableRow`. */
export function parseOpenRow(raw: unknown): OpenRow {
  const { id, start_utc, listing } = parse(openRow, raw);
  const {
    duration_minutes,
    ics_sequence,
    host: { given_name, ...host },
  } = listing;
  const named = { ...host, givenName: given_name };
  return { id: id as RoomId, startUtc: start_utc, durationMinutes: duration_minutes, sequence: ics_sequence, host: named };
}

function roomOf(item: RoomRow, startUtc: Instant, lists: Lists): ExistingRoom {
  const sequence = item.ics_sequence;
  const createdAt = item.created_at ?? LONG_AGO;
  const isInvited = item.guest !== null;
  const before = { createdAt, lastMail: item.last_dtstamp };
  const session = {
    id: item.id as RoomId,
    uid: item.ics_uid as Uid,
    sequence,
    stamp: item.last_dtstamp,
    startUtc,
    durationMinutes: item.duration_minutes,
    host: participantOf(item.host, { ...before, invitedAt: isInvited ? sequence : null }),
    ...lists,
    createdAt,
    updatedAt: item.updated_at ?? createdAt,
  };
  const guest = item.guest && participantOf(item.guest, { ...before, invitedAt: sequence });
  if (item.status === 'cancelled') return { ...session, status: 'cancelled', guest };
  if (item.status === 'open') return { ...session, status: 'open' };
  if (guest === null) throw new UnreadableRow(item.id, [{ field: 'guest', reason: 'missing in a room that is booked' }]);
  return { ...session, status: 'booked', guest };
}

/** What older rows say for the whole room, and newer ones for each person. */
interface Before {
  readonly createdAt: Instant;
  readonly lastMail: Instant | null;
  readonly invitedAt: number | null;
}

// Rows from before SEQUENCE was kept: the guest of that time holds an invitation at the room's SEQUENCE.
const participantOf = (p: z.output<typeof participant>, { lastMail, createdAt, invitedAt }: Before): Participant => ({
  sub: p.sub,
  email: p.email,
  name: p.name,
  givenName: p.given_name,
  timeZone: p.time_zone,
  partstat: p.partstat,
  lastReply: lastReplyOf(p),
  lastMajorSequence: p.last_major_sequence ?? invitedAt,
  lastResentAt: p.last_resent_at,
  // Older rows hold only the DTSTAMP of the last mail to either of the two.
  lastMailedAt: p.last_mailed_at ?? (p.last_major_sequence === null ? null : lastMail),
  question: p.question,
  joinedAt: p.joined_at ?? createdAt,
});

const lastReplyOf = (p: z.output<typeof participant>): Participant['lastReply'] =>
  p.last_reply_sequence === null
    ? null
    : {
        sequence: p.last_reply_sequence,
        dtstamp: p.last_reply_dtstamp,
        receivedAt: p.last_reply_received_at,
        answer: p.last_reply_answer,
      };

function outboxOf(entries: Readonly<Record<string, unknown>> | null): Pick<ParsedRoom, 'outbox' | 'audits' | 'unreadableMail'> {
  if (!entries) return { outbox: null, audits: new Map(), unreadableMail: [] };
  const inOrder = Object.entries(entries).toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  const parsed = inOrder.map(([key, raw]) => ({ key, audit: parseOwedAudit(raw), mail: parseOwedMail(raw) }));
  return {
    outbox: new Map(parsed.flatMap(({ key, mail }) => (mail ? [[key, mail]] : []))),
    audits: new Map(parsed.flatMap(({ key, audit }) => (audit ? [[key, audit]] : []))),
    unreadableMail: parsed.flatMap(({ key, mail, audit }) => (mail || audit ? [] : [key])),
  };
}
