import { QueryCommand, type DynamoDBDocumentClient, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { ExistingRoom } from '../../../shared/room/room.ts';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import { ROOMS } from '../../../shared/words/table-names.ts';
import type { Log } from '../log.ts';
import { batchGetRows } from '../row-reads-store.ts';
import {
  listOpenRooms,
  listOwnRooms,
  type IndexQuery,
  type OpenRoomsPage,
  type OpenRoomsQuery,
  type OwnRoomsPosition,
  type ListPage,
  type RoomReads,
} from './list-rooms.ts';
import { openRowOf, parseOpenRow, rowKeyOf } from './open-row.ts';
import { parseRoomRow } from './read-room-row.ts';
import { readOrReport, type RawRow } from './unreadable-row.ts';

/** Finds rooms by something other than their id. Indexes lag behind writes for a moment. */
export interface RoomIndex {
  /** Open rooms of other people, the soonest first. */
  readonly openRooms: (query: OpenRoomsQuery) => Promise<OpenRoomsPage>;
  /** The rooms that someone hosts or attends: those to come, the soonest first; then those that are over, the latest first. */
  readonly ownRooms: (sub: string, position: OwnRoomsPosition) => Promise<ListPage<ExistingRoom, OwnRoomsPosition>>;
  /** The rooms of these ids that are there and can be read, as they now are. */
  readonly roomsById: (ids: readonly RoomId[]) => Promise<readonly ExistingRoom[]>;
  readonly findByUid: (uid: Uid) => Promise<RoomId | undefined>;
}

export function createRoomIndex(db: DynamoDBDocumentClient, table: string, log: Log): RoomIndex {
  const reads = createReads(db, table, log);
  return {
    openRooms: (query) => listOpenRooms(reads, query),
    ownRooms: (sub, position) => listOwnRooms(reads, sub, position),
    roomsById: async (ids) => [...(await reads.rooms(ids)).values()],
    findByUid: async (uid) => {
      const { name, partitionKey } = ROOMS.indexes.byUid;
      const query = { TableName: table, IndexName: name, KeyConditionExpression: '#uid = :uid', Limit: 1 };
      const { Items: [row] = [] } = await db.send(
        new QueryCommand({ ...query, ExpressionAttributeNames: { '#uid': partitionKey }, ExpressionAttributeValues: { ':uid': uid } }),
      );
      return row && (row[ROOMS.key] as RoomId);
    },
  };
}

function createReads(db: DynamoDBDocumentClient, table: string, log: Log): RoomReads {
  const rowsOf = (query: IndexQuery) => queryRows(db, queryOf(table, query), query.limit);
  const rooms = async (ids: readonly RoomId[]) => {
    const rows = await batchGetRows(db, table, ROOMS.key, ids);
    return new Map(rows.flatMap((row) => readOrReport(log, () => parseRoomRow(row, log).room) ?? []).map((room) => [room.id, room]));
  };
  return {
    rooms,
    keys: async (query) => (await rowsOf(query)).map(rowKeyOf),
    openEntries: async (query) => {
      const rows = await rowsOf(query);
      // Rooms of the version before this one have no listing: what the list shows of them is read from the rooms.
      const unlisted = await rooms(rows.filter((row) => row['listing'] === undefined).map((row) => rowKeyOf(row).id));
      return rows.map((row) => {
        const { startUtc, id } = rowKeyOf(row);
        const room = unlisted.get(id);
        if (row['listing'] === undefined) return { startUtc, id, row: room?.status === 'open' ? openRowOf(room) : null };
        return { startUtc, id, row: readOrReport(log, () => parseOpenRow(row)) ?? null };
      });
    },
  };
}

const queryOf = (table: string, { index, partition, range, after, isDescending = false }: IndexQuery): QueryCommandInput => ({
  TableName: table,
  IndexName: index.name,
  KeyConditionExpression: `${index.partitionKey} = :partition AND ${index.sortKey} BETWEEN :from AND :to`,
  ExpressionAttributeValues: { ':partition': partition, ':from': range[0], ':to': range[1] },
  ScanIndexForward: !isDescending,
  ...(after && { ExclusiveStartKey: { [index.partitionKey]: partition, [index.sortKey]: after.startUtc, [ROOMS.key]: after.id } }),
});

// One answer of DynamoDB ends after 1 MB, wherever its Limit is.
async function queryRows(db: DynamoDBDocumentClient, query: QueryCommandInput, limit: number): Promise<readonly RawRow[]> {
  const { Items = [], LastEvaluatedKey } = await db.send(new QueryCommand({ ...query, Limit: limit }));
  if (!LastEvaluatedKey || Items.length >= limit) return Items;
  return [...Items, ...(await queryRows(db, { ...query, ExclusiveStartKey: LastEvaluatedKey }, limit - Items.length))];
}
