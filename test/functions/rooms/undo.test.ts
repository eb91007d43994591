import { describe, expect, test } from 'vitest';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { DEFAULT_PERSON_LIMITS } from '../../../shared/words/person-limits.ts';
import { asha, ben, dina, mallory, nextTuesday, nextWednesday } from '../../support/rooms.ts';
import { AMPLE_LIMITS, roomPath, testRoomsApi } from '../../support/rooms-api.ts';

const CANCEL = 'DELETE /api/rooms/{id}';
const LEAVE = 'DELETE /api/rooms/{id}/booking';
const BOOK = 'POST /api/rooms/{id}/booking';
const UNDO = 'POST /api/rooms/{id}/undo';
const SHOW = 'GET /api/rooms/{id}';
const body = { startUtc: nextTuesday, durationMinutes: 60 };

async function bookedApi(limits = AMPLE_LIMITS) {
  const api = testRoomsApi(undefined, limits, 60);
  const id = await api.openAndBook(ben, asha, body);
  return { ...api, id, path: roomPath(id), waitSeconds: (seconds: number) => api.world.advance(seconds / 60) };
}

describe('somebody who cancels or leaves in the app', () => {
  test('a guest reads until when leaving can be taken back, and nobody else reads it', async () => {
    const api = await bookedApi();
    const left = await api.askAs(asha, LEAVE, api.path);
    expect(left.body).toMatchObject({ status: 'open', role: null, undoUntil: plusMinutes(api.world.now(), 1) });
    expect((await api.askAs(asha, SHOW, api.path)).body.undoUntil).toBe(plusMinutes(api.world.now(), 1));
    for (const other of [ben, dina]) expect((await api.askAs(other, SHOW, api.path)).body).not.toHaveProperty('undoUntil');
    api.waitSeconds(60);
    expect((await api.askAs(asha, SHOW, api.path)).body).not.toHaveProperty('undoUntil');
  });

  test('a guest who takes it back at second 59 is in the session again, with a line in the timeline', async () => {
    const api = await bookedApi();
    await api.askAs(asha, LEAVE, api.path);
    api.waitSeconds(59);
    const { status, body: room } = await api.askAs(asha, UNDO, api.path);
    expect([status, room.status, room.role, room.icsSequence]).toEqual([200, 'booked', 'guest', 0]);
    expect(room.history.map(({ event }: { event: string }) => event)).toEqual(['booked', 'left', 'undone']);
    expect(await api.owedBy(api.id)).toEqual(['invitation to host seq 0', 'invitation to guest seq 0']);
  });

  test('a host who takes it back at second 61 comes too late', async () => {
    const api = await bookedApi();
    await api.askAs(ben, CANCEL, api.path);
    api.waitSeconds(61);
    const { status, body: problem } = await api.askAs(ben, UNDO, api.path);
    expect([status, problem.code]).toEqual([409, 'too-late']);
    expect((await api.askAs(ben, SHOW, api.path)).body.status).toBe('cancelled');
  });

  test('taking it back twice, also at once, is one change and two successes', async () => {
    const api = await bookedApi();
    await api.askAs(ben, CANCEL, api.path);
    const answers = await Promise.all([1, 2, 3].map(() => api.askAs(ben, UNDO, api.path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await api.askAs(ben, UNDO, api.path)).status).toBe(200);
    const { body: room } = await api.askAs(ben, SHOW, api.path);
    expect(room.history.filter(({ event }: { event: string }) => event === 'undone')).toHaveLength(1);
  });

  test('the other party cannot take it back, and a stranger reads that there is no session', async () => {
    const api = await bookedApi();
    await api.askAs(ben, CANCEL, api.path);
    expect((await api.askAs(asha, UNDO, api.path)).body).toMatchObject({ status: 403, code: 'undo-not-yours' });
    expect((await api.askAs(mallory, UNDO, api.path)).body).toMatchObject({ status: 404, code: 'room-not-found' });
  });

  test('a guest whose place somebody else has booked meanwhile reads that it is taken', async () => {
    const api = await bookedApi();
    await api.askAs(asha, LEAVE, api.path);
    expect((await api.askAs(dina, BOOK, api.path)).status).toBe(200);
    expect((await api.askAs(asha, UNDO, api.path)).body).toMatchObject({ status: 409, code: 'room-taken' });
  });

  test('exactly one of a booking and an undo at once wins, and the room has one guest', async () => {
    const api = await bookedApi();
    await api.askAs(asha, LEAVE, api.path);
    const [booked, undone] = await Promise.all([api.askAs(dina, BOOK, api.path), api.askAs(asha, UNDO, api.path)]);
    expect(new Set([booked.status, undone.status])).toEqual(new Set([200, 409]));
    const { room } = await api.rooms.load(api.id as never);
    expect(room).toMatchObject({ status: 'booked', guest: { sub: booked.status === 200 ? dina.sub : asha.sub } });
  });

  test('a session is in the list of open ones as soon as its guest has left, and out of it when that is taken back', async () => {
    const api = await bookedApi();
    const listed = async () => (await api.askAs(dina, 'GET /api/rooms', { query: { days: '30' } })).body.rooms.length;
    await api.askAs(asha, LEAVE, api.path);
    expect(await listed()).toBe(1);
    await api.askAs(asha, UNDO, api.path);
    expect(await listed()).toBe(0);
  });
});

describe('the limits of a person', () => {
  test('taking it back is no booking of the day', async () => {
    const api = await bookedApi({ ...DEFAULT_PERSON_LIMITS, bookedPerDay: 1, sameHostPerDay: 1 });
    for (let n = 0; n < 3; n++) {
      expect((await api.askAs(asha, LEAVE, api.path)).status).toBe(200);
      expect((await api.askAs(asha, UNDO, api.path)).status).toBe(200);
    }
  });

  test('a guest who has booked another session in place of the one they left cannot come back above the limit', async () => {
    const api = await bookedApi({ ...AMPLE_LIMITS, bookingsHeld: 1 });
    const other = await api.open(ben, { ...body, startUtc: nextWednesday });
    await api.askAs(asha, LEAVE, api.path);
    expect((await api.askAs(asha, BOOK, roomPath(other))).status).toBe(200);
    expect((await api.askAs(asha, UNDO, api.path)).body).toMatchObject({ status: 429, code: 'person-limit' });
  });

  test('a guest who has booked another session at that time meanwhile is asked before they come back', async () => {
    const api = await bookedApi();
    const other = await api.open(dina, body);
    await api.askAs(asha, LEAVE, api.path);
    expect((await api.askAs(asha, BOOK, roomPath(other))).status).toBe(200);
    expect((await api.askAs(asha, UNDO, api.path)).body).toMatchObject({ status: 409, code: 'overlap', sessions: [{ id: other }] });
    expect((await api.askAs(asha, UNDO, { ...api.path, body: { allowOverlap: true } })).status).toBe(200);
  });
});

test('with UNDO_SECONDS=0 nothing can be taken back, and mail does not wait', async () => {
  const api = testRoomsApi();
  const id = await api.openAndBook(ben, asha, body);
  expect((await api.askAs(ben, CANCEL, roomPath(id))).body).not.toHaveProperty('undoUntil');
  expect((await api.mailOf(id)).map(({ notBefore }) => notBefore)).toEqual([null, null, null, null]);
  expect((await api.askAs(ben, UNDO, roomPath(id))).body).toMatchObject({ code: 'too-late' });
});
