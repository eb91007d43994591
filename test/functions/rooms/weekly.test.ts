import { describe, expect, test } from 'vitest';
import { parsePersonLimits } from '../../../shared/words/person-limits.ts';
import type { RoomStore } from '../../../functions/platform/rooms/room-store.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { memoryRooms } from '../../support/memory-rooms.ts';
import { asha, ben } from '../../support/rooms.ts';
import { AMPLE_LIMITS, roomPath, testRoomsApi } from '../../support/rooms-api.ts';

/*
 * The same session in several weeks, over HTTP. The host is in London, and his clocks go forward on 31 March 2030.
 */

const wanted = { startUtc: '2030-03-19T19:00:00Z', durationMinutes: 60, timeZone: 'Europe/London', repeatWeeks: 4 };
const STARTS = ['2030-03-19T19', '2030-03-26T19', '2030-04-02T18', '2030-04-09T18'].map((hour) => `${hour}:00:00.000Z`);
const keyed = (body: object, key = 'k-1') => ({ body, headers: { 'idempotency-key': key } });

async function listedStarts(api: ReturnType<typeof testRoomsApi>): Promise<string[]> {
  const { body } = await api.askAs(ben, 'GET /api/rooms/mine');
  return body.rooms.map(({ startUtc }: { startUtc: string }) => startUtc).toSorted();
}

/** A store that breaks while it saves the nth room that is made, as many times as it is asked to. */
function breakingStore(nth: number, times = 1) {
  const rooms = memoryRooms();
  let [made, left] = [0, times];
  const save: RoomStore['save'] = async (stored, ...rest) => {
    if (stored.room.status === 'uncreated' && ++made >= nth && left-- > 0) throw new Error('The database is gone');
    return rooms.save(stored, ...rest);
  };
  return { rooms: { ...rooms, save }, index: rooms };
}

describe('a session that repeats', () => {
  test('a session is opened in each week at the same time on the host’s clock, each with an id and a UID of its own', async () => {
    const api = testRoomsApi();
    const { status, body, headers } = await api.askAs(ben, 'POST /api/rooms', {
      body: { ...wanted, topic: 'Glaucoma', line: 'Mock viva' },
    });
    expect(status).toBe(201);
    expect(headers).toMatchObject({ location: `/api/rooms/${body.id}` });
    expect(body.weekly.map(({ startUtc }: { startUtc: string }) => startUtc)).toEqual(STARTS);
    expect(body.weekly[0]).toEqual({ id: body.id, startUtc: STARTS[0], endUtc: '2030-03-19T20:00:00.000Z' });
    const rooms = await Promise.all(body.weekly.map(async ({ id }: { id: RoomId }) => (await api.rooms.load(id)).room));
    expect(new Set(rooms.map(({ id }) => id)).size).toBe(4);
    expect(new Set(rooms.map(({ uid }) => uid)).size).toBe(4);
    for (const room of rooms)
      expect(room).toMatchObject({ status: 'open', practice: { topic: 'Glaucoma', exam: null, line: 'Mock viva' } });
    expect(api.log.counted('RoomsCreated')).toBe(4);
  });

  test('each of them is booked, moved and cancelled by itself', async () => {
    const api = testRoomsApi();
    const { body } = await api.askAs(ben, 'POST /api/rooms', { body: wanted });
    await api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(body.weekly[1].id));
    await api.askAs(ben, 'DELETE /api/rooms/{id}', roomPath(body.weekly[2].id));
    const statuses = await Promise.all(body.weekly.map(async ({ id }: { id: RoomId }) => (await api.rooms.load(id)).room.status));
    expect(statuses).toEqual(['open', 'booked', 'cancelled', 'open']);
  });

  test('pressed twice with one key, it opens the sessions once, also at once', async () => {
    const api = testRoomsApi();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => api.askAs(ben, 'POST /api/rooms', keyed(wanted))));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    for (const { body } of answers) expect(body.weekly).toEqual(answers[0]?.body.weekly);
    expect(await listedStarts(api)).toEqual(STARTS);
    expect(api.log.counted('RoomsCreated')).toBe(4);
  });

  test('one week is the plain session, and has no list', async () => {
    const api = testRoomsApi();
    const { status, body } = await api.askAs(ben, 'POST /api/rooms', { body: { ...wanted, repeatWeeks: 1 } });
    expect([status, 'weekly' in body]).toEqual([201, false]);
    expect(await listedStarts(api)).toEqual([STARTS[0]]);
  });
});

