import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRoomStore } from '../../../functions/platform/rooms/room-store.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { dynamoRooms, perform, type DynamoRoomBackend } from '../../support/room-backends.ts';
import { ashaBooks, bensRoom, monday } from '../../support/rooms.ts';

let backend: DynamoRoomBackend;
beforeAll(async () => {
  backend = await dynamoRooms();
});
afterAll(() => backend.close());

test('rooms that began to owe mail under another number of shards are found within an hour', async () => {
  const { db, table } = backend;
  const ids: RoomId[] = [];
  for (const shards of [1, 8, 64]) {
    const rooms = createRoomStore(db, table, memoryLog(), shards);
    const id = `0000003f-0000-4000-8000-${String(shards).padStart(12, '0')}` as RoomId;
    await perform(rooms, id, { ...bensRoom, id, uid: `0000003f-0000-4000-9000-${String(shards).padStart(12, '0')}` as Uid }, ashaBooks);
    ids.push(id);
  }
  const minutes = Array.from({ length: 64 }, (_, minute) => plusMinutes(monday, 10_000 + minute));
  for (const shards of [1, 8, 64]) {
    const rooms = createRoomStore(db, table, memoryLog(), shards);
    const found = new Set<RoomId>();
    // As the sweeper does, minute by minute; what is found once needs no further look.
    for (const minute of minutes) if (found.size < ids.length) for (const id of await rooms.owing(minute, 10)) found.add(id);
    expect([...found].toSorted()).toEqual(ids.toSorted());
  }
});
