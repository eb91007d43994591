import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inDays } from '../support/coming-days.ts';
import { type Caller, type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { runOps } from '../support/run-ops.ts';
import { findWords, readTables } from '../support/search-stack.ts';
import { until } from '../support/until.ts';

/*
 * What is kept of one person is found, given to them, and erased: on the local stack, whose every table and folder is searched.
 */

const directory = mkdtempSync(join(tmpdir(), 'person-'));
const ZELDA = 'zelda.quirke@mail.example';
const WORDS = [ZELDA, 'zelda', 'quirke', 'my leg hurts'];
let stack: LocalStack;
let [ben, mona, zelda]: Caller[] = [];
let sub = '';
const ids: Record<'left' | 'booked' | 'hosted' | 'past', string> = { left: '', booked: '', hosted: '', past: '' };

beforeAll(async () => {
  stack = await startLocalStack({ directory });
  ben = await stack.signIn('ben@example.org', 'Ben Carter');
  mona = await stack.signIn('mona@example.org', 'Mona Farouk');
  zelda = await stack.signIn(ZELDA, 'Zelda Quirke');
  sub = JSON.parse(Buffer.from(zelda.token.split('.')[1] ?? '', 'base64url').toString()).sub;
  await liveThrough();
});
afterAll(async () => {
  await stack.stop();
  rmSync(directory, { recursive: true, force: true });
});

const ops = (...args: readonly string[]) => runOps([...args, '--local', directory]);

async function open(host: Caller, startUtc: string, line = ''): Promise<string> {
  return (await host.api('POST', '/api/rooms', { startUtc, durationMinutes: 60, timeZone: 'UTC', ...(line && { line }) })).body.id;
}
const book = (guest: Caller, id: string) => guest.api('POST', `/api/rooms/${id}/booking`, { timeZone: 'UTC' });

/** One of each: a session left, one booked with a suggestion and answers by mail, one hosted, and one of the past. */
async function liveThrough(): Promise<void> {
  ids.left = await open(ben!, inDays(20));
  await book(zelda!, ids.left);
  await zelda!.api('DELETE', `/api/rooms/${ids.left}/booking`);
  ids.booked = await open(ben!, inDays(40));
  await book(zelda!, ids.booked);
  const times = { proposedStartUtc: inDays(41), proposedEndUtc: inDays(41, 19), note: 'my leg hurts' };
  const proposed = await zelda!.api('POST', `/api/rooms/${ids.booked}/proposals`, times);
  expect(proposed.status).toBeLessThan(300);
  ids.hosted = await open(zelda!, inDays(60), 'my leg hurts, says Zelda');
  await book(mona!, ids.hosted);
  ids.past = '0f000000-0000-4000-8000-0000000000ee';
  const from = join(directory, 'legacy.ndjson');
  const people = { host: { sub, email: ZELDA, name: 'Zelda Quirke' }, guest: { sub: 'old-mona', email: 'm@example.org', name: 'Mona' } };
  writeFileSync(
    from,
    `${JSON.stringify({ id: ids.past, ics_uid: ids.past, status: 'booked', start_utc: '2026-10-01T18:00:00Z', ...people })}\n`,
  );
  expect((await ops('backfill', '--from', from, '--refused', join(directory, 'refused.ndjson'))).errors).toBe('');
  rmSync(from);
  await stack.quiet();
  await answerByMail(zelda!, ids.booked, 'pass');
  await answerByMail(zelda!, ids.booked, 'gray');
  // The other one's calendar names her too.
  await answerByMail(ben!, ids.booked, 'pass');
  await stack.quiet();
}

async function answerByMail(from: Caller, id: string, verdict: 'pass' | 'gray'): Promise<void> {
  const uid = JSON.parse((await ops('session', id, '--json')).out).uid;
  const calendar = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'SEQUENCE:0',
    'DTSTAMP:20300101T000000Z',
  ]
    .concat([
      `ATTENDEE;PARTSTAT=TENTATIVE:mailto:${from.email}`,
      'ORGANIZER:mailto:practice@sessions.example',
      'SUMMARY:Session with Zelda',
    ])
    .concat([`DTSTART:${inDays(40).replaceAll(/[-:]/g, '')}`, 'END:VEVENT', 'END:VCALENDAR', '']);
  const headers = [`From: ${from.email}`, 'To: practice@sessions.example', `Message-ID: <${verdict}-${from.email}>`, 'Subject: Maybe'];
  await stack.receive([...headers, 'Content-Type: text/calendar; method=REPLY', '', ...calendar].join('\r\n'), verdict);
  await stack.quiet();
}

