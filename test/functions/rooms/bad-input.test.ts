import { beforeEach, describe, expect, test } from 'vitest';
import type { RoomId } from '../../../shared/words/ids.ts';
import { claimsOf, roomPath, testRoomsApi } from '../../support/rooms-api.ts';
import { ask } from '../../support/http-events.ts';
import { asha, ben, mallory, monday } from '../../support/rooms.ts';
import { DURATIONS_IN_WORDS } from '../../../shared/words/durations.ts';

const start = '2030-01-15T18:00:00.000Z';
const fine = { startUtc: start, durationMinutes: 60, timeZone: 'Europe/London' };
const nowhere = '00000000-0000-4000-8000-00000000dead';

let api: ReturnType<typeof testRoomsApi>;
beforeEach(() => {
  api = testRoomsApi();
});

const create = (body: unknown, headers = {}) => api.askAs(ben, 'POST /api/rooms', { body, headers });

describe('a new session', () => {
  test.each<[string, object, string]>([
    ['of 45 minutes', { durationMinutes: 45 }, 'durationMinutes'],
    ['of "60" minutes', { durationMinutes: '60' }, 'durationMinutes'],
    ['without a length', { durationMinutes: undefined }, 'durationMinutes'],
    ['that starts in the past', { startUtc: '2030-01-07T08:59:59Z' }, 'startUtc'],
    ['that starts now', { startUtc: monday }, 'startUtc'],
    ['without a start', { startUtc: undefined }, 'startUtc'],
    ['that starts tomorrow, in words', { startUtc: 'tomorrow' }, 'startUtc'],
    ['that starts on a day', { startUtc: '2030-01-15' }, 'startUtc'],
    ['that starts at a local time', { startUtc: '2030-01-15T18:00:00' }, 'startUtc'],
    ['that starts on a day that there is not', { startUtc: '2030-02-30T18:00:00Z' }, 'startUtc'],
    ['that starts at a number', { startUtc: 1_894_730_400_000 }, 'startUtc'],
    ['that starts in the year 10000 elsewhere', { startUtc: '9999-12-31T23:59:00-12:00' }, 'startUtc'],
    ['that starts before the year 0 elsewhere', { startUtc: '0000-01-01T00:00:00+12:00' }, 'startUtc'],
    ['that starts a life away', { startUtc: '2100-01-01T00:00:00Z' }, 'startUtc'],
    ['in no zone', { timeZone: '' }, 'timeZone'],
    ['in a zone that is an offset', { timeZone: '+05:30' }, 'timeZone'],
    ['in an unknown zone', { timeZone: 'Asia/Atlantis' }, 'timeZone'],
    ['in a zone with a way out of its folder', { timeZone: '../../etc/passwd' }, 'timeZone'],
    ['in a zone that is null', { timeZone: null }, 'timeZone'],
    ['with a field that there is not', { hostEmail: 'x@mail.example' }, 'hostEmail'],
  ])('%s is refused, with the rule at its field', async (_name, change, field) => {
    const { status, body } = await create({ ...fine, ...change });
    expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
    expect(await api.index.ownRooms(ben.sub, { part: 'to-come', boundary: monday, asHost: null, asGuest: null })).toMatchObject({
      rows: [],
    });
  });

  test('the refusal of a new session of 7 minutes names the lengths that there are', async () => {
    const { body } = await create({ ...fine, durationMinutes: 7 });
    const errors = [{ field: 'durationMinutes', message: `Choose ${DURATIONS_IN_WORDS} minutes` }];
    expect(body).toMatchObject({ code: 'invalid-request', errors });
  });

  test.each([30, 60, 90])('a new session of %i minutes is welcome', async (durationMinutes) => {
    expect(await create({ ...fine, durationMinutes })).toMatchObject({ status: 201, body: { durationMinutes } });
  });

  test.each<[string, unknown, object, number, string]>([
    ['no body', undefined, {}, 400, 'body-missing'],
    ['no JSON', '{', {}, 400, 'malformed-json'],
    ['more than 16 KB', { ...fine, timeZone: 'x'.repeat(16 * 1024) }, {}, 413, 'body-too-large'],
    ['a form', 'startUtc=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported-media-type'],
  ])('a new session sent in %s is refused', async (_name, body, headers, status, code) => {
    expect(await create(body, headers)).toMatchObject({ status, body: { code } });
  });

  test.each(['UTC', 'Asia/Kolkata', 'Asia/Calcutta', 'Europe/Kyiv', 'Europe/Kiev', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'GB'])(
    'a new session in the zone %s is kept with the zone as given',
    async (timeZone) => {
      const { body } = await create({ ...fine, timeZone });
      expect((await api.rooms.load(body.id)).room).toMatchObject({ host: { timeZone } });
    },
  );

  test('a new session without a zone has that of the account; without either it is asked for', async () => {
    const { timeZone: _zone, ...body } = fine;
    const created = await create(body);
    expect((await api.rooms.load(created.body.id)).room).toMatchObject({ host: { timeZone: ben.timeZone } });
    for (const zoneinfo of [undefined, '', 'Mars/Olympus', 7]) {
      const refused = await ask(api.handler, { route: 'POST /api/rooms', body, claims: { ...claimsOf(ben), zoneinfo } });
      expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: 'timeZone' }] } });
    }
  });

  test.each([
    ['2030-03-31T00:30:00+00:00', '2030-03-31T00:30:00.000Z'],
    ['2030-03-31T02:30:00+01:00', '2030-03-31T01:30:00.000Z'],
    ['2030-04-07T02:30:00+11:00', '2030-04-06T15:30:00.000Z'],
    ['2030-04-07T02:30:00+10:00', '2030-04-06T16:30:00.000Z'],
    ['2030-04-01T23:45:59.999+05:45', '2030-04-01T18:00:59.000Z'],
  ])('a session at %s, around a change of clocks or not, starts at %s', async (startUtc, instant) => {
    expect((await create({ ...fine, startUtc })).body.startUtc).toBe(instant);
  });
});

