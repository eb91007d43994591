import { QueryCommand, type DynamoDBDocumentClient, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import type { ExistingRoom } from '../../../shared/room/room.ts';
import type { IndexRead, Page, ReadIndex, Row, RowPosition } from './index-read.ts';
import type { OpenRow } from './open-row.ts';
import { readOpenRooms, type OpenRoomsQuery } from './read-open-rooms.ts';
import { readOwnRooms, type OwnRoomsPosition } from './read-own-rooms.ts';

/** Finds rooms by something other than their id. Reads may lag behind writes for a moment. */
export interface RoomIndex {
  /** Open rooms of other people, the soonest first. */
  readonly openRooms: (query: OpenRoomsQuery) => Promise<Page<OpenRow, RowPosition>>;
  /** The rooms that someone hosts or attends: those to come, the soonest first; then those that are over, the latest first. */
  readonly ownRooms: (sub: string, position: OwnRoomsPosition) => Promise<Page<ExistingRoom, OwnRoomsPosition>>;
  readonly findByUid: (uid: Uid) => Promise<RoomId | undefined>;
}

export function createRoomIndex(db: DynamoDBDocumentClient, table: string): RoomIndex {
  const read: ReadIndex = (wish) => rowsOf(db, queryOf(table, wish), wish.wanted);
  return {
    openRooms: (query) => readOpenRooms(read, query),
    ownRooms: (sub, position) => readOwnRooms(read, sub, position),
    findByUid: async (uid) => {
      const [row] = await read({ index: 'rooms_by_uid', where: 'ics_uid = :uid', values: { ':uid': uid }, wanted: 1 });
      return row && (row['id'] as RoomId);
    },
  };
}

const queryOf = (table: string, { index, where, values, after, isDescending = false }: IndexRead): QueryCommandInput => ({
  TableName: table,
  IndexName: index,
  KeyConditionExpression: where,
  ExpressionAttributeValues: values,
  ScanIndexForward: !isDescending,
  ...(after && { ExclusiveStartKey: after }),
});

// One answer of DynamoDB ends after 1 MB, wherever its Limit is.
async function rowsOf(db: DynamoDBDocumentClient, query: QueryCommandInput, wanted: number): Promise<readonly Row[]> {
  const { Items = [], LastEvaluatedKey } = await db.send(new QueryCommand({ ...query, Limit: wanted }));
  if (!LastEvaluatedKey || Items.length >= wanted) return Items;
  return [...Items, ...(await rowsOf(db, { ...query, ExclusiveStartKey: LastEvaluatedKey }, wanted - Items.length))];
}
