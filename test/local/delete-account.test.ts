import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkIn, press } from '../journeys/links.ts';
import { newestLetter } from '../journeys/letter.ts';
import { type Caller, type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { findWords } from '../support/search-stack.ts';
import { until } from '../support/until.ts';

/*
 * Somebody deletes their account in the app, the service is killed before it has begun, and what starts again erases them.
 */

const directory = mkdtempSync(join(tmpdir(), 'delete-account-'));
const YORICK = 'yorick.quillfeather@mail.example';
const ALIAS = 'y.q@elsewhere.example';
const LINK = 'https://quillfeather.zoom.us/j/123456';
const inDays = (days: number): string => new Date(Math.ceil(Date.now() / 3_600_000 + days * 24) * 3_600_000).toISOString();
const TO_COME = { booked: inDays(30), hosted: inDays(60) };
let stack: LocalStack;
let [ben, mona, yorick]: Caller[] = [];
let words: readonly string[] = [];
let feedPath = '';
let [booked, hosted] = ['', ''];

beforeAll(async () => {
  stack = await startLocalStack({ directory });
  await signIn();
  const { sub } = JSON.parse(Buffer.from(yorick!.token.split('.')[1] ?? '', 'base64url').toString());
  words = [YORICK, ALIAS, 'yorick', 'quillfeather', 'my knee hurts', sub];
  await liveThrough();
});
afterAll(async () => {
  await stack.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function signIn(): Promise<void> {
  ben = await stack.signIn('ben@example.org', 'Ben Carter');
  mona = await stack.signIn('mona@example.org', 'Mona Farouk');
  yorick = await stack.signIn(YORICK, 'Yorick Quillfeather');
}

const wanted = (startUtc: string, more: object = {}) => ({ startUtc, durationMinutes: 60, timeZone: 'UTC', ...more });
const open = async (host: Caller, body: object): Promise<string> => (await host.api('POST', '/api/rooms', body)).body.id;

/** A session hosted with a link and a line, one booked with a suggestion and answers from another address, and a calendar feed. */
async function liveThrough(): Promise<void> {
  hosted = await open(yorick!, wanted(TO_COME.hosted, { meetingUrl: LINK, line: 'my knee hurts, says Yorick' }));
  await mona!.api('POST', `/api/rooms/${hosted}/booking`, { timeZone: 'UTC' });
  booked = await open(ben!, wanted(TO_COME.booked));
  await yorick!.api('POST', `/api/rooms/${booked}/booking`, { timeZone: 'UTC' });
  const times = { proposedStartUtc: inDays(31), proposedEndUtc: inDays(31 + 1 / 24), note: 'my knee hurts' };
  expect((await yorick!.api('POST', `/api/rooms/${booked}/proposals`, times)).status).toBe(201);
  const { url } = (await yorick!.api('POST', '/api/me/feed')).body;
  feedPath = new URL(url).pathname;
  expect((await stack.request('GET', feedPath)).body).toContain('BEGIN:VEVENT');
  await stack.quiet();
  const { uid = '' } = (await stack.mails(1, YORICK)).find(({ subject, method }) => method === 'REQUEST' && subject.includes('Ben')) ?? {};
  await answerFrom(ALIAS, uid ?? '', 'ACCEPTED');
  await press(stack, linkIn(await newestLetter(stack, YORICK), 'confirm'));
  await stack.quiet();
  await answerFrom(ALIAS, uid ?? '', 'TENTATIVE');
  await stack.quiet();
}

async function answerFrom(address: string, uid: string, partstat: string): Promise<void> {
  const calendar = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'SEQUENCE:0',
    `DTSTAMP:20300101T00000${partstat === 'ACCEPTED' ? 0 : 1}Z`,
    `ATTENDEE;PARTSTAT=${partstat}:mailto:${address}`,
    'ORGANIZER:mailto:practice@sessions.example',
    `DTSTART:${TO_COME.booked.replace('.000', '').replaceAll(/[-:]/g, '')}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ];
  const headers = [`From: ${address}`, 'To: practice@sessions.example', `Message-ID: <${partstat}@elsewhere.example>`, 'Subject: Answer'];
  await stack.receive([...headers, 'Content-Type: text/calendar; method=REPLY', '', ...calendar].join('\r\n'), 'pass');
  await stack.quiet();
}

test('each of the places that an erasure has to reach holds something of the person before the erasure', async () => {
  const found = (await findWords(stack, words)).map((place) => place.split(': ')[0]?.replace(/[0-9A-F]{8}$/, '') ?? '');
  const tables = found.filter((place) => !place.startsWith('/'));
  expect(new Set(tables.map((name) => name.replace(/Table$/, '')))).toEqual(
    new Set(['Rooms', 'People', 'Feed', 'MagicLinks', 'Ledger', 'MailInMessages', 'AuditDecisions', 'AuditProposals']),
  );
  expect(found.some((place) => place.includes('objects'))).toBe(true);
  const confirmed = await findWords(stack, [ALIAS]);
  expect(confirmed.some((place) => place.startsWith('People'))).toBe(true);
});

test('the wish outlives a kill, and everything of the person is erased by the stack that starts again', async () => {
  const asked = await yorick!.api('DELETE', '/api/me');
  expect(asked).toMatchObject({ status: 202, body: { askedAt: expect.any(String) } });
  expect(await yorick!.api('POST', '/api/rooms', wanted(inDays(90)))).toMatchObject({
    status: 409,
    body: { code: 'being-erased' },
  });
  await stack.kill();

  stack = await startLocalStack({ directory });
  const search = async () => {
    await stack.runSchedules();
    return findWords(stack, words);
  };
  expect(await until('a search that finds nothing', search, (found) => found.length === 0)).toEqual([]);
  expect((await stack.request('GET', feedPath)).status).toBe(404);
});

test('both calendars were cleared by the ordinary mail, and the other people got a mail', async () => {
  const uids = (mails: readonly { readonly uid: string | null; readonly method: string | null }[], method: string) =>
    mails.filter((mail) => mail.method === method).map(({ uid }) => uid);
  const [theirs, bens, monas] = await Promise.all(
    [YORICK, 'ben@example.org', 'mona@example.org'].map((address) => stack.mails(1, address)),
  );
  expect(new Set(uids(theirs!, 'CANCEL'))).toEqual(new Set(uids(theirs!, 'REQUEST')));
  expect(uids(monas!, 'CANCEL')).toHaveLength(1);
  expect(bens!.filter(({ method }) => method === 'REQUEST').at(-1)?.subject).toContain('your room is open again');
});

test('the others keep their sessions without the name, the words and the link of the person', async () => {
  await signIn();
  const { body: left } = await ben!.api('GET', `/api/rooms/${booked}`);
  expect(left).toMatchObject({ status: 'open', proposals: [{ by: 'guest', note: '…' }] });
  const { body: cancelled } = await mona!.api('GET', `/api/rooms/${hosted}`);
  expect(cancelled).toMatchObject({ status: 'cancelled', host: { firstName: '' } });
  expect(JSON.stringify(cancelled)).not.toContain('zoom.us');
});

test('somebody who was erased and signs in anew finds nothing, and can begin anew', async () => {
  const { body } = await yorick!.api('GET', '/api/me/export');
  expect(body).toMatchObject({ sessions: [], cursor: null });
  expect((await yorick!.api('POST', '/api/rooms', wanted(inDays(90)))).status).toBe(201);
});
