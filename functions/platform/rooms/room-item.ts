import type * as z from 'zod/mini';
import { isDuration } from '../../../shared/words/durations.ts';
import type { ProposalId, RoomId, Uid } from '../../../shared/words/ids.ts';
import type { OwedMail } from '../../../shared/room/owed-mail.ts';
import type { HistoryEntry } from '../../../shared/room/history.ts';
import type { Proposal } from '../../../shared/room/proposal.ts';
import { type ExistingRoom, type Participant } from '../../../shared/room/room.ts';
import { millisOf, type Instant } from '../../../shared/time/instant.ts';
import { roomItem, type history, type participant, type proposal, type RoomItem } from './room-schema.ts';

/*
 * From an item of `practice_rooms` to a room. The way back is room-attributes.ts.
 */

export interface ParsedRoom {
  readonly room: ExistingRoom;
  readonly version: number;
  /** Owed mail by its key, in the order in which it was decided; null if the item has no outbox yet. */
  readonly outbox: ReadonlyMap<string, OwedMail> | null;
}

/** Throws when an item breaks the schema: a row that nobody can read must be noticed, not guessed at. */
export function parseRoomItem(raw: unknown): ParsedRoom {
  const item = roomItem.parse(raw);
  const startUtc = item.start_utc ?? item.datetime_utc;
  if (!startUtc) throw new Error(`Room ${item.id} has neither start_utc nor datetime_utc`);
  return { room: roomOf(item, startUtc), version: item.version, outbox: item.outbox ? outboxOf(item.outbox) : null };
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
    proposals: item.proposals.map(proposalOf),
    notices: item.notices,
    history: item.history.map(historyOf),
    createdAt,
    updatedAt: item.updated_at ?? createdAt,
  };
  const guest = item.guest && participantOf(item.guest, createdAt, sequence);
  if (item.status === 'cancelled') return { ...session, status: 'cancelled', guest };
  if (item.status === 'open') return { ...session, status: 'open' };
  if (guest === null) throw new Error(`Room ${item.id} is booked by nobody`);
  return { ...session, status: 'booked', guest };
}

// Rows from before SEQUENCE was kept: whoever was booked then holds an invitation at the room's SEQUENCE.
const participantOf = (p: z.output<typeof participant>, createdAt: Instant, invitedAt: number | null): Participant => ({
  sub: p.sub,
  email: p.email,
  name: p.name,
  timeZone: p.time_zone,
  partstat: p.partstat,
  lastReply: p.last_reply_sequence === null ? null : { sequence: p.last_reply_sequence, dtstamp: p.last_reply_dtstamp },
  lastMajorSequence: p.last_major_sequence ?? invitedAt,
  lastResentAt: p.last_resent_at,
  joinedAt: p.joined_at ?? createdAt,
});

function proposalOf(p: z.output<typeof proposal>): Proposal {
  const minutes = (millisOf(p.proposed_end_utc) - millisOf(p.proposed_start_utc)) / 60_000;
  if (!isDuration(minutes)) throw new Error(`Proposal ${p.id} lasts ${minutes} minutes`);
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
