import { PutCommand, QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { HistoryEntry } from '../../../shared/room/history.ts';
import type { OwedAudit, RoomStanding } from '../../../shared/room/owed-audit.ts';
import type { Proposal } from '../../../shared/room/proposal.ts';
import type { ExistingRoom } from '../../../shared/room/room.ts';
import { endOf } from '../../../shared/time/time-slot.ts';
import { millisOf, plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { AUDIT } from '../../../shared/words/table-names.ts';
import { conditionally } from '../conditional-write.ts';
import { readHistoryEntry } from '../rooms/room-row-schema.ts';
import type { RawRow } from '../rooms/unreadable-row.ts';
import { historyAttributes, proposalAttributes } from '../rooms/write-room-row.ts';

/** A decision about a room, as the audit trail keeps it. */
export interface AuditRecord extends OwedAudit {
  /** Of the room after the decision: it tells apart two decisions of one millisecond. */
  readonly version: number;
  readonly after: RoomStanding;
  /** What the decision entered into the room's history. */
  readonly entries: readonly HistoryEntry[];
}

/** What lasts of decisions. It is only ever added to. */
export interface AuditTrail {
  /** Adds one row for the decision. Doing it again changes nothing. */
  readonly append: (room: ExistingRoom, record: AuditRecord) => Promise<void>;
  /** Keeps the row of a proposal as it stood at this version of its room; a later version's row stays. */
  readonly keepProposal: (room: ExistingRoom, proposal: Proposal, version: number) => Promise<void>;
}

/** As long as the ledger of what was sent: until 400 days after the session, or after the decision where that is later. */
const KEPT_SECONDS = 400 * 24 * 3600;

export function createAuditTrail(db: DynamoDBDocumentClient, auditTable: string, proposalsTable: string): AuditTrail {
  return {
    append: async (room, record) => {
      const Item = { ...auditAttributes(room, record), ttl: expiryOf(room, record.at) };
      // Never overwritten: what was written once is what was known then.
      const condition = { ConditionExpression: 'attribute_not_exists(room_id)' };
      await conditionally(db.send(new PutCommand({ TableName: auditTable, Item, ...condition })));
    },
    keepProposal: async (room, proposal, version) => {
      const { counter: _, ...columns } = proposalAttributes(proposal, room);
      const Item = { ...columns, room_version: version, ttl: expiryOf(room, proposal.decisionAt ?? proposal.createdAt) };
      const write = new PutCommand({
        TableName: proposalsTable,
        Item,
        ConditionExpression: 'attribute_not_exists(room_id) OR room_version < :version',
        ExpressionAttributeValues: { ':version': version },
      });
      await conditionally(db.send(write));
    },
  };
}

/** Entries of the history of one room from the audit trail. */
export interface PastEntries {
  /** The newest first, of decisions before this moment. */
  readonly entries: readonly HistoryEntry[];
  /** From where it goes on; null: there is nothing older. */
  readonly next: string | null;
}

/** Gives what happened to a room before its own history begins. `before`: a moment, or the `next` of the page before. */
export type ReadPastEntries = (room: RoomId, before: string, limit: number) => Promise<PastEntries>;

export const createReadPastEntries =
  (db: DynamoDBDocumentClient, auditTable: string): ReadPastEntries =>
  async (room, before, limit) => {
    const { Items = [], LastEvaluatedKey } = await db.send(
      new QueryCommand({
        TableName: auditTable,
        KeyConditionExpression: 'room_id = :room AND decided_at < :before',
        ExpressionAttributeValues: { ':room': room, ':before': before },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    const next: unknown = LastEvaluatedKey?.[AUDIT.sortKey];
    return { entries: Items.flatMap((row) => entriesIn(row).toReversed()), next: typeof next === 'string' ? next : null };
  };

// What a newer version wrote and nobody here can read is left out: one row does not end the list.
const entriesIn = ({ entries }: RawRow): readonly HistoryEntry[] =>
  Array.isArray(entries) ? entries.flatMap((raw: unknown) => readHistoryEntry(raw) ?? []) : [];

function auditAttributes(room: ExistingRoom, { version, at, command, by, events, before, after, entries }: AuditRecord) {
  return {
    room_id: room.id,
    [AUDIT.sortKey]: `${at}#${String(version).padStart(10, '0')}`,
    uid: room.uid,
    at,
    version,
    command,
    by,
    events,
    before: before && standingAttributes(before),
    after: standingAttributes(after),
    entries: entries.map(historyAttributes),
  };
}

const standingAttributes = ({ status, startUtc, durationMinutes, sequence, hostPartstat, guestPartstat }: RoomStanding) => ({
  status,
  start_utc: startUtc,
  end_utc: plusMinutes(startUtc, durationMinutes),
  duration_minutes: durationMinutes,
  ics_sequence: sequence,
  host_partstat: hostPartstat,
  guest_partstat: guestPartstat,
});

/** Seconds since 1970. */
const expiryOf = (room: ExistingRoom, at: Instant): number =>
  Math.floor(Math.max(millisOf(endOf(room)), millisOf(at)) / 1000) + KEPT_SECONDS;
