import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Construct } from 'constructs';
import { createRoomIndex, type RoomIndex } from '../../functions/platform/rooms/room-index-store.ts';
import { createRoomStore, makeAbsentRoom, type RoomStore, type StoredRoom } from '../../functions/platform/rooms/room-store.ts';
import { Rooms } from '../../infra/rooms.ts';
import type { Command, Create } from '../../shared/room/command.ts';
import { decide } from '../../shared/room/decide.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import { memoryLog, type MemoryLog } from './memory-log.ts';
import { memoryRooms } from './memory-rooms.ts';
import { testTable } from './tables.ts';

export interface RoomBackend {
  readonly rooms: RoomStore;
  readonly index: RoomIndex;
  readonly close: () => Promise<void>;
}

export interface DynamoRoomBackend extends RoomBackend {
  readonly db: DynamoDBDocumentClient;
  readonly table: string;
  readonly log: MemoryLog;
}

const defineRooms = (scope: Construct) => new Rooms(scope, 'Rooms');

/** Rooms in a DynamoDB: dynalite in this process, or the one at `endpoint`. The table is the one that the cloud gets. */
export async function dynamoRooms(endpoint?: string): Promise<DynamoRoomBackend> {
  const { db, name, drop } = await testTable(defineRooms, endpoint);
  const log = memoryLog();
  return { db, table: name, log, rooms: createRoomStore(db, name, log), index: createRoomIndex(db, name, log), close: drop };
}

const elsewhere = process.env['DYNAMODB_ENDPOINT'];

/** Every DynamoDB at hand; the variable DYNAMODB_ENDPOINT adds one, for example AWS's own DynamoDB Local. */
export const dynamoBackends: readonly (readonly [name: string, open: () => Promise<DynamoRoomBackend>])[] = [
  ['dynalite', () => dynamoRooms()],
  ...(elsewhere ? [[elsewhere, () => dynamoRooms(elsewhere)] as const] : []),
];

/** Everything that rooms can be kept in. */
export const roomBackends: readonly (readonly [name: string, open: () => Promise<RoomBackend>])[] = [
  [
    'memory',
    async () => {
      const rooms = memoryRooms();
      return { rooms, index: rooms, close: async () => {} };
    },
  ],
  ...dynamoBackends,
];

/** Opens new rooms. It reads nothing, because nothing is there yet. */
export async function createRooms(rooms: RoomStore, creates: readonly Create[]): Promise<void> {
  for (const create of creates) {
    const absent = makeAbsentRoom(create.id);
    const decision = decide(absent.room, create);
    if (decision.kind !== 'changed') throw new Error(`${create.id}: ${decision.kind}`);
    if (!(await rooms.save(absent, decision.room, decision.mail))) throw new Error(`${create.id} is there already`);
  }
}

/** Decides and saves, and fails the test where either does not come off. Gives the room as stored. */
export async function perform(rooms: RoomStore, id: RoomId, ...commands: readonly Command[]): Promise<StoredRoom> {
  for (const command of commands) {
    const read = await rooms.load(id);
    const decision = decide(read.room, command);
    if (decision.kind !== 'changed') throw new Error(`${command.type}: ${decision.kind === 'refused' ? decision.reason : decision.kind}`);
    const { room, mail, recalls } = decision;
    if (!(await rooms.save(read, room, mail, undefined, recalls))) throw new Error(`${command.type}: someone else decided first`);
  }
  return rooms.load(id);
}
