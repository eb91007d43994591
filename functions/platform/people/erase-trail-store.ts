import { PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { eraseEntry, eraseNote, findEntriesOf, findProposalsOf, type PersonTraces } from '../../../shared/room/anonymise-room.ts';
import type { HistoryEntry } from '../../../shared/room/history.ts';
import type { ExistingRoom, Room } from '../../../shared/room/room.ts';
import { eraseAddress } from '../../../shared/words/email-address.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { ROLES } from '../../../shared/words/roles.ts';
import { AUDIT, PENDING_PROPOSALS } from '../../../shared/words/table-names.ts';
import { readHistoryEntry } from '../rooms/room-row-schema.ts';
import type { RawRow } from '../rooms/unreadable-row.ts';
import { historyAttributes } from '../rooms/write-room-row.ts';
import { queryAllRows } from '../row-reads-store.ts';
import { email } from '../stored-values.ts';

/*
 * A person is taken out of what lasts of decisions. What a newer version wrote there and nobody here can read goes too, because it may
 * name them. So one row that cannot be read stops no erasure.
 */

type Trail = 'decision' | 'proposal';

/** What this version writes into a row. */
const COLUMNS: Readonly<Record<Trail, readonly string[]>> = {
  decision: [AUDIT.key, AUDIT.sortKey, 'uid', 'at', 'version', 'command', 'by', 'events', 'before', 'after', 'entries', 'ttl'],
  proposal: [
    PENDING_PROPOSALS.key,
    PENDING_PROPOSALS.sortKey,
    'uid',
    'proposed_by',
    'proposer_email',
    'proposed_start_utc',
    'proposed_end_utc',
    'alternatives',
    'note',
    'status',
    'created_at',
    'expires_at',
    'approved_by',
    'decision_at',
    'nudged_at',
    'via',
    'room_version',
    'ttl',
  ],
};

/** The row without the columns that only a newer version knows. */
export const keepKnownColumns = (row: RawRow, trail: Trail): RawRow =>
  Object.fromEntries(Object.entries(row).filter(([name]) => COLUMNS[trail].includes(name)));

const isKnown = (row: RawRow, trail: Trail): boolean => Object.keys(row).every((name) => COLUMNS[trail].includes(name));

const rowsOfRoom = (db: DynamoDBDocumentClient, table: string, key: string, roomId: RoomId) =>
  queryAllRows(db, {
    TableName: table,
    KeyConditionExpression: '#room = :room',
    ExpressionAttributeNames: { '#room': key },
    ExpressionAttributeValues: { ':room': roomId },
    ConsistentRead: true,
  });

/** Gives how many rows of decisions were changed. */
export async function eraseInDecisions(
  db: DynamoDBDocumentClient,
  table: string,
  roomId: RoomId,
  room: Room,
  person: PersonTraces,
): Promise<number> {
  const rows = (await rowsOfRoom(db, table, AUDIT.key, roomId)).map((row) => ({ row, ...readEntries(row) }));
  const all = [...rows.flatMap(({ entries }) => entries), ...(room.status === 'uncreated' ? [] : room.history)];
  const isOf = room.status === 'uncreated' ? isNamed(person) : findEntriesOf(room, person, all);
  const touched = rows.filter(({ row, entries, isWhole }) => !isWhole || !isKnown(row, 'decision') || entries.some(isOf));
  for (const { row, entries } of touched) {
    const erased = entries.map((entry) => historyAttributes(isOf(entry) ? eraseEntry(entry) : entry));
    await db.send(new PutCommand({ TableName: table, Item: { ...keepKnownColumns(row, 'decision'), entries: erased } }));
  }
  return touched.length;
}

/** The entries that can be read, and whether these are all. */
function readEntries({ entries: stored }: RawRow): { readonly entries: readonly HistoryEntry[]; readonly isWhole: boolean } {
  if (stored === undefined) return { entries: [], isWhole: true };
  if (!Array.isArray(stored)) return { entries: [], isWhole: false };
  const entries = stored.flatMap((raw: unknown) => readHistoryEntry(raw) ?? []);
  return { entries, isWhole: entries.length === stored.length };
}

/** Of a room that is gone only names are left. */
const isNamed =
  ({ firstNames }: PersonTraces) =>
  ({ name }: HistoryEntry): boolean =>
    name !== null && firstNames.includes(name);

/** Gives how many proposals of the person were changed. */
export async function eraseInProposals(
  db: DynamoDBDocumentClient,
  table: string,
  roomId: RoomId,
  room: Room,
  person: PersonTraces,
): Promise<number> {
  const isTheirs = findTheirProposals(room, person);
  const rows = await rowsOfRoom(db, table, PENDING_PROPOSALS.key, roomId);
  for (const row of rows.filter((each) => isTheirs(each) || !isKnown(each, 'proposal'))) {
    const known = keepKnownColumns(row, 'proposal');
    const erased = {
      proposer_email: eraseAddress(String(row['id']).slice(0, 8)),
      note: eraseNote(typeof row['note'] === 'string' ? row['note'] : ''),
    };
    await db.send(new PutCommand({ TableName: table, Item: { ...known, ...(isTheirs(row) && erased) } }));
  }
  return rows.filter(isTheirs).length;
}

/** A row that does not say whose proposal it is may be theirs, and counts as theirs. */
function findTheirProposals(room: Room, person: PersonTraces): (row: RawRow) => boolean {
  const isTheirs = room.status === 'uncreated' ? undefined : findProposalsOf(room satisfies ExistingRoom, person);
  return (row) => {
    const by = ROLES.find((role) => role === row['proposed_by']);
    const proposerEmail = z.safeParse(email, row['proposer_email']).data;
    if (proposerEmail === undefined) return true;
    return isTheirs && by ? isTheirs({ by, proposerEmail }) : person.addresses.includes(proposerEmail);
  };
}
