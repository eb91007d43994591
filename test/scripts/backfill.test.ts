import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RoomId } from '../../shared/words/ids.ts';
import { backfillRooms } from '../../scripts/backfill/backfill.ts';
import { dynamoRooms, perform, type DynamoRoomBackend } from '../support/room-backends.ts';
import { asha, ben, bensRoom, monday, seed } from '../support/rooms.ts';

let backend: DynamoRoomBackend;
beforeAll(async () => {
  backend = await dynamoRooms();
}, 60_000);
afterAll(() => backend.close());

const older = (n: number, attributes: Record<string, unknown> = {}) => ({
  id: `0dd00000-0000-4000-8000-00000000000${n}`,
  ics_uid: `0dd00000-0000-4000-9000-00000000000${n}`,
  status: 'open',
  datetime_utc: '2030-01-15 18:00:00',
  host: { sub: ben.sub, email: ben.email, name: ben.name },
  ...attributes,
});
const put = (Item: Record<string, unknown>) => backend.db.send(new PutCommand({ TableName: backend.table, Item }));
const itemOf = async (id: string) => (await backend.db.send(new GetCommand({ TableName: backend.table, Key: { id } }))).Item;

test('older rooms get the defaults, stand in every list and owe no mail; newer ones and unreadable ones stay as they are', async () => {
  await put(older(1));
  await put(older(2, { status: 'booked', guest: { sub: asha.sub, email: asha.email, name: asha.name }, duration_minutes: 90 }));
  await put(older(3, { datetime_utc: null }));
  await perform(backend.rooms, bensRoom.id, bensRoom);
  const untouched = await itemOf(bensRoom.id);

  expect(await backfillRooms(backend.db, backend.table, true, monday)).toMatchObject({ found: 3, written: 0 });
  expect(await itemOf(older(1).id)).toEqual(older(1));

  const result = await backfillRooms(backend.db, backend.table, false, monday);
  expect(result).toMatchObject({ found: 3, written: 2, unreadable: [{ id: older(3).id }] });
  expect(JSON.stringify(result)).not.toContain('@');
  expect(await itemOf(older(1).id)).toMatchObject({
    ics_sequence: 0,
    duration_minutes: 60,
    start_utc: '2030-01-15T18:00:00.000Z',
    end_utc: '2030-01-15T19:00:00.000Z',
    open_day: '2030-01-15',
    outbox: {},
  });
  expect(await itemOf(older(2).id)).toMatchObject({ end_utc: '2030-01-15T19:30:00.000Z', host_sub: ben.sub, guest_sub: asha.sub });
  expect(await itemOf(bensRoom.id)).toEqual(untouched);
  expect(await backfillRooms(backend.db, backend.table, false, monday)).toMatchObject({ found: 1, written: 0 });
});

test('an older room that someone booked meanwhile keeps the booking', async () => {
  await put(older(4));
  await perform(backend.rooms, older(4).id as RoomId, { type: 'book', guest: asha, at: monday, seed: seed(1) });
  await backfillRooms(backend.db, backend.table, false, monday);
  expect((await backend.rooms.load(older(4).id as RoomId)).room).toMatchObject({ status: 'booked' });
});
