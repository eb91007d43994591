import * as z from 'zod/mini';
import type { HistoryEntry } from '../../../shared/room/history.ts';
import type { OwedMail } from '../../../shared/room/owed-mail.ts';
import type { Proposal } from '../../../shared/room/proposal.ts';
import type { ExistingRoom, Participant } from '../../../shared/room/room.ts';
import { millisOf, parseInstant, type Instant } from '../../../shared/time/instant.ts';
import { DURATIONS, isDuration, type DurationMinutes } from '../../../shared/words/durations.ts';
import { parseEmailAddress, type EmailAddress } from '../../../shared/words/email-address.ts';
import { HISTORY_EVENTS } from '../../../shared/words/history-events.ts';
import type { ProposalId, RoomId, Uid } from '../../../shared/words/ids.ts';
import { PARTSTATS } from '../../../shared/words/itip.ts';
import { NOTICE_KINDS } from '../../../shared/words/mail-kinds.ts';
import { PROPOSAL_CHANNELS, PROPOSAL_STATUSES } from '../../../shared/words/proposal-words.ts';
import { ROLES } from '../../../shared/words/roles.ts';
import { ROOMS } from '../../../shared/words/tables.ts';
import type { Log } from '../log.ts';

/*
 * From a row of `practice_rooms` to a room; the way back is write-room-row.ts. Attribute names are the column names of the relational schema that came
 * before, so that its rows import as they are; what those rows lack has a default here.
 */

const LEGACY_DURATION_MINUTES = 60;

const instant = z.pipe(
  z.string(),
  z.transform((text, context): Instant => {
    const parsed = parseStoredInstant(text);
    if (parsed) return parsed;
    context.issues.push({ code: 'custom', message: 'not a date and time', input: text });
    return z.NEVER;
  }),
);

/** Ours are written by `toISOString`, with milliseconds; older rows hold `2025-01-07 18:30:00`, in UTC, with or without a zone. */
function parseStoredInstant(text: string): Instant | undefined {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) return text as Instant;
  const zoned = /(Z|[+-]\d\d(:?\d\d)?)$/i.test(text) && text.length > 10 ? text : `${text}Z`;
  return parseInstant(zoned.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
}

const email = z.pipe(
  z.string(),
  z.transform((text, context): EmailAddress => {
    const parsed = parseEmailAddress(text);
    if (parsed) return parsed;
    context.issues.push({ code: 'custom', message: 'not an e-mail address', input: '' });
    return z.NEVER;
  }),
);
const duration = z.pipe(
  z.transform((value) => value ?? undefined),
  z._default(z.literal(DURATIONS), LEGACY_DURATION_MINUTES),
);
const role = z.enum(ROLES);
const partstat = z.enum(PARTSTATS);
const orNull = <T extends z.core.$ZodType>(schema: T) => z._default(z.nullable(schema), null);

const participant = z.object({
  sub: z.string(),
  email,
  name: z._default(z.string(), ''),
  given_name: orNull(z.string()),
  time_zone: z._default(z.string(), 'UTC'),
  partstat: z._default(partstat, 'NEEDS-ACTION'),
  last_reply_sequence: orNull(z.number()),
  last_reply_dtstamp: orNull(instant),
  last_major_sequence: orNull(z.number()),
  last_resent_at: orNull(instant),
  joined_at: orNull(instant),
});

const proposal = z.object({
  id: z.string(),
  proposed_by: role,
  proposer_email: email,
  proposed_start_utc: instant,
  proposed_end_utc: instant,
  note: z._default(z.string(), ''),
  status: z.enum(PROPOSAL_STATUSES),
  created_at: instant,
  expires_at: instant,
  approved_by: orNull(role),
  decision_at: orNull(instant),
  via: z._default(z.enum(PROPOSAL_CHANNELS), 'form'),
  counter: orNull(z.object({ sequence: z.number(), understands_declinecounter: z.boolean() })),
});

const history = z.object({
  at: instant,
  event: z.enum(HISTORY_EVENTS),
  by: z.enum([...ROLES, 'system']),
  name: orNull(z.string()),
  sequence: z.number(),
  start_utc: orNull(instant),
  duration_minutes: orNull(z.literal(DURATIONS)),
});

const notice = z.object({
  kind: z.enum(NOTICE_KINDS),
  to: role,
  at: instant,
  cause: z._default(z.string(), ''),
});

// Written and read by this version of the code only, and gone when sent: checked for what sending would trip over.
const owedMail = z.looseObject({
  kind: z.string(),
  to: z.looseObject({ role, email }),
  uid: z.string(),
  sequence: z.number(),
  stamp: instant,
  seed: z.string(),
});

const roomItem = z.object({
  id: z.uuid(),
  version: z._default(z.number(), 0),
  ics_uid: z.string(),
  ics_sequence: z._default(z.nullable(z.number()), 0),
  last_dtstamp: orNull(instant),
  status: z.enum(['open', 'booked', 'cancelled']),
  start_utc: z.optional(instant),
  datetime_utc: z.optional(instant),
  duration_minutes: duration,
  host: participant,
  guest: orNull(participant),
  proposals: z._default(z.array(proposal), []),
  notices: z._default(z.array(notice), []),
  history: z._default(z.array(history), []),
  outbox: z.optional(z.record(z.string(), owedMail)),
  created_at: orNull(instant),
  updated_at: orNull(instant),
});
type RoomItem = z.output<typeof roomItem>;

