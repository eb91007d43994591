import { beforeEach, describe, expect, test } from 'vitest';
import { refuseHost } from '../../../shared/room/profile.ts';
import { eraseAddress } from '../../../shared/words/email-address.ts';
import { asha, ben, dina, mallory, nextTuesday, nextWednesday } from '../../support/rooms.ts';
import { AMPLE_LIMITS, roomPath, testRoomsApi } from '../../support/rooms-api.ts';

/*
 * Two who have practised together do so again: a session that is reserved for one of them.
 */

const LATER = '2030-02-05T18:00:00.000Z';

let api: ReturnType<typeof testRoomsApi>;
/** Ben and Asha have practised together; it is the day after. */
let past: string;
beforeEach(async () => {
  api = testRoomsApi();
  past = await api.openAndBook(ben, asha, { startUtc: nextTuesday, durationMinutes: 60 });
  api.world.turnTo(nextWednesday);
});

const reserve = (more: object = {}, of: object = {}, by = ben, headers: Readonly<Record<string, string>> = {}) =>
  api.askAs(by, 'POST /api/rooms', {
    body: { startUtc: LATER, durationMinutes: 60, reservedFor: { roomId: past, ...of }, ...more },
    headers,
  });
const listed = async (person = dina) =>
  (await api.askAs(person, 'GET /api/rooms', { query: { from: '2030-02-01T00:00:00Z', days: '14' } })).body.rooms.map(({ id }: any) => id);
const see = (person: typeof ben, id: string) => api.askAs(person, 'GET /api/rooms/{id}', roomPath(id));
const book = (person: typeof ben, id: string) => api.askAs(person, 'POST /api/rooms/{id}/booking', roomPath(id));

test('a reserved session is seen by its host and by the person for whom it is reserved alone, and is in no list of open sessions', async () => {
  const { status, body } = await reserve({}, { thenForEveryone: true });
  expect(status).toBe(201);
  expect(body.reservedFor).toEqual({ firstName: 'Asha', until: '2030-01-18T19:30:00.000Z', thenForEveryone: true });
  expect(JSON.stringify(body)).not.toMatch(/@|sub-of/);
  expect((await see(asha, body.id)).body).toMatchObject({ role: null, reservedForYouUntil: '2030-01-18T19:30:00.000Z' });
  expect((await see(asha, body.id)).body).not.toHaveProperty('reservedFor');
  expect((await see(dina, body.id)).status).toBe(404);
  for (const person of [dina, asha]) expect(await listed(person)).not.toContain(body.id);
  const mine = (await api.askAs(asha, 'GET /api/rooms/mine', { query: {} })).body.rooms;
  expect(mine.map(({ id }: any) => id)).toEqual([body.id, past]);
});

test('the person books it in the app, and somebody else finds nothing to book', async () => {
  const { id } = (await reserve()).body;
  expect((await book(dina, id)).body).toMatchObject({ status: 404, code: 'room-not-found' });
  const booked = await book(asha, id);
  expect(booked.status).toBe(200);
  expect(booked.body).toMatchObject({ role: 'guest', isForTwoOnly: true });
});

test('the person for whom a session is reserved becomes the guest, also when two people book it at once', async () => {
  const { id } = (await reserve()).body;
  const [first, second] = await Promise.all([book(dina, id), book(asha, id)]);
  expect([first.status, second.status]).toEqual([404, 200]);
  expect((await see(ben, id)).body.guest.firstName).toBe('Asha');
});

test('after 48 hours everyone can see and book it, where the host wanted that', async () => {
  const { id } = (await reserve({}, { thenForEveryone: true })).body;
  api.world.advance(48 * 60);
  expect((await see(dina, id)).status).toBe(200);
  expect((await book(dina, id)).status).toBe(200);
});

test('after 48 hours nobody can book it, where the host did not want that', async () => {
  const { id } = (await reserve()).body;
  api.world.advance(48 * 60);
  expect((await see(dina, id)).status).toBe(404);
  expect((await book(dina, id)).body.code).toBe('room-not-found');
  expect((await book(asha, id)).body.code).toBe('reservation-over');
});

