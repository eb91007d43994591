import { describe, expect, test } from 'vitest';
import { createFindVenue } from '../../../functions/platform/rooms/find-venue.ts';
import { HISTORY_LIMIT } from '../../../shared/room/history.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { asha, ben, dina, instant, mallory, nextTuesday, ownVenue } from '../../support/rooms.ts';
import { roomPath, testRoomsApi } from '../../support/rooms-api.ts';

const SLOT = { startUtc: nextTuesday, durationMinutes: 60 };
const OPERATORS = /^https:\/\/meet\.example\.org\/[0-9a-f]{32}$/;

const stage = () => {
  const api = testRoomsApi();
  const show = async (person: typeof ben, id: string) => (await api.askAs(person, 'GET /api/rooms/{id}', roomPath(id))).body;
  const set = (person: typeof ben, id: string, meetingUrl: unknown) =>
    api.askAs(person, 'PUT /api/rooms/{id}/meeting-url', { ...roomPath(id), body: { meetingUrl } });
  return { ...api, show, set };
};

describe('where the two meet', () => {
  test('where the two meet is shown to the two alone, and from the booking on', async () => {
    const { show, open, askAs } = stage();
    const id = await open(ben, SLOT);
    expect(await show(ben, id)).toMatchObject({ meetingUrl: null, ownMeetingUrl: null });
    expect(await show(asha, id)).not.toHaveProperty('meetingUrl');
    await askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(id));
    const [bens, ashas] = [await show(ben, id), await show(asha, id)];
    expect(bens.meetingUrl).toMatch(OPERATORS);
    expect(ashas.meetingUrl).toBe(bens.meetingUrl);
    expect((await askAs(mallory, 'GET /api/rooms/{id}', roomPath(id))).status).toBe(404);
  });

  test("a host's own link is the host's alone until somebody books", async () => {
    const { show, open, askAs } = stage();
    const id = await open(ben, { ...SLOT, meetingUrl: ownVenue });
    expect(await show(ben, id)).toMatchObject({ meetingUrl: null, ownMeetingUrl: ownVenue });
    expect(JSON.stringify(await show(asha, id))).not.toContain(ownVenue);
    expect(JSON.stringify((await askAs(asha, 'GET /api/rooms')).body)).not.toContain(ownVenue);
    const { body } = await askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(id));
    expect(body).toMatchObject({ meetingUrl: ownVenue });
    expect(body).not.toHaveProperty('ownMeetingUrl');
    expect((await askAs(asha, 'GET /api/rooms/mine')).body.rooms[0].meetingUrl).toBe(ownVenue);
  });

  test('a guest who left knows neither the address nor how to find the one of the next booking', async () => {
    const { show, openAndBook, askAs, world } = stage();
    const id = await openAndBook(ben, asha, SLOT);
    const before = (await show(asha, id)).meetingUrl;
    await askAs(asha, 'DELETE /api/rooms/{id}/booking', roomPath(id));
    expect(await show(ben, id)).toMatchObject({ meetingUrl: null });
    expect(JSON.stringify(await show(asha, id))).not.toContain('meet.example.org');
    world.advance(1);
    await askAs(dina, 'POST /api/rooms/{id}/booking', roomPath(id));
    const after = (await show(dina, id)).meetingUrl;
    expect(after).toMatch(OPERATORS);
    expect(after).not.toBe(before);
  });

  test('the same booking keeps its address when the session moves', async () => {
    const { show, openAndBook, askAs } = stage();
    const id = await openAndBook(ben, asha, SLOT);
    const before = (await show(ben, id)).meetingUrl;
    await askAs(ben, 'POST /api/rooms/{id}/reschedule', { ...roomPath(id), body: { startUtc: instant('2030-01-16T19:30Z') } });
    expect((await show(ben, id)).meetingUrl).toBe(before);
  });

  test('nobody meets in a cancelled session', async () => {
    const { show, openAndBook, askAs } = stage();
    const id = await openAndBook(ben, asha, { ...SLOT, meetingUrl: ownVenue });
    await askAs(ben, 'DELETE /api/rooms/{id}', roomPath(id));
    expect(await show(ben, id)).toMatchObject({ meetingUrl: null, ownMeetingUrl: null });
  });
});