describe('a session that cannot repeat so is opened in no week', () => {
  test.each([
    ['0 weeks', { repeatWeeks: 0 }, 'invalid-request', 'Give a whole number of weeks from 1 to 12'],
    ['13 weeks', { repeatWeeks: 13 }, 'invalid-request', 'Give a whole number of weeks from 1 to 12'],
    ['one and a half weeks', { repeatWeeks: 1.5 }, 'invalid-request', 'Give a whole number of weeks from 1 to 12'],
    ['weeks as text', { repeatWeeks: '4' }, 'invalid-request', 'Give a whole number of weeks from 1 to 12'],
    [
      'a last week beyond the horizon',
      { startUtc: '2030-06-25T18:00:00Z' },
      'start-too-far',
      'Choose at most 2: later weeks are more than half a year away',
    ],
    [
      'a night whose clocks skip the time',
      { startUtc: '2030-03-17T01:30:00Z' },
      'invalid-request',
      'There is no 01:30 on 2030-03-31 in Europe/London, because the clocks go forward: choose another time, or at most 2',
    ],
  ])('%s: the field, the rule and the way out are said', async (_, change, code, message) => {
    const api = testRoomsApi();
    const refused = await api.askAs(ben, 'POST /api/rooms', { body: { ...wanted, ...change } });
    expect(refused).toMatchObject({ status: 400, body: { code, errors: [{ field: 'repeatWeeks', message }] } });
    expect(await listedStarts(api)).toEqual([]);
  });

  test('a first week in the past, or beyond the horizon, is a matter of the start', async () => {
    const api = testRoomsApi();
    for (const [startUtc, code] of [
      ['2029-12-31T18:00:00Z', 'start-in-past'],
      ['2030-08-01T18:00:00Z', 'start-too-far'],
    ]) {
      const refused = await api.askAs(ben, 'POST /api/rooms', { body: { ...wanted, startUtc } });
      expect(refused).toMatchObject({ status: 400, body: { code, errors: [{ field: 'startUtc' }] } });
    }
    expect(await listedStarts(api)).toEqual([]);
  });

  test('an overlap in one week is asked about with every session that is in the way, before anything is opened', async () => {
    const api = testRoomsApi();
    const inTheWay = [
      await api.open(ben, { startUtc: STARTS[1], durationMinutes: 30 }),
      await api.open(ben, { startUtc: STARTS[3], durationMinutes: 30 }),
    ];
    const refused = await api.askAs(ben, 'POST /api/rooms', keyed(wanted));
    expect([refused.status, refused.body.code]).toEqual([409, 'overlap']);
    expect(refused.body.sessions.map(({ id }: { id: string }) => id).toSorted()).toEqual(inTheWay.toSorted());
    expect(await listedStarts(api)).toHaveLength(2);
    const allowed = await api.askAs(ben, 'POST /api/rooms', keyed({ ...wanted, allowOverlap: true }));
    expect([allowed.status, allowed.body.weekly.length]).toEqual([201, 4]);
    expect(await listedStarts(api)).toHaveLength(6);
  });

  test.each([
    ['openedPerDay', 5],
    ['hostedUpcoming', 5],
  ])('%s is judged for all weeks together, and what does not fit costs nothing', async (limit, allowed) => {
    const api = testRoomsApi(undefined, { ...AMPLE_LIMITS, [limit]: allowed });
    for (const day of [5, 6]) await api.open(ben, { startUtc: `2030-02-0${day}T18:00:00Z`, durationMinutes: 30 });
    const refused = await api.askAs(ben, 'POST /api/rooms', { body: wanted });
    expect(refused).toMatchObject({ status: 429, body: { code: 'person-limit', errors: [{ field: limit }] } });
    expect(await listedStarts(api)).toHaveLength(2);
    expect((await api.askAs(ben, 'POST /api/rooms', { body: { ...wanted, repeatWeeks: 3 } })).status).toBe(201);
  });

  test('two series at once do not go over a limit together', async () => {
    const api = testRoomsApi(undefined, parsePersonLimits('openedPerDay=6') ?? AMPLE_LIMITS);
    const later = { ...wanted, startUtc: '2030-02-05T18:00:00Z' };
    const answers = await Promise.all([wanted, later].map((body) => api.askAs(ben, 'POST /api/rooms', { body })));
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['201', '429']);
    expect(await listedStarts(api)).toHaveLength(4);
  });
});

describe('a fault in the middle of it', () => {
  test('what is open is said, and the same request opens the rest', async () => {
    const api = testRoomsApi(breakingStore(3), parsePersonLimits('openedPerDay=4 hostedUpcoming=4') ?? AMPLE_LIMITS);
    const broken = await api.askAs(ben, 'POST /api/rooms', keyed(wanted));
    expect([broken.status, broken.body.code]).toEqual([503, 'weekly-unfinished']);
    expect(broken.body.opened.map(({ startUtc }: { startUtc: string }) => startUtc)).toEqual(STARTS.slice(0, 2));
    expect(await listedStarts(api)).toEqual(STARTS.slice(0, 2));
    const again = await api.askAs(ben, 'POST /api/rooms', keyed(wanted));
    expect([again.status, again.body.weekly.length]).toEqual([201, 4]);
    expect(again.body.weekly.slice(0, 2)).toEqual(broken.body.opened);
    expect(await listedStarts(api)).toEqual(STARTS);
  });

  test('a fault before the first is an ordinary fault, of which nothing is left', async () => {
    const api = testRoomsApi(breakingStore(1));
    expect(await api.askAs(ben, 'POST /api/rooms', keyed(wanted))).toMatchObject({ status: 500, body: { code: 'internal-error' } });
    expect(await listedStarts(api)).toEqual([]);
  });

  test('another request under the same key is refused, and opens nothing', async () => {
    const api = testRoomsApi();
    await api.askAs(ben, 'POST /api/rooms', keyed(wanted));
    const other = await api.askAs(ben, 'POST /api/rooms', keyed({ ...wanted, startUtc: '2030-03-20T19:00:00Z', repeatWeeks: 6 }));
    expect([other.status, other.body.code]).toEqual([409, 'room-exists']);
    expect(await listedStarts(api)).toEqual(STARTS);
  });
});
