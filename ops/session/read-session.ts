import { silentLog } from '../../functions/platform/log.ts';
import { type ImipMessage, parseImipMessage } from '../../functions/platform/mail/imip-message-store.ts';
import { type ParsedRoom, parseRoomRow, type RawRow } from '../../functions/platform/rooms/read-room-row.ts';
import { batchGetRows, queryAllRows } from '../../functions/platform/row-reads-store.ts';
import { IMIP_MESSAGES, ROOMS, SENDS, type TableIndex } from '../../shared/words/table-names.ts';
import { textAt } from '../json-value.ts';
import type { OpenTables } from '../open-tables.ts';
import { readSendRow, type SendRow } from './send-row.ts';

/** All that is kept of one session. */
export interface SessionFile {
  readonly stored: ParsedRoom;
  /** Each mail that was ever to be sent about it, oldest first. */
  readonly sends: readonly SendRow[];
  /** Each mail that came about it, oldest first. */
  readonly messages: readonly ImipMessage[];
}

/** Reads the room, its mail and the answers. Throws `UnreadableRow` where the row of the room breaks the schema. */
export async function readSession(tables: OpenTables, row: RawRow): Promise<SessionFile> {
  const { db, sends, messages } = tables;
  const stored = parseRoomRow(row, silentLog);
  const [sent, received] = await Promise.all([
    rowsOf(db, sends, SENDS, SENDS.indexes.byRoom, textAt(row, ROOMS.key) ?? ''),
    rowsOf(db, messages, IMIP_MESSAGES, IMIP_MESSAGES.indexes.byUid, stored.room.uid),
  ]);
  return {
    stored,
    sends: sent.map(readSendRow).toSorted((a, b) => a.created_at.localeCompare(b.created_at)),
    messages: received.map(parseImipMessage).toSorted((a, b) => a.received_at.localeCompare(b.received_at)),
  };
}

/** The rows of one partition of an index that holds only keys. */
async function rowsOf(
  db: OpenTables['db'],
  table: string,
  { key }: { readonly key: string },
  index: TableIndex,
  partition: string,
): Promise<readonly RawRow[]> {
  const keys = await queryAllRows(db, {
    TableName: table,
    IndexName: index.name,
    KeyConditionExpression: '#partition = :partition',
    ExpressionAttributeNames: { '#partition': index.partitionKey },
    ExpressionAttributeValues: { ':partition': partition },
  });
  return batchGetRows(
    db,
    table,
    key,
    keys.map((row) => textAt(row, key) ?? ''),
  );
}