describe('an Idempotency-Key', () => {
  const keyed = (key: string, body: object = fine) => create(body, { 'idempotency-key': key });

  test('an Idempotency-Key makes one session of a repeated request', async () => {
    const [first, second] = [await keyed('k-1'), await keyed('k-1')];
    expect([second.status, second.body, second.headers]).toEqual([201, first.body, first.headers]);
    expect(api.log.counted('RoomsCreated')).toBe(1);
  });

  test('an Idempotency-Key of ten requests at once makes one session', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => keyed('k-1')));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(api.log.counted('RoomsCreated')).toBe(1);
  });

  test('an Idempotency-Key is one person’s own, and another one makes another session', async () => {
    const ids = [(await keyed('k-1')).body.id, (await keyed('k-2')).body.id];
    const hers = await api.askAs(asha, 'POST /api/rooms', { body: fine, headers: { 'idempotency-key': 'k-1' } });
    expect(hers.status).toBe(201);
    expect(new Set([...ids, hers.body.id]).size).toBe(3);
  });

  test('an Idempotency-Key that has opened a session opens no other', async () => {
    await keyed('k-1');
    expect(await keyed('k-1', { ...fine, startUtc: '2030-01-20T18:00:00Z' })).toMatchObject({ status: 409, body: { code: 'room-exists' } });
  });

  test.each(['', ' ', 'a b', 'x'.repeat(256), 'ключ', 'k\u0000'])('an Idempotency-Key cannot be %j', async (key) => {
    expect(await keyed(key)).toMatchObject({ status: 400, body: { errors: [{ field: 'Idempotency-Key' }] } });
  });
});

