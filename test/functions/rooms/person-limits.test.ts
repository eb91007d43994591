import { describe, expect, test } from 'vitest';
import { plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import { SIGNED_IN_ROUTES, type SignedInRoute } from '../../../shared/words/route-keys.ts';
import { DEFAULT_PERSON_LIMITS } from '../../../shared/words/person-limits.ts';
import { testRoomsApi, roomPath } from '../../support/rooms-api.ts';
import { asha, ben, dina, mallory, monday, nextTuesday, nextWednesday } from '../../support/rooms.ts';

const rooms = (count: number) =>
  Array.from({ length: count }, (_, nth) => ({ body: { startUtc: plusMinutes(nextTuesday, 90 * nth), durationMinutes: 30 } }));
const limited = (limits: Partial<typeof DEFAULT_PERSON_LIMITS | Record<string, number>>, undoSeconds = 0) =>
  testRoomsApi(undefined, { ...DEFAULT_PERSON_LIMITS, ...limits }, undoSeconds);

describe('one person', () => {
  test('one person opens 30 sessions a day, also from eight connections at once', async () => {
    const api = limited({});
    const answers = await Promise.all(rooms(38).map((room) => api.askAs(ben, 'POST /api/rooms', room)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(30);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(8);
    expect(refused[0]!.body).toMatchObject({
      code: 'person-limit',
      endsAt: plusMinutes(monday, 24 * 60),
      errors: [{ field: 'openedPerDay' }],
    });
    expect(refused[0]!.headers?.['retry-after']).toBe('Tue, 08 Jan 2030 09:00:00 GMT');
    expect((await api.askAs(dina, 'POST /api/rooms', rooms(1)[0])).status).toBe(201);
    api.world.advance(24 * 60);
    const later = { body: { startUtc: plusMinutes(nextTuesday, 90 * 40), durationMinutes: 30 } };
    expect((await api.askAs(ben, 'POST /api/rooms', later)).status).toBe(201);
  });

  test('one person hosts so many sessions at a time, and one that is cancelled counts no more', async () => {
    const api = limited({ hostedUpcoming: 3 });
    const ids = await Promise.all(rooms(3).map(({ body }) => api.open(ben, body)));
    const [next] = rooms(1);
    expect((await api.askAs(ben, 'POST /api/rooms', next)).body.errors).toMatchObject([{ field: 'hostedUpcoming' }]);
    await api.askAs(ben, 'DELETE /api/rooms/{id}', roomPath(ids[0]!));
    api.world.advance(1);
    expect((await api.askAs(ben, 'POST /api/rooms', next)).status).toBe(201);
  });

  test('one person holds so many bookings at a time, also from eight connections at once', async () => {
    const api = limited({ bookingsHeld: 3 });
    const ids = await Promise.all(rooms(8).map(({ body }) => api.open(ben, body)));
    const answers = await Promise.all(ids.map((id) => api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(id))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(answers.filter(({ body }) => body.code === 'person-limit')).toHaveLength(5);
  });

  test.each([
    ['a minute after the other', 1],
    ['right after the other', 0],
  ])('one person books a host again three times a day after leaving, one %s', async (_, minutes) => {
    const api = limited({});
    const id = await api.open(ben, rooms(1)[0]!.body);
    const seen: (number | undefined)[] = [];
    for (let nth = 0; nth < 5; nth++) {
      seen.push((await api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(id))).status);
      api.world.advance(minutes);
      await api.askAs(asha, 'DELETE /api/rooms/{id}/booking', roomPath(id));
      api.world.advance(minutes);
    }
    expect(seen).toEqual([200, 200, 200, 200, 429]);
  });

  test('a session that was cancelled right after it was opened counts no more, and can be taken back only while there is room for it', async () => {
    const api = limited({ hostedUpcoming: 2 }, 60);
    const [first, second] = [await api.open(ben, rooms(1)[0]!.body), await api.open(ben, rooms(2)[1]!.body)];
    await api.askAs(ben, 'DELETE /api/rooms/{id}', roomPath(first));
    expect((await api.askAs(ben, 'POST /api/rooms/{id}/undo', roomPath(first))).status).toBe(200);
    for (const id of [first, second]) await api.askAs(ben, 'DELETE /api/rooms/{id}', roomPath(id));
    const next = rooms(5).slice(2);
    const answers = await Promise.all(next.map((room) => api.askAs(ben, 'POST /api/rooms', room)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect((await api.askAs(ben, 'POST /api/rooms/{id}/undo', roomPath(first))).body.code).toBe('person-limit');
  });

  test('a guest holds no more bookings than allowed when a host takes back that they cancelled', async () => {
    const api = limited({ bookingsHeld: 1 }, 60);
    const id = await api.openAndBook(ben, asha, rooms(1)[0]!.body);
    const [another, third] = [await api.open(dina, rooms(2)[1]!.body), await api.open(dina, rooms(3)[2]!.body)];
    api.world.advance(60);
    await api.askAs(ben, 'DELETE /api/rooms/{id}', roomPath(id));
    expect((await api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(another))).status).toBe(429);
    await api.askAs(ben, 'POST /api/rooms/{id}/undo', roomPath(id));
    expect((await api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(another))).status).toBe(429);
    await api.askAs(ben, 'DELETE /api/rooms/{id}', roomPath(id));
    api.world.advance(1);
    expect((await api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(another))).status).toBe(200);
    expect((await api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(third))).status).toBe(429);
  });

  test('the last booking that is allowed succeeds also when it is pressed twice at once', async () => {
    const api = limited({ bookingsHeld: 1 });
    const id = await api.open(ben, rooms(1)[0]!.body);
    const answers = await Promise.all([1, 2].map(() => api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(id))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  test('one person suggests so many times a day, in all sessions together', async () => {
    const api = limited({ proposedPerDay: 2 });
    const ids: string[] = [];
    for (const { body } of rooms(3)) ids.push(await api.openAndBook(ben, asha, body));
    const body = { proposedStartUtc: nextWednesday, proposedEndUtc: plusMinutes(nextWednesday, 30) };
    const answers = await Promise.all(ids.map((id) => api.askAs(asha, 'POST /api/rooms/{id}/proposals', { ...roomPath(id), body })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
  });

  test('a suggestion that is sent eight times at once is one suggestion, also for the limit', async () => {
    const api = limited({ proposedPerDay: 2 });
    const id = await api.openAndBook(ben, asha, rooms(1)[0]!.body);
    const suggest = (start: Instant) =>
      api.askAs(asha, 'POST /api/rooms/{id}/proposals', {
        ...roomPath(id),
        body: { proposedStartUtc: start, proposedEndUtc: plusMinutes(start, 30) },
      });
    const answers = await Promise.all(Array.from({ length: 8 }, () => suggest(nextWednesday)));
    expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
    expect((await suggest(plusMinutes(nextWednesday, 60))).status).toBe(201);
    expect((await suggest(plusMinutes(nextWednesday, 120))).status).toBe(429);
  });

  test('a command that is refused or changes nothing counts towards no limit of a person', async () => {
    const api = limited({ bookedPerDay: 1 });
    const [first = '', second = ''] = await Promise.all(rooms(2).map(({ body }) => api.open(ben, body)));
    await api.askAs(dina, 'POST /api/rooms/{id}/booking', roomPath(first));
    expect((await api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(first))).body.code).toBe('room-taken');
    expect((await api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(second))).status).toBe(200);
    expect((await api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(second))).status).toBe(200);
  });
});

describe('a stranger', () => {
  const NOWHERE = '00000000-0000-4000-8000-00000000dead';
  const proposed = { proposedStartUtc: nextWednesday, proposedEndUtc: plusMinutes(nextWednesday, 30) };
  const BODIES: Partial<Record<SignedInRoute, object>> = {
    'POST /api/rooms/{id}/reschedule': { startUtc: nextWednesday },
    'POST /api/rooms/{id}/proposals': proposed,
    'POST /api/rooms/{id}/notes': { text: 'Hello' },
    'PUT /api/rooms/{id}/introduction': { yes: true },
    'PUT /api/rooms/{id}/meeting-url': { meetingUrl: 'https://meet.jit.si/x' },
  };
  const BOOK = 'POST /api/rooms/{id}/booking';
  const routes = SIGNED_IN_ROUTES.filter((route) => route.includes('{id}'));

  test.each(['booked', 'cancelled'] as const)(
    'a stranger gets the same answer about a %s session as about none, from every route',
    async (state) => {
      const api = testRoomsApi(undefined, undefined, 60);
      const id = await api.openAndBook(ben, asha, rooms(1)[0]!.body);
      if (state === 'cancelled') await api.askAs(ben, 'DELETE /api/rooms/{id}', roomPath(id));
      // Whoever books after somebody else reads that the place is taken.
      for (const route of routes.filter((one) => one !== BOOK || state === 'cancelled')) {
        for (const body of [BODIES[route], { nonsense: true }]) {
          const ask = async (room: string) => {
            const { status, body: said } = await api.askAs(mallory, route, { ...roomPath(room, 'p1'), ...(body && { body }) });
            return [route, status, said.code, said.errors];
          };
          expect(await ask(id)).toEqual(await ask(NOWHERE));
        }
      }
      expect((await api.askAs(mallory, 'GET /api/rooms/{id}', roomPath(id))).body.code).toBe('room-not-found');
    },
  );
});
