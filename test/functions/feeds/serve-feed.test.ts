import type { Context } from 'aws-lambda';
import { expect, test } from 'vitest';
import { serveFeed } from '../../../functions/feeds/serve-feed.ts';
import { createHttpHandler } from '../../../functions/platform/http/http-handler.ts';
import { httpRequest } from '../../support/http-events.ts';
import { asha, ben, dina, nextTuesday, nextWednesday } from '../../support/rooms.ts';
import { roomPath, testRoomsApi } from '../../support/rooms-api.ts';
import { findVenue } from '../../support/written-mail.ts';

const ROUTE = 'ANY /feeds/{file}';

function stage() {
  const api = testRoomsApi();
  const { feeds, world, log, index } = api;
  const lists = { count: 0 };
  const counted = {
    ownRooms: (...asked: Parameters<typeof index.ownRooms>) => {
      lists.count++;
      return index.ownRooms(...asked);
    },
  };
  const text = { brandName: 'Ophthalmo Practice', publicUrl: 'https://app.example' };
  const handler = createHttpHandler(new Map([[ROUTE, serveFeed({ feeds, index: counted, log, world, text, findVenue })]]), log);
  const ask = async (file: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') => {
    const request = httpRequest({ route: ROUTE, path: { file }, headers });
    const { http } = request.requestContext;
    const asked = { ...request, requestContext: { ...request.requestContext, http: { ...http, method } } };
    const { statusCode, headers: answered = {}, body } = await handler(asked, { awsRequestId: 'aws-request' } as Context);
    return { status: statusCode, headers: answered, body };
  };
  const openFeed = async (person = asha): Promise<string> => {
    const { status, body } = await api.askAs(person, 'POST /api/me/feed');
    expect(status).toBe(201);
    expect(body.url).toMatch(/^https:\/\/app\.example\/feeds\/[\w-]{43}\.ics$/);
    return body.url.slice(body.url.lastIndexOf('/') + 1);
  };
  return { ...api, ask, openFeed, lists };
}

test('a feed has the sessions of its person, hosted and booked, and of nobody else', async () => {
  const { ask, open, openAndBook, openFeed } = stage();
  await openAndBook(ben, asha, { startUtc: nextTuesday, durationMinutes: 60 });
  await open(asha, { startUtc: nextWednesday, durationMinutes: 30 });
  await openAndBook(ben, dina, { startUtc: nextWednesday, durationMinutes: 30 });
  const { status, headers, body } = await ask(await openFeed());
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/calendar; charset=utf-8');
  expect(body?.match(/SUMMARY:.*/g)).toEqual(['SUMMARY:Ophthalmo Practice Session with Ben', 'SUMMARY:Ophthalmo Practice Session (open)']);
  expect(body).not.toContain('@');
});

test('the feed says where the two meet, at the same address as the session itself', async () => {
  const { ask, askAs, open, openAndBook, openFeed } = stage();
  const id = await openAndBook(ben, asha, { startUtc: nextTuesday, durationMinutes: 60 });
  await open(asha, { startUtc: nextWednesday, durationMinutes: 30 });
  const { meetingUrl } = (await askAs(asha, 'GET /api/rooms/{id}', roomPath(id))).body;
  const ics = (await ask(await openFeed())).body?.replaceAll(/\r\n /g, '') ?? '';
  expect(meetingUrl).toMatch(/^https:\/\/meet\.example\.org\/[0-9a-f]{32}$/);
  expect(ics.match(/^LOCATION.*/gm)).toEqual([`LOCATION:${meetingUrl}`]);
  expect(ics.match(/^CONFERENCE.*/gm)).toEqual([`CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Join the session:${meetingUrl}`]);
});

test('a cancelled session is gone from the feed half a minute later at the latest', async () => {
  const { ask, askAs, openAndBook, openFeed, world } = stage();
  const id = await openAndBook(ben, asha, { startUtc: nextTuesday, durationMinutes: 60 });
  const file = await openFeed();
  expect((await ask(file)).body).toContain('BEGIN:VEVENT');
  await askAs(ben, 'DELETE /api/rooms/{id}', roomPath(id));
  world.advance(0.5);
  expect((await ask(file)).body).not.toContain('BEGIN:VEVENT');
});