export interface ParsedRoom {
  readonly room: ExistingRoom;
  readonly version: number;
  /** Owed mail by its key, in the order in which it was decided; null if the item has no outbox yet. */
  readonly outbox: ReadonlyMap<string, OwedMail> | null;
}

/** A row that breaks the schema. It names the fields and never quotes them: they hold addresses. */
export class UnreadableRow extends Error {
  readonly roomId: string;
  /** Each as a path, e.g. `history.3.at`. */
  readonly fields: readonly string[];

  constructor(roomId: string, fields: readonly string[]) {
    super(`Room ${roomId} cannot be read: ${fields.join(', ')}`);
    this.name = 'UnreadableRow';
    this.roomId = roomId;
    this.fields = fields;
  }
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

export function reportUnreadable(log: Log, { roomId, fields }: UnreadableRow): void {
  log.warn('room.unreadable', { roomId, fields: fields.join(' ') });
  log.count('RoomsUnreadable');
}

/** Throws `UnreadableRow`: nobody may guess at a room. */
export function parseRoomRow(raw: unknown): ParsedRoom {
  const item = parse(roomItem, raw);
  const startUtc = item.start_utc ?? item.datetime_utc;
  if (!startUtc) throw new UnreadableRow(item.id, ['start_utc']);
  return { room: roomOf(item, startUtc), version: item.version, outbox: item.outbox ? outboxOf(item.outbox) : null };
}

function parse<S extends z.core.$ZodType>(schema: S, raw: unknown): z.output<S> {
  const result = z.safeParse(schema, raw);
  if (result.success) return result.data;
  throw new UnreadableRow(idOf(raw), [...new Set(result.error.issues.map(({ path }) => path.join('.')))]);
}

const keyed = z.looseObject({ [ROOMS.key]: z.string() });

const idOf = (raw: unknown): string => z.safeParse(keyed, raw).data?.[ROOMS.key] ?? 'without an id';

/** What DynamoDB gives, before it is parsed. */
export type Row = Readonly<Record<string, unknown>>;

/** The keys that a row has in an index by start. Indexes hold no row without them. */
export const rowKeyOf = (row: Row): RowKey => ({ startUtc: row['start_utc'] as Instant, id: row[ROOMS.key] as RoomId });

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
    duration_minutes: duration,
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

function roomOf(item: RoomItem, startUtc: Instant): ExistingRoom {
  const sequence = item.ics_sequence ?? 0;
  const createdAt = item.created_at ?? startUtc;
  const isInvited = item.guest !== null;
  const session = {
    id: item.id as RoomId,
    uid: item.ics_uid as Uid,
    sequence,
    stamp: item.last_dtstamp,
    startUtc,
    durationMinutes: item.duration_minutes,
    host: participantOf(item.host, createdAt, isInvited ? sequence : null),
    proposals: item.proposals.map((p, n) => proposalOf(p, () => new UnreadableRow(item.id, [`proposals.${n}.proposed_end_utc`]))),
    notices: item.notices,
    history: item.history.map(historyOf),
    createdAt,
    updatedAt: item.updated_at ?? createdAt,
  };
  const guest = item.guest && participantOf(item.guest, createdAt, sequence);
  if (item.status === 'cancelled') return { ...session, status: 'cancelled', guest };
  if (item.status === 'open') return { ...session, status: 'open' };
  if (guest === null) throw new UnreadableRow(item.id, ['guest']);
  return { ...session, status: 'booked', guest };
}

// Rows from before SEQUENCE was kept: whoever was booked then holds an invitation at the room's SEQUENCE.
const participantOf = (p: z.output<typeof participant>, createdAt: Instant, invitedAt: number | null): Participant => ({
  sub: p.sub,
  email: p.email,
  name: p.name,
  givenName: p.given_name,
  timeZone: p.time_zone,
  partstat: p.partstat,
  lastReply: p.last_reply_sequence === null ? null : { sequence: p.last_reply_sequence, dtstamp: p.last_reply_dtstamp },
  lastMajorSequence: p.last_major_sequence ?? invitedAt,
  lastResentAt: p.last_resent_at,
  joinedAt: p.joined_at ?? createdAt,
});

function proposalOf(p: z.output<typeof proposal>, unreadable: () => UnreadableRow): Proposal {
  const minutes = (millisOf(p.proposed_end_utc) - millisOf(p.proposed_start_utc)) / 60_000;
  if (!isDuration(minutes)) throw unreadable();
  return {
    id: p.id as ProposalId,
    by: p.proposed_by,
    proposerEmail: p.proposer_email,
    startUtc: p.proposed_start_utc,
    durationMinutes: minutes,
    note: p.note,
    status: p.status,
    createdAt: p.created_at,
    expiresAt: p.expires_at,
    approvedBy: p.approved_by,
    decisionAt: p.decision_at,
    via: p.via,
    counter: p.counter && { sequence: p.counter.sequence, understandsDeclineCounter: p.counter.understands_declinecounter },
  };
}

const historyOf = (h: z.output<typeof history>): HistoryEntry => ({
  at: h.at,
  event: h.event,
  by: h.by,
  name: h.name,
  sequence: h.sequence,
  startUtc: h.start_utc,
  durationMinutes: h.duration_minutes,
});

function outboxOf(entries: Readonly<Record<string, unknown>>): ReadonlyMap<string, OwedMail> {
  const inOrder = Object.entries(entries).toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  return new Map(inOrder.map(([key, mail]) => [key, mail as OwedMail]));
}
