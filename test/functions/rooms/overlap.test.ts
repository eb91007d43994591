import { describe, expect, test } from 'vitest';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { testRoomsApi, roomPath } from '../../support/rooms-api.ts';
import { asha, ben, dina, mallory, nextTuesday, nextWednesday } from '../../support/rooms.ts';

const at = (minutes: number, durationMinutes: 30 | 60 | 90 = 60) => ({ startUtc: plusMinutes(nextTuesday, minutes), durationMinutes });
const proposedAt = (start: string, minutes: number) => ({
  proposedStartUtc: start,
  proposedEndUtc: plusMinutes(start as typeof nextTuesday, minutes),
});

/** Ben hosts Tuesday 18:00; Asha is booked in another session of Dina's at that time. */
async function twoPlaces() {
  const api = testRoomsApi();
  const dinas = await api.openAndBook(dina, asha, at(30));
  const bens = await api.open(ben, at(0));
  api.world.advance(1);
  return { api, dinas, bens };
}

describe('a time at which the person has another session', () => {
  test('booking at a time of another session is refused with that session, and goes through when it is meant', async () => {
    const { api, dinas, bens } = await twoPlaces();
    const path = roomPath(bens);
    const { status, body } = await api.askAs(asha, 'POST /api/rooms/{id}/booking', path);
    expect([status, body.code]).toEqual([409, 'overlap']);
    const { startUtc, durationMinutes } = at(30);
    const endUtc = plusMinutes(startUtc, durationMinutes);
    expect(body.sessions).toEqual([{ id: dinas, role: 'guest', startUtc, endUtc, durationMinutes }]);
    expect((await api.askAs(asha, 'GET /api/rooms/{id}', path)).body.status).toBe('open');
    const meant = await api.askAs(asha, 'POST /api/rooms/{id}/booking', { ...path, body: { allowOverlap: true } });
    expect([meant.status, meant.body.status]).toEqual([200, 'booked']);
    const again = await api.askAs(asha, 'POST /api/rooms/{id}/booking', path);
    expect(again.status).toBe(200);
  });

  test('opening a session at a time of another one is refused', async () => {
    const { api } = await twoPlaces();
    for (const [minutes, status] of [
      [-60, 201],
      [-59, 409],
      [59, 409],
      [60, 201],
    ] as const) {
      expect([minutes, (await api.askAs(ben, 'POST /api/rooms', { body: at(minutes) })).status]).toEqual([minutes, status]);
    }
    expect((await api.askAs(ben, 'POST /api/rooms', { body: { ...at(0), allowOverlap: true } })).status).toBe(201);
  });

  test('moving a session to a time of another one is refused, and not when the session overlaps only itself', async () => {
    const { api, bens } = await twoPlaces();
    await api.open(ben, { startUtc: nextWednesday, durationMinutes: 60 });
    const move = (body: object) => api.askAs(ben, 'POST /api/rooms/{id}/reschedule', { ...roomPath(bens), body });
    expect((await move({ startUtc: plusMinutes(nextWednesday, 30) })).body.code).toBe('overlap');
    expect((await move({ startUtc: plusMinutes(nextTuesday, 30) })).status).toBe(200);
    expect((await move({ startUtc: plusMinutes(nextWednesday, 30), allowOverlap: true })).status).toBe(200);
  });

  test('suggesting or approving a time of another session is refused', async () => {
    const api = testRoomsApi();
    const id = await api.openAndBook(ben, asha, at(0));
    await api.open(ben, { startUtc: nextWednesday, durationMinutes: 60 });
    await api.openAndBook(dina, asha, { startUtc: plusMinutes(nextWednesday, 240), durationMinutes: 60 });
    const propose = (person: typeof ben, body: object) => api.askAs(person, 'POST /api/rooms/{id}/proposals', { ...roomPath(id), body });
    expect((await propose(asha, proposedAt(plusMinutes(nextWednesday, 240), 60))).body.code).toBe('overlap');
    const { body } = await propose(asha, proposedAt(nextWednesday, 60));
    const decision = roomPath(id, body.proposalId);
    const approve = (more: object = {}) => api.askAs(ben, 'POST /api/rooms/{id}/proposals/{pid}/approve', { ...decision, ...more });
    expect((await approve()).body.code).toBe('overlap');
    expect((await approve({ body: { allowOverlap: true } })).status).toBe(200);
  });

  test('the mail of the person who has two sessions at one time says so, and no other mail does', async () => {
    const { api, bens } = await twoPlaces();
    await api.askAs(asha, 'POST /api/rooms/{id}/booking', { ...roomPath(bens), body: { allowOverlap: true } });
    expect((await api.mailOf(bens)).map(({ to, isBusy }) => [to.role, isBusy])).toEqual([
      ['host', false],
      ['guest', true],
    ]);
  });

  test('a session that was cancelled or left is in nobody’s way', async () => {
    const { api, dinas, bens } = await twoPlaces();
    await api.askAs(asha, 'DELETE /api/rooms/{id}/booking', roomPath(dinas));
    api.world.advance(1);
    expect((await api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(bens))).status).toBe(200);
  });

  test('one person who books two sessions of one time at once gets one of them', async () => {
    const api = testRoomsApi();
    const ids = await Promise.all([ben, dina, mallory].map((host) => api.open(host, at(0))));
    const answers = await Promise.all(ids.map((id) => api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(id))));
    expect(answers.map(({ status }) => status).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual([200, 409, 409]);
  });

  test('sessions from before anything was counted are in the way as well', async () => {
    const { api, bens } = await twoPlaces();
    api.forgetPeople();
    expect((await api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(bens))).body.code).toBe('overlap');
  });
});