describe('the person who asks', () => {
  const routes = ['POST /api/rooms', 'GET /api/rooms', 'GET /api/rooms/mine', 'GET /api/rooms/{id}', 'DELETE /api/rooms/{id}/booking'];
  const asked = (claims: object | undefined, route: string) =>
    ask(api.handler, { route, ...roomPath(nowhere), ...(claims && { claims: claims as Record<string, unknown> }) });

  test.each(routes)('a caller who is not known gets no answer from %s', async (route) => {
    for (const claims of [undefined, {}, { ...claimsOf(ben), sub: '' }, { ...claimsOf(ben), sub: 'x'.repeat(256) }]) {
      expect(await asked(claims, route)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    }
  });

  test.each(routes)('a caller without a verified address gets no answer from %s', async (route) => {
    for (const email_verified of ['false', false, undefined, '', 'yes', 1, 'TRUE']) {
      expect(await asked({ ...claimsOf(ben), email_verified }, route)).toMatchObject({ status: 403, body: { code: 'email-not-verified' } });
    }
  });

  test.each([
    undefined,
    '',
    'ben',
    'ben@localhost',
    '"ben carter"@mail.example',
    'ben@mail.example\r\nBcc: x@mail.example',
    'ben@mail.example, x@mail.example',
    'Ben <ben@mail.example>',
    `${'b'.repeat(65)}@mail.example`,
    'practice@sessions.example',
    'PRACTICE@Sessions.Example',
    'practice+ben@sessions.example',
    'ben@sessions.example',
  ])('a person with the address %j takes no part', async (email) => {
    expect(await asked({ ...claimsOf(ben), email }, 'GET /api/rooms')).toMatchObject({ status: 403, body: { code: 'email-unusable' } });
  });

  test('a caller is verified also where the claim is a boolean, and an address at a domain that contains ours is welcome', async () => {
    const claims = { ...claimsOf(ben), email_verified: true, email: 'ben@mail.sessions.example' };
    expect((await asked(claims, 'GET /api/rooms')).status).toBe(200);
  });
});

describe('a session', () => {
  test.each(['', 'x', nowhere, `${nowhere}0`, '../rooms', nowhere.replaceAll('-', '')])(
    'a session that is not there, %j, is not found',
    async (id) => {
      for (const route of ['GET /api/rooms/{id}', 'DELETE /api/rooms/{id}', 'POST /api/rooms/{id}/booking']) {
        expect(await api.askAs(ben, route, roomPath(id))).toMatchObject({ status: 404, body: { code: 'room-not-found' } });
      }
    },
  );

  test('a session is found by its id in capitals too', async () => {
    const id = await api.open(ben, fine);
    expect((await api.askAs(asha, 'GET /api/rooms/{id}', roomPath(id.toUpperCase()))).status).toBe(200);
  });

  test('a session of one’s own cannot be booked, nor under another account with the same address', async () => {
    const id = await api.open(ben, fine);
    for (const person of [ben, { ...ben, sub: 'sub-of-ben-at-another-provider' }]) {
      const refused = await api.askAs(person, 'POST /api/rooms/{id}/booking', roomPath(id));
      expect(refused).toMatchObject({ status: 409, body: { code: 'own-room' } });
    }
  });

  test('a session of one’s own cannot be booked from another address that the host or the caller has confirmed', async () => {
    const id = await api.open(ben, fine);
    const known = { ...asha, sub: 'ben-at-work' };
    await api.confirmAddress(ben, known.email);
    expect(await api.askAs(known, 'POST /api/rooms/{id}/booking', roomPath(id))).toMatchObject({ status: 409, body: { code: 'own-room' } });
    await api.confirmAddress(mallory, ben.email);
    expect(await api.askAs(mallory, 'POST /api/rooms/{id}/booking', roomPath(id))).toMatchObject({
      status: 409,
      body: { code: 'own-room' },
    });
  });

  test('a session that has started can no longer be booked', async () => {
    const id = await api.open(ben, fine);
    api.world.turnTo((await api.askAs(ben, 'GET /api/rooms/{id}', roomPath(id))).body.startUtc);
    expect(await api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(id))).toMatchObject({
      status: 409,
      body: { code: 'room-started' },
    });
  });

  test('a session that is cancelled can be neither booked nor moved nor left', async () => {
    const id = await api.openAndBook(ben, asha, fine);
    await api.askAs(ben, 'DELETE /api/rooms/{id}', roomPath(id));
    const body = { startUtc: '2030-01-20T18:00:00Z' };
    expect(await api.askAs(mallory, 'POST /api/rooms/{id}/booking', roomPath(id))).toMatchObject({ body: { code: 'room-not-found' } });
    expect(await api.askAs(ben, 'POST /api/rooms/{id}/reschedule', { ...roomPath(id), body })).toMatchObject({
      body: { code: 'room-cancelled' },
    });
    expect(await api.askAs(asha, 'DELETE /api/rooms/{id}/booking', roomPath(id))).toMatchObject({ body: { code: 'room-cancelled' } });
  });

  test('a session is moved and cancelled by its host alone, and left by its guest alone', async () => {
    const id = await api.openAndBook(ben, asha, fine);
    const before = await api.rooms.load(id as RoomId);
    const body = { startUtc: '2030-01-20T18:00:00Z' };
    const refused = [
      [asha, { status: 403, body: { code: 'not-host' } }],
      [mallory, { status: 404, body: { code: 'room-not-found' } }],
    ] as const;
    for (const [person, answer] of refused) {
      expect(await api.askAs(person, 'DELETE /api/rooms/{id}', roomPath(id))).toMatchObject(answer);
      expect(await api.askAs(person, 'POST /api/rooms/{id}/reschedule', { ...roomPath(id), body })).toMatchObject(answer);
    }
    expect(await api.askAs(ben, 'DELETE /api/rooms/{id}/booking', roomPath(id))).toMatchObject({
      status: 403,
      body: { code: 'not-guest' },
    });
    expect((await api.askAs(mallory, 'DELETE /api/rooms/{id}/booking', roomPath(id))).status).toBe(404);
    expect(await api.rooms.load(id as RoomId)).toEqual(before);
  });

  test('nobody can open a session beyond the horizon, or move one there', async () => {
    const [last, beyond] = ['2030-07-08T09:00:00Z', '2030-07-08T09:15:00Z'];
    const problem = {
      status: 400,
      body: {
        code: 'start-too-far',
        title: 'That time is more than half a year away.',
        detail: 'Choose a date within half a year.',
        errors: [{ field: 'startUtc', message: 'Choose a date within half a year.' }],
      },
    };
    expect(await api.askAs(ben, 'POST /api/rooms', { body: { ...fine, startUtc: beyond } })).toMatchObject(problem);
    const id = await api.open(ben, { ...fine, startUtc: last });
    const move = { ...roomPath(id), body: { startUtc: beyond } };
    expect(await api.askAs(ben, 'POST /api/rooms/{id}/reschedule', move)).toMatchObject(problem);
  });

  test('nobody can move a session into the past', async () => {
    const id = await api.open(ben, fine);
    const refused = await api.askAs(ben, 'POST /api/rooms/{id}/reschedule', {
      ...roomPath(id),
      body: { startUtc: '2030-01-01T18:00:00Z' },
    });
    expect(refused).toMatchObject({ status: 400, body: { code: 'start-in-past', errors: [{ field: 'startUtc' }] } });
  });
});
