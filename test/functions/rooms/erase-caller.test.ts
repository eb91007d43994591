import { beforeEach, expect, test } from 'vitest';
import { SIGNED_IN_ROUTES } from '../../../shared/words/route-keys.ts';
import { claimsOf, roomPath, testRoomsApi } from '../../support/rooms-api.ts';
import { ask } from '../../support/http-events.ts';
import { asha, ben } from '../../support/rooms.ts';

let api: ReturnType<typeof testRoomsApi>;
beforeEach(() => {
  api = testRoomsApi();
});

const body = { startUtc: '2030-01-15T18:00:00Z', durationMinutes: 60, timeZone: 'UTC' };
const someRoom = '0f000000-0000-4000-8000-000000000001';
const askAt = (issuedAt: string, route: string) =>
  ask(api.handler, { route, claims: { ...claimsOf(asha), iat: issuedAt }, ...(route === 'POST /api/rooms' && { body }) });
const seconds = (instant: string) => Math.floor(Date.parse(instant) / 1000);

test('somebody who deletes their account is answered at once, and again with the same time', async () => {
  const asked = await api.askAs(asha, 'DELETE /api/me');
  expect(asked).toMatchObject({ status: 202, body: { askedAt: api.world.now() } });
  api.world.advance(5);
  expect((await api.askAs(asha, 'DELETE /api/me')).body).toEqual(asked.body);
  expect(await api.erasures.listAsked()).toHaveLength(1);
});

test('somebody who is being erased can change nothing any more, and still sees what is there', async () => {
  await api.askAs(asha, 'DELETE /api/me');
  for (const route of SIGNED_IN_ROUTES.filter((one) => one !== 'DELETE /api/me')) {
    const { body: answer } = await api.askAs(asha, route, { ...roomPath(someRoom, someRoom), body: {} });
    expect({ route, isRefused: answer.code === 'being-erased' }).toEqual({ route, isRefused: !route.startsWith('GET ') });
  }
  expect((await api.askAs(asha, 'GET /api/rooms/mine')).status).toBe(200);
  expect((await api.askAs(ben, 'POST /api/rooms', { body })).status).toBe(201);
});

test('a token from before the erasure makes nobody known again, and a new sign-in begins anew', async () => {
  const at = api.world.now();
  await api.erasures.finish(asha.sub, at);
  for (const route of ['POST /api/rooms', 'POST /api/me/feed', 'DELETE /api/me']) {
    expect(await askAt(String(seconds(at) - 1), route)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  }
  // An HTTP API may pass a large number on in this way.
  expect((await askAt(`${(seconds(at) - 10) / 1e9}E9`, 'POST /api/rooms')).status).toBe(401);
  expect((await askAt('', 'POST /api/rooms')).status).toBe(401);
  expect((await askAt(String(seconds(at) + 1), 'POST /api/rooms')).status).toBe(201);
});