test('a feed for which a thousand programs ask each second costs one read for each, and one of them lists the sessions', async () => {
  const { ask, feeds, lists, openAndBook, openFeed, world } = stage();
  await openAndBook(ben, asha, { startUtc: nextTuesday, durationMinutes: 60 });
  const file = await openFeed();
  const { headers } = await ask(file);
  world.advance(1);
  Object.assign(feeds.counts, { reads: 0, writes: 0 });
  lists.count = 0;
  const answers = await Promise.all(Array.from({ length: 1000 }, () => ask(file, { 'if-none-match': String(headers['etag']) })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([304]));
  expect(feeds.counts.reads).toBe(1000);
  expect(lists.count).toBe(1);
  Object.assign(feeds.counts, { reads: 0, writes: 0 });
  await Promise.all(Array.from({ length: 1000 }, () => ask(file)));
  expect(feeds.counts).toEqual({ reads: 1000, writes: 0 });
  expect(lists.count).toBe(1);
});

test('many who ask a new feed at once all get the calendar', async () => {
  const { ask, openAndBook, openFeed } = stage();
  await openAndBook(ben, asha, { startUtc: nextTuesday, durationMinutes: 60 });
  const file = await openFeed();
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(file)));
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  expect(answers[0]?.body).toContain('BEGIN:VEVENT');
});

test.each([
  ['the tag', (etag: string) => etag, 304],
  ['the tag, made weak by compression', (etag: string) => `W/${etag}`, 304],
  ['a list with the tag', (etag: string) => `"other", ${etag}`, 304],
  ['any', () => '*', 304],
  ['another tag', () => '"other"', 200],
  ['nonsense', () => 'other', 200],
])('If-None-Match with %s is answered %3$s', async (_, known, status) => {
  const { ask, openFeed } = stage();
  const file = await openFeed();
  const etag = String((await ask(file)).headers['etag']);
  const answer = await ask(file, { 'if-none-match': known(etag) });
  expect(answer).toMatchObject({ status, headers: { etag } });
  expect(answer.body === undefined).toBe(status === 304);
});

test('the tag stays while nothing changes and changes with the session', async () => {
  const { ask, askAs, openAndBook, openFeed, world } = stage();
  const id = await openAndBook(ben, asha, { startUtc: nextTuesday, durationMinutes: 60 });
  const file = await openFeed();
  const etag = (await ask(file)).headers['etag'];
  world.advance(60);
  expect((await ask(file)).headers['etag']).toBe(etag);
  await askAs(ben, 'POST /api/rooms/{id}/reschedule', { ...roomPath(id), body: { startUtc: nextWednesday } });
  world.advance(1);
  expect((await ask(file)).headers['etag']).not.toBe(etag);
});

test('a new address ends the one before at once', async () => {
  const { ask, openFeed } = stage();
  const first = await openFeed();
  expect((await ask(first)).status).toBe(200);
  const second = await openFeed();
  expect((await ask(first)).status).toBe(404);
  expect((await ask(second)).status).toBe(200);
});

test('at most one of the addresses that one person asks for at once works', async () => {
  const { ask, openFeed } = stage();
  const files = await Promise.all(Array.from({ length: 8 }, () => openFeed()));
  const answers = await Promise.all(files.map((file) => ask(file)));
  expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  expect((await ask(await openFeed())).status).toBe(200);
  const later = await Promise.all(files.map((file) => ask(file)));
  expect(later.filter(({ status }) => status === 200)).toEqual([]);
});

test.each(['x.ics', '', 'a'.repeat(43), `${'a'.repeat(43)}.ICS`, `${'a'.repeat(44)}.ics`, `${'a'.repeat(42)}%.ics`, '../rooms'])(
  'the address %j is refused before anything is read',
  async (file) => {
    const { ask, feeds } = stage();
    expect((await ask(file)).status).toBe(404);
    expect(feeds.counts.reads).toBe(0);
  },
);

test('an address that never was answers like one that was replaced', async () => {
  const { ask, openFeed } = stage();
  const replaced = await openFeed();
  await openFeed();
  expect(await ask(`${'a'.repeat(43)}.ics`)).toEqual(await ask(replaced));
});

test('HEAD gives the headers, and other methods are refused', async () => {
  const { ask, openFeed } = stage();
  const file = await openFeed();
  expect(await ask(file, {}, 'HEAD')).toMatchObject({ status: 200, headers: { etag: expect.any(String) }, body: undefined });
  for (const method of ['POST', 'DELETE', 'PROPFIND']) {
    expect(await ask(file, {}, method)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  }
});

test('no log line has the secret of a feed', async () => {
  const { ask, openFeed, log } = stage();
  const file = await openFeed();
  await ask(file);
  await ask('x.ics');
  await openFeed();
  await ask(file);
  expect(JSON.stringify(log.lines)).not.toContain(file.slice(0, 43));
});
