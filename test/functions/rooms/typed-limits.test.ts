import { beforeEach, describe, expect, test } from 'vitest';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { roomPath, testRoomsApi } from '../../support/rooms-api.ts';
import { asha, ben, nextTuesday, nextWednesday } from '../../support/rooms.ts';

/*
 * Every door with every text that somebody types: at its limit, one above it, and a hundred times as long.
 */

let api: ReturnType<typeof testRoomsApi>;
let path: ReturnType<typeof roomPath>;
beforeEach(async () => {
  api = testRoomsApi();
  path = roomPath(await api.openAndBook(ben, asha, { startUtc: nextTuesday, durationMinutes: 60 }));
});

const proposed = { proposedStartUtc: nextWednesday, proposedEndUtc: plusMinutes(nextWednesday, 60) };
const hosted = { startUtc: nextWednesday, durationMinutes: 60 };
const link = (length: number) => `https://meet.jit.si/${'x'.repeat(length - 'https://meet.jit.si/'.length)}`;
const letters = (length: number) => 'n'.repeat(length);
const emoji = (length: number) => '😀'.repeat(length);

describe.each([
  ['the note of a suggestion', 'POST /api/rooms/{id}/proposals', 'note', 500, letters, proposed],
  ['the note of a suggestion in emoji', 'POST /api/rooms/{id}/proposals', 'note', 500, emoji, proposed],
  ['a note to the other party', 'POST /api/rooms/{id}/notes', 'text', 500, letters, {}],
  ['the line to the guest', 'POST /api/rooms', 'line', 200, letters, hosted],
  ['the line to the guest in emoji', 'POST /api/rooms', 'line', 200, emoji, hosted],
  ['the link of a new session', 'POST /api/rooms', 'meetingUrl', 500, link, hosted],
  ['the link of a session', 'PUT /api/rooms/{id}/meeting-url', 'meetingUrl', 500, link, {}],
] as const)('%s', (what, route, field, limit, write, more) => {
  const send = (length: number) => api.askAs(ben, route, { ...path, body: { ...more, [field]: write(length) } });

  test(`${what} may have ${limit} characters, of which none is lost`, async () => {
    const { status, body } = await send(limit);
    expect(status).toBeLessThan(300);
    const shown = JSON.stringify([body, (await api.askAs(ben, 'GET /api/rooms/{id}', path)).body]);
    expect(shown).toContain(JSON.stringify(write(limit)));
  });

  test.each([limit + 1, 100 * limit])(`${what} of %i characters is refused with its field, limit and length`, async (length) => {
    const { status, body } = await send(length);
    expect([400, 413]).toContain(status);
    expect(body.errors).toEqual([
      { field, message: expect.stringMatching(new RegExp(`at most ${limit} characters: these are ${length}$`)) },
    ]);
  });
});

test.each([
  ['topic', 'POST /api/rooms', { ...hosted, topic: letters(6_100) }],
  ['exam', 'POST /api/rooms', { ...hosted, exam: letters(6_100) }],
  ['timeZone', 'POST /api/rooms', { ...hosted, timeZone: letters(6_500) }],
  ['timeZone', 'POST /api/rooms/{id}/booking', { timeZone: letters(6_500) }],
  ['startUtc', 'POST /api/rooms', { ...hosted, startUtc: letters(4_100) }],
  ['startUtc', 'POST /api/rooms/{id}/reschedule', { startUtc: letters(4_100) }],
] as const)('a %s far too long in %s is refused at its field', async (field, route, body) => {
  const { status, body: problem } = await api.askAs(ben, route, { ...path, body });
  expect([status, problem.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
});
