import { expect, test } from 'vitest';
import { roomPreview } from '../../../shared/api/contract.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { asha, ben, monday, nextTuesday, nextWednesday } from '../../support/rooms.ts';
import { testRoomsApi } from '../../support/rooms-api.ts';

const ROUTE = 'GET /api/rooms/preview';

test('somebody who is not signed in sees when open sessions begin and how long they are, and nothing else', async () => {
  const api = testRoomsApi();
  await api.open(ben, { startUtc: nextWednesday, durationMinutes: 90 });
  await api.open(asha, { startUtc: nextTuesday, durationMinutes: 30 });
  const { status, body } = await api.askAs(null, ROUTE);
  expect(status).toBe(200);
  expect(roomPreview.parse(body)).toEqual({
    sessions: [
      { startUtc: nextTuesday, durationMinutes: 30 },
      { startUtc: nextWednesday, durationMinutes: 90 },
    ],
  });
});

test('a booked session is not in the look at open sessions', async () => {
  const api = testRoomsApi();
  await api.openAndBook(ben, asha, { startUtc: nextTuesday, durationMinutes: 60 });
  expect((await api.askAs(null, ROUTE)).body).toEqual({ sessions: [] });
});

test('the look at open sessions has at most eight of them', async () => {
  const api = testRoomsApi();
  for (let n = 0; n < 10; n++) await api.open(ben, { startUtc: plusMinutes(nextTuesday, n * 60), durationMinutes: 60 });
  expect((await api.askAs(null, ROUTE)).body.sessions).toHaveLength(8);
});

test('the look at open sessions is read once a minute, and what has begun meanwhile is left out of it', async () => {
  const api = testRoomsApi();
  const soon = plusMinutes(monday, 2);
  await api.open(ben, { startUtc: soon, durationMinutes: 30 });
  api.world.advance(1.5);
  expect((await api.askAs(null, ROUTE)).body.sessions).toHaveLength(1);
  await api.open(ben, { startUtc: nextTuesday, durationMinutes: 30 });
  expect((await api.askAs(null, ROUTE)).body.sessions).toHaveLength(1);
  api.world.advance(0.5);
  expect((await api.askAs(null, ROUTE)).body.sessions).toEqual([]);
  api.world.advance(1);
  expect((await api.askAs(null, ROUTE)).body.sessions).toEqual([{ startUtc: nextTuesday, durationMinutes: 30 }]);
});