const mentions = (text: string): readonly string[] => [...WORDS, sub].filter((word) => text.toLowerCase().includes(word));

test('a person is found by address and by sub, with every session that they are or were in', async () => {
  const [byAddress, bySub] = [await ops('person', 'find', ZELDA.toUpperCase(), '--json'), await ops('person', 'find', sub, '--json')];
  expect([byAddress.errors, byAddress.code, bySub.code]).toEqual(['', 0, 0]);
  const found = JSON.parse(byAddress.out);
  // An imported session knows its people by their address alone.
  expect(found).toMatchObject({ subs: [sub, `imported:${ZELDA}`], addresses: [ZELDA], names: ['Zelda Quirke'] });
  expect(new Set(found.sessions)).toEqual(new Set(Object.values(ids)));
  expect(new Set(JSON.parse(bySub.out).sessions)).toEqual(new Set(found.sessions));
  const nobody = await ops('person', 'find', 'nobody@example.org');
  expect([nobody.code, nobody.out]).toEqual([1, expect.stringContaining('No session knows this person.')]);
  for (const wrong of [[], ['a@b@c'], ['one', 'two']]) expect((await ops('person', 'find', ...wrong)).code).toBe(2);
});

test('an export holds what is kept of the person, and no address and no whole name of anybody else', async () => {
  const { out, errors, code } = await ops('person', 'export', ZELDA);
  expect([code, errors]).toEqual([0, '']);
  const file = JSON.parse(out);
  expect(file.profiles).toEqual([expect.objectContaining({ sub })]);
  const session = (id: string) => file.sessions.find((each: { id: string }) => each.id === id);
  expect(session(ids.booked)).toEqual({
    id: ids.booked,
    session: expect.objectContaining({ role: 'guest', host: { firstName: 'Ben', partstat: 'TENTATIVE' } }),
    asKept: [expect.objectContaining({ role: 'guest', email: ZELDA, name: 'Zelda Quirke' })],
    mailToThem: expect.arrayContaining([expect.objectContaining({ method: 'REQUEST', state: 'accepted', attendee_email: ZELDA })]),
    answersOfThem: expect.arrayContaining([
      { row: expect.objectContaining({ outcome: 'applied', partstat: 'TENTATIVE' }), rawMail: expect.stringContaining(`From: ${ZELDA}`) },
    ]),
    proposalsOfThem: [expect.objectContaining({ note: 'my leg hurts', proposer_email: ZELDA })],
    doneByThem: expect.arrayContaining([expect.objectContaining({ event: 'booked' }), expect.objectContaining({ event: 'proposed' })]),
  });
  expect(session(ids.left)).toMatchObject({ session: { role: null, status: 'open' }, asKept: [{ role: 'former guest' }] });
  for (const word of ['ben@', 'mona@', 'm@example', 'Carter', 'Farouk']) expect(out).not.toContain(word);
});

test('the API gives the person the same of each session that they host or attend, without the raw mail', async () => {
  const { status, body } = await zelda!.api('GET', '/api/me/export');
  expect(status).toBe(200);
  const { sessions } = JSON.parse((await ops('person', 'export', ZELDA)).out);
  const own = sessions.filter(({ id }: { id: string }) => id !== ids.left);
  const withoutRaw = own.map((session: { answersOfThem: readonly { row: object }[] }) => {
    return { ...session, answersOfThem: session.answersOfThem.map(({ row }) => row) };
  });
  const inOrder = (list: readonly { id: string }[]) => list.toSorted((a, b) => a.id.localeCompare(b.id));
  expect(inOrder(body.sessions)).toEqual(inOrder(withoutRaw));
  expect(body).toMatchObject({ profile: { sub }, cursor: null });
  for (const word of ['ben@', 'mona@', 'm@example', 'Carter', 'Farouk', 'host_sub']) expect(JSON.stringify(body)).not.toContain(word);
  expect((await stack.request('GET', '/api/me/export')).status).toBe(401);
});