describe('changing the link', () => {
  test('changing the link mails both with the next SEQUENCE, and the same link again mails nobody', async () => {
    const { set, openAndBook, owedBy, world } = stage();
    const id = await openAndBook(ben, asha, SLOT);
    const owedBefore = await owedBy(id);
    expect(await set(ben, id, ownVenue)).toMatchObject({ status: 200, body: { meetingUrl: ownVenue, icsSequence: 1 } });
    world.advance(1);
    expect(await set(ben, id, ownVenue)).toMatchObject({ status: 200, body: { icsSequence: 1 } });
    expect((await owedBy(id)).slice(owedBefore.length)).toEqual(['venue-changed to host seq 1', 'venue-changed to guest seq 1']);
  });

  test('taking the link back leads to the address of the operator again', async () => {
    const { set, openAndBook } = stage();
    const id = await openAndBook(ben, asha, { ...SLOT, meetingUrl: ownVenue });
    const { body } = await set(ben, id, null);
    expect(body.meetingUrl).toMatch(OPERATORS);
  });

  test('changing the link is for the host alone', async () => {
    const { set, openAndBook } = stage();
    const id = await openAndBook(ben, asha, SLOT);
    expect(await set(asha, id, ownVenue)).toMatchObject({ status: 403, body: { code: 'not-host' } });
    expect(await set(mallory, id, ownVenue)).toMatchObject({ status: 404, body: { code: 'room-not-found' } });
  });

  test('changing the link is limited to ten times a day, also when the history has forgotten', async () => {
    const { set, openAndBook, rooms } = stage();
    const id = await openAndBook(ben, asha, SLOT);
    for (let n = 0; n < 10; n++) expect((await set(ben, id, `https://whereby.com/room-${n}`)).status).toBe(200);
    expect(await set(ben, id, ownVenue)).toMatchObject({ status: 429, body: { code: 'change-limit' } });
    const { room } = await rooms.load(id as RoomId);
    expect(room.status === 'booked' && room.history.length).toBeLessThan(HISTORY_LIMIT);
  });

  test.each([
    ['https://evil.example@zoom.us', /https:\/\//],
    ['https://zoom.us.evil.example/j/1', /not allowed. Give one at zoom\.us, teams/],
    [`https://zoom.us/${'x'.repeat(1984)}`, /at most 500 characters: these are 2000/],
    [`https://meet.jit.si/${ben.email}`, /e-mail address/],
    ['', /https:\/\//],
    [7, /text, or null/],
    [undefined, /text, or null/],
  ])('%j is refused at its field, and nothing changes', async (meetingUrl, message) => {
    const { set, openAndBook, askAs, show, owedBy } = stage();
    const id = await openAndBook(ben, asha, SLOT);
    const before = [await show(ben, id), await owedBy(id)];
    const errors = [{ field: 'meetingUrl', message: expect.stringMatching(message) }];
    expect(await set(ben, id, meetingUrl)).toMatchObject({ status: 400, body: { code: 'invalid-request', errors } });
    expect([await show(ben, id), await owedBy(id)]).toEqual(before);
    if (meetingUrl === undefined) return;
    expect(await askAs(ben, 'POST /api/rooms', { body: { ...SLOT, meetingUrl } })).toMatchObject({ status: 400, body: { errors } });
  });
});

describe('the address of an operator', () => {
  const key = async () => new TextEncoder().encode('v'.repeat(64));
  const booking = { own: null, bookedAt: instant('2030-01-07T09:01Z') };
  const id = 'c0ffee00-0000-4000-8000-000000000001' as RoomId;

  test('the address differs with the key, the room and the booking, and else never', async () => {
    const find = createFindVenue('https://m.example/{secret}', key);
    const other = createFindVenue('https://m.example/{secret}', async () => new TextEncoder().encode('w'.repeat(64)));
    const all = [
      await find(id, booking),
      await find('c0ffee00-0000-4000-8000-000000000002' as RoomId, booking),
      await find(id, { ...booking, bookedAt: instant('2030-01-07T09:02Z') }),
      await other(id, booking),
    ];
    expect(new Set(all).size).toBe(4);
    expect(await find(id, booking)).toBe(all[0]);
  });

  test('no key is read for an address without a secret, and none where there is no template', async () => {
    const noKey = () => Promise.reject(new Error('not to be read'));
    expect(await createFindVenue('https://m.example/{room}', noKey)(id, booking)).toBe(`https://m.example/${id}`);
    expect(await createFindVenue(null, noKey)(id, booking)).toBeNull();
    expect(await createFindVenue('https://m.example/{secret}', noKey)(id, { ...booking, own: ownVenue })).toBe(ownVenue);
  });
});
