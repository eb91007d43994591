import { beforeEach, describe, expect, test } from 'vitest';
import { roomList, type RoomList } from '../../../shared/api/contract.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { roomPath, testRoomsApi } from '../../support/rooms-api.ts';
import { asha, ben, mallory, monday } from '../../support/rooms.ts';

const start = '2030-01-15T18:00:00.000Z';
const later = '2030-01-16T19:30:00.000Z';
const someId = 'c0ffee00-0000-4000-8000-000000000001';
const cursorOf = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');

let api: ReturnType<typeof testRoomsApi>;
beforeEach(() => {
  api = testRoomsApi();
});

describe('open sessions', () => {
  const opened = () => api.open(ben, { startUtc: start, durationMinutes: 60 });

  test('open sessions are those of other people, with nothing of them but the first name', async () => {
    const id = await opened();
    const { status, body } = await api.askAs(asha, 'GET /api/rooms');
    expect(status).toBe(200);
    expect(roomList.parse(body)).toEqual({
      rooms: [
        {
          id,
          status: 'open',
          startUtc: start,
          endUtc: '2030-01-15T19:00:00.000Z',
          durationMinutes: 60,
          icsSequence: 0,
          topic: null,
          exam: null,
          line: '',
          role: null,
          host: { firstName: 'Ben', partstat: 'NEEDS-ACTION' },
          guest: null,
        },
      ],
      cursor: null,
    });
    expect((await api.askAs(ben, 'GET /api/rooms')).body.rooms).toEqual([]);
  });

  test.each<[string, Record<string, string>, number]>([
    ['from now for fourteen days, unless asked otherwise', {}, 1],
    ['for as many days as asked', { days: '8' }, 0],
    ['from a day in UTC', { from: '2030-01-15', days: '1' }, 1],
    ['from an instant, which is in', { from: start, days: '1' }, 1],
    ['from an instant with an unescaped plus sign', { from: '2030-01-15T23:30:00 05:30', days: '1' }, 1],
    ['until an instant, which is out', { from: '2030-01-14T18:00:00Z', days: '1' }, 0],
    ['from the past, as from now', { from: '2020-01-01', days: '31' }, 0],
  ])('open sessions are listed %s', async (_name, query, count) => {
    await opened();
    expect((await api.askAs(asha, 'GET /api/rooms', { query })).body.rooms).toHaveLength(count);
  });

  test('open sessions that have started are listed no more, from whatever day they are asked for', async () => {
    const id = await opened();
    const { body } = await api.askAs(ben, 'GET /api/rooms/{id}', roomPath(id));
    api.world.turnTo(body.startUtc);
    expect((await api.askAs(asha, 'GET /api/rooms', { query: { from: '2030-01-15', days: '1' } })).body.rooms).toEqual([]);
  });

  test.each<[Record<string, string>, string]>([
    [{ days: '0' }, 'days'],
    [{ days: '32' }, 'days'],
    [{ days: '1,2' }, 'days'],
    [{ days: '' }, 'days'],
    [{ from: 'tomorrow' }, 'from'],
    [{ from: '2030-02-30' }, 'from'],
    [{ from: '2030-01-15T18:00:00' }, 'from'],
    [{ from: '9999-12-31' }, 'from'],
    [{ day: '7' }, 'day'],
    [{ cursor: '' }, 'cursor'],
    [{ cursor: 'x'.repeat(401) }, 'cursor'],
    [{ cursor: 'bm9uc2Vuc2U' }, 'cursor'],
    [{ cursor: cursorOf(['open', '2031-01-15T18:00:00.000Z', [start, someId]]) }, 'cursor'],
    [{ cursor: cursorOf(['open', start, [start, someId]]) }, 'cursor'],
    [{ cursor: cursorOf(['open', later, [start, 'room-1']]) }, 'cursor'],
    [{ cursor: cursorOf(['open', '2030-02-30T00:00:00.000Z', [start, someId]]) }, 'cursor'],
    [{ cursor: cursorOf(['own', 'to-come', start, null, null]) }, 'cursor'],
  ])('a list of open sessions asked for with %o is refused, with the rule at the name', async (query, field) => {
    const refused = await api.askAs(asha, 'GET /api/rooms', { query });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid-request', errors: [{ field }] } });
  });
});

describe('own sessions', () => {
  test('own sessions are shown whole, in either role, and to nobody else', async () => {
    const id = await api.openAndBook(ben, asha, { startUtc: start, durationMinutes: 60 });
    for (const person of [ben, asha]) {
      const { body } = await api.askAs(person, 'GET /api/rooms/mine');
      expect(body).toEqual({ rooms: [(await api.askAs(person, 'GET /api/rooms/{id}', roomPath(id))).body], cursor: null });
    }
    expect((await api.askAs(mallory, 'GET /api/rooms/mine')).body).toEqual({ rooms: [], cursor: null });
  });

  test('own sessions that are over follow those to come', async () => {
    for (const startUtc of [start, later]) await api.open(ben, { startUtc, durationMinutes: 30 });
    api.world.turnTo(plusMinutes(monday, 9 * 24 * 60));
    const { body } = await api.askAs(ben, 'GET /api/rooms/mine');
    expect(body.rooms.map((room: { startUtc: string }) => room.startUtc)).toEqual([later, start]);
  });

  test.each([
    cursorOf(['own', 'to-come', later, [start, someId], null]),
    cursorOf(['own', 'over', start, null, [later, someId]]),
    cursorOf(['own', 'never', start, null, null]),
    cursorOf(['open', later, [start, someId]]),
  ])('a list asked for with a cursor that nobody gave, %s, is refused', async (cursor) => {
    const refused = await api.askAs(asha, 'GET /api/rooms/mine', { query: { cursor } });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: 'cursor' }] } });
  });
});

test.each([
  ['GET /api/rooms', asha],
  ['GET /api/rooms/mine', ben],
] as const)('%s goes on where its cursor says', async (route, viewer) => {
  const starts = Array.from({ length: 120 }, (_unused, n) => plusMinutes(monday, (n + 1) * 60));
  for (const startUtc of starts) await api.open(ben, { startUtc, durationMinutes: 30 });
  const pages: RoomList[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const { body } = await api.askAs(viewer, route, cursor === undefined ? {} : { query: { cursor } });
    pages.push(roomList.parse(body));
    cursor = pages.at(-1)!.cursor;
  }
  expect(pages.map(({ rooms }) => rooms.length)).toEqual([50, 50, 20]);
  expect(pages.flatMap(({ rooms }) => rooms.map(({ startUtc }) => startUtc))).toEqual(starts);
});