test('nothing is erased without --yes', async () => {
  const before = await readTables(stack);
  const asked = await ops('person', 'erase', ZELDA);
  expect([asked.code, asked.out]).toEqual([1, expect.stringContaining('Nothing was erased')]);
  expect(asked.out).toContain(`Next: npm run ops -- person erase ${ZELDA} --yes --local `);
  expect(await readTables(stack)).toEqual(before);
  expect((await ops('person', 'erase', ZELDA, '--wait', 'long')).code).toBe(2);
});

test('while mail cannot leave nothing but the sessions to come ends, and a later run erases the person everywhere', async () => {
  await ops('mail', 'pause');
  const waiting = await ops('person', 'erase', ZELDA, '--yes', '--wait', '0');
  expect([waiting.code, waiting.out]).toEqual([1, expect.stringMatching(/^2 sessions ended\. \d sessions still owe mail/)]);
  expect((await ops('person', 'find', sub, '--json')).out).toContain(ZELDA);
  await ops('mail', 'resume');

  const { out, errors, code } = await ops('person', 'erase', sub, '--yes', '--json');
  expect([code, errors]).toEqual([0, '']);
  expect(JSON.parse(out)).toMatchObject({ kind: 'done', rooms: 4, proposals: 1, profiles: 1, unreadable: [] });
  expect(mentions(out)).toEqual([]);
  await stack.quiet();

  expect(
    await until(
      'a search that finds nothing',
      () => findWords(stack, [...WORDS, sub]),
      (found) => found.length === 0,
    ),
  ).toEqual([]);
});

test('the other people got the ordinary mail, and all calendars were cleared', async () => {
  const kinds = async (email: string) => (await stack.mails(0, email)).map(({ method, uid }) => ({ method, uid }));
  const uidOf = async (id: string) => JSON.parse((await ops('session', id, '--json')).out).uid;
  const [booked, hosted] = [await uidOf(ids.booked), await uidOf(ids.hosted)];
  expect(await kinds(ZELDA)).toEqual(
    expect.arrayContaining([
      { method: 'CANCEL', uid: booked },
      { method: 'CANCEL', uid: hosted },
    ]),
  );
  expect(await kinds('mona@example.org')).toEqual(expect.arrayContaining([{ method: 'CANCEL', uid: hosted }]));
  expect((await kinds('ben@example.org')).filter(({ uid }) => uid === booked).at(-1)).toEqual({ method: 'REQUEST', uid: booked });
});

test('the other ones keep their sessions, in which somebody without a name took part', async () => {
  const { body } = await ben!.api('GET', `/api/rooms/${ids.booked}`);
  expect(body).toMatchObject({ status: 'open', host: { firstName: 'Ben' } });
  expect(body.history.map(({ event }: { event: string }) => event)).toEqual(expect.arrayContaining(['booked', 'proposed', 'left']));
  expect(body.proposals).toEqual([expect.objectContaining({ by: 'guest', note: '…' })]);
  const again = await book(mona!, ids.booked);
  expect(again.status).toBeLessThan(300);
  const { body: cancelled } = await mona!.api('GET', `/api/rooms/${ids.hosted}`);
  expect(cancelled).toMatchObject({ status: 'cancelled', host: { firstName: '' }, guest: { firstName: 'Mona' } });
});

test('erasing somebody of whom nothing is left erases nothing', async () => {
  const { out, code } = await ops('person', 'erase', ZELDA, '--yes', '--json');
  expect([code, JSON.parse(out)]).toMatchObject([0, { kind: 'done', rooms: 0, mailRows: 0, links: 0, answers: 0, rawMails: 0 }]);
});
