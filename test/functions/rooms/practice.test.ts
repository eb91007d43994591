import { expect, test } from 'vitest';
import type { RoomId } from '../../../shared/words/ids.ts';
import { memoryRooms } from '../../support/memory-rooms.ts';
import { roomPath, testRoomsApi } from '../../support/rooms-api.ts';
import { asha, ben, nextTuesday } from '../../support/rooms.ts';

const slot = { startUtc: nextTuesday, durationMinutes: 60 };

test('what a host says about the practice is in the list, on the page and in both mails', async () => {
  const rooms = memoryRooms();
  const { askAs, open } = testRoomsApi({ rooms, index: rooms });
  const said = { topic: 'Glaucoma', exam: 'ICO', line: 'Data interpretation, please' };
  const id = await open(ben, { ...slot, ...said });
  const { body: list } = await askAs(asha, 'GET /api/rooms');
  expect(list.rooms).toEqual([expect.objectContaining(said)]);
  const { body: page } = await askAs(asha, 'GET /api/rooms/{id}', roomPath(id));
  expect(page).toMatchObject(said);
  await askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(id));
  const { outbox } = await rooms.load(id as RoomId);
  expect([...(outbox?.values() ?? [])].map(({ practice }) => practice)).toEqual([said, said]);
});

test('“Any” and nothing are the same', async () => {
  const { askAs, open } = testRoomsApi();
  await open(ben, { ...slot, topic: 'Any', exam: 'Any' });
  const { body: list } = await askAs(asha, 'GET /api/rooms');
  expect(list.rooms).toEqual([expect.objectContaining({ topic: null, exam: null, line: '' })]);
});

test('a topic that is not in the list is refused, and the answer names those that are', async () => {
  const { askAs } = testRoomsApi();
  const { status, body } = await askAs(ben, 'POST /api/rooms', { body: { ...slot, topic: 'Surfing', exam: 'glaucoma' } });
  expect([status, body.code]).toEqual([400, 'invalid-request']);
  expect(body.errors).toEqual([
    { field: 'topic', message: 'Choose one of Any, Glaucoma, Retina' },
    { field: 'exam', message: 'Choose one of Any, FRCOphth Part 2, ICO' },
  ]);
});

test('a line of 201 characters is refused, and not cut', async () => {
  const { askAs } = testRoomsApi();
  const { status, body } = await askAs(ben, 'POST /api/rooms', { body: { ...slot, line: 'x'.repeat(201) } });
  expect(status).toBe(400);
  expect(body.errors).toEqual([{ field: 'line', message: 'Write the line as text of at most 200 characters: these are 201' }]);
});