test('the guest of a past session can ask its host too', async () => {
  const { body } = await reserve({}, {}, asha);
  expect(body).toMatchObject({ role: 'host', reservedFor: { firstName: 'Ben' } });
});

test('the name and the zone that the person has chosen since are those of the reservation', async () => {
  await api.askAs(asha, 'PATCH /api/me', { body: { givenName: 'Ashu', timeZone: 'Europe/Paris' } });
  const { body } = await reserve();
  expect(body.reservedFor.firstName).toBe('Ashu');
  await api.askAs(asha, 'PATCH /api/me', { body: { givenName: 'Asha' } });
  expect((await see(ben, body.id)).body.reservedFor.firstName).toBe('Asha');
});

test('the same request with the same key reserves one session', async () => {
  const key = { 'idempotency-key': 'the-same' };
  const [first, second] = [await reserve({}, {}, ben, key), await reserve({}, {}, ben, key)];
  expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id]);
  expect((await api.rooms.load(first.body.id)).outbox?.size).toBe(1);
});

test('three a day, because each is a mail to somebody', async () => {
  api = testRoomsApi(undefined, { ...AMPLE_LIMITS, reservedPerDay: 3 });
  past = await api.openAndBook(ben, asha, { startUtc: nextTuesday, durationMinutes: 60 });
  api.world.turnTo(nextWednesday);
  const answers = [];
  for (const day of ['05', '06', '07', '08']) answers.push(await reserve({ startUtc: `2030-02-${day}T18:00:00.000Z` }));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
  expect(answers[3]?.body.errors[0].field).toBe('reservedPerDay');
  expect((await api.askAs(ben, 'POST /api/rooms', { body: { startUtc: LATER, durationMinutes: 60, allowOverlap: true } })).status).toBe(
    201,
  );
});

describe('who cannot be asked', () => {
  const codeOf = async (answer: ReturnType<typeof reserve>) => (await answer).body.code;

  test('nobody is asked by a session that one is not in, or that is not there', async () => {
    expect(await codeOf(reserve({}, {}, mallory))).toBe('room-not-found');
    expect(await codeOf(reserve({}, { roomId: 'c0ffee00-0000-4000-8000-00000000dead' }))).toBe('room-not-found');
    expect(await codeOf(reserve({}, { roomId: 'no id' }))).toBe('invalid-request');
  });

  test('nobody is asked by a session that is to come, or was cancelled, or that nobody booked', async () => {
    const toCome = await api.openAndBook(ben, dina, { startUtc: '2030-03-01T10:00:00.000Z', durationMinutes: 30 });
    expect(await codeOf(reserve({}, { roomId: toCome }))).toBe('not-practised');
    await api.askAs(ben, 'DELETE /api/rooms/{id}', roomPath(toCome));
    api.world.turnTo('2030-03-02T10:00:00.000Z' as typeof nextTuesday);
    const start = { startUtc: '2030-03-05T18:00:00.000Z' };
    expect(await codeOf(reserve(start, { roomId: toCome }))).toBe('not-practised');
  });

  test('somebody who wants no more from this host is not asked, and the host does not learn why', async () => {
    await api.changePerson(asha, (profile) => refuseHost(profile, ben.sub));
    expect(await codeOf(reserve())).toBe('partner-unavailable');
    expect((await reserve({}, {}, asha)).status).toBe(201);
  });

  test('somebody who has asked to be erased, or of whom nothing is kept, is not asked', async () => {
    await api.askAs(asha, 'DELETE /api/me');
    expect(await codeOf(reserve())).toBe('partner-unavailable');
    const stored = await api.rooms.load(past as any);
    const room: any = stored.room;
    await api.rooms.save(stored, { ...room, guest: { ...room.guest, sub: 'erased:1', email: eraseAddress('1') } }, []);
    expect(await codeOf(reserve())).toBe('partner-unavailable');
  });
});
