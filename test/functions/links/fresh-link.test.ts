import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LinkPurpose } from '../../../shared/words/link-purposes.ts';
import { instantAt } from '../../../shared/time/instant.ts';
import { dina } from '../../support/rooms.ts';
import { openStage, type LinkServer, type Stage } from './stage.ts';
import { actor, ashaBooked, asked, benSuggests, inDays, now, type Story } from './story.ts';
import { posted, scriptedChrome, visit } from './visit.ts';

/*
 * “Send me a fresh link”: for anybody who holds an old one, to the invited address alone.
 */

let stage: Stage;
let server: LinkServer;
beforeAll(async () => {
  stage = await openStage();
  server = await stage.open();
});
afterAll(() => stage.close());

const ask = (form: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>) =>
  visit(`${server.origin}/fresh-link`, posted(form, headers));

const freshMails = async (story: Story) =>
  [...((await stage.rooms.load(story.id)).outbox ?? new Map()).values()].filter(({ kind }) => kind === 'fresh-link');
const longAgo = () => instantAt(Date.parse(now()) - 3_600_000);

test.each<[LinkPurpose, string]>([
  ['reschedule', 'r'],
  ['approve', 't'],
  ['decline', 't'],
])('an expired %s link brings a mail with a link to suggest another time, to the invited address', async (purpose, parameter) => {
  const story = await benSuggests(stage);
  const token = await story.link(purpose, 'guest', { expiresAt: longAgo() });
  const { status, headers } = await ask({ [parameter]: token });
  expect([status, headers['location']]).toEqual([303, '/fresh-link']);
  expect(await freshMails(story)).toMatchObject([{ to: actor('guest'), notice: { purpose: 'reschedule' }, proposal: null }]);
});

test('the person who has to answer a suggestion can have its two links again', async () => {
  const story = await benSuggests(stage);
  await ask({ r: await story.link('reschedule', 'guest'), want: 'decide' });
  expect(await freshMails(story)).toMatchObject([
    { to: actor('guest'), notice: { purpose: 'decide' }, proposal: { id: (await story.proposal()).id } },
  ]);
});

test('the person who made a suggestion cannot have links that answer it', async () => {
  const story = await benSuggests(stage);
  await ask({ r: await story.link('reschedule', 'host'), want: 'decide' });
  expect(await freshMails(story)).toMatchObject([{ to: actor('host'), notice: { purpose: 'reschedule' }, proposal: null }]);
});

test.each(['approve', 'decline'] as const)(
  'the page that tells an outcome leads to another time without signing in: %s',
  async (purpose) => {
    const story = await benSuggests(stage);
    const t = await story.link(purpose, 'guest');
    await visit(`${server.origin}/${purpose}`, posted({ t }));
    const { text } = await visit(`${server.origin}/${purpose}?t=${t}`);
    const form = /<form method="post" action="\/fresh-link">.*?<\/form>/s.exec(text)?.[0] ?? '';
    const fields = [...form.matchAll(/name="(\w+)" value="([^"]+)"/g)].map(([, name, value]) => [name, value]);
    await ask(Object.fromEntries(fields));
    expect(await freshMails(story)).toMatchObject([{ to: actor('guest'), notice: { purpose: 'reschedule' }, proposal: null }]);
  },
);

test('the button pressed twice sends one mail, because the second press is the same request', async () => {
  const story = await ashaBooked(stage);
  const r = await story.link('reschedule', 'guest');
  await ask({ r });
  await ask({ r });
  expect(new Set((await freshMails(story)).map(({ cause }) => cause)).size).toBe(1);
});

test('at most three fresh links are mailed in an hour', async () => {
  const story = await ashaBooked(stage);
  for (let n = 0; n < 5; n++) await ask({ r: await story.link('reschedule', 'guest') });
  expect((await freshMails(story)).length).toBeLessThanOrEqual(3);
});

test('the answer is the same whether a mail is sent or not', async () => {
  const cancelled = await ashaBooked(stage);
  const replaced = await ashaBooked(stage);
  const good = await ashaBooked(stage);
  const tokens = await Promise.all([cancelled, replaced, good].map((story) => story.link('reschedule', 'guest')));
  await cancelled.happens({ ...asked(), type: 'cancel', by: actor('host') });
  await replaced.happens({ ...asked(), type: 'leave', by: actor('guest') }, { ...asked(20), type: 'book', guest: dina });
  const answers = await Promise.all(tokens.map((r) => ask({ r: r ?? '' })));
  const told = answers.map(({ status, headers, text }) => [status, headers['location'], text]);
  expect(new Set(told.map(String)).size).toBe(1);
  expect(await freshMails(cancelled)).toEqual([]);
  expect(await freshMails(replaced)).toEqual([]);
  expect(await freshMails(good)).toHaveLength(1);
});

test('a made-up token gets the page of every made-up token, and no database is asked', async () => {
  const calls = stage.databaseCalls().length;
  expect((await ask({ t: 'made-up' })).status).toBe(404);
  expect((await ask({})).status).toBe(400);
  expect(stage.databaseCalls().length).toBe(calls);
});

test('a script cannot press the button', async () => {
  const story = await ashaBooked(stage);
  await ask({ r: await story.link('reschedule', 'guest') }, scriptedChrome);
  expect(await freshMails(story)).toEqual([]);
});

test('opening the page asks for nothing', async () => {
  const calls = stage.databaseCalls().length;
  const { status, text } = await visit(`${server.origin}/fresh-link`);
  expect(status).toBe(200);
  expect(text).toContain('practice@sessions.example');
  expect(stage.databaseCalls().length).toBe(calls);
});

test('asking changes nothing in the session', async () => {
  const story = await ashaBooked(stage);
  const { sequence, startUtc, status, history } = await story.room();
  await ask({ r: await story.link('reschedule', 'guest', { expiresAt: inDays(-2, '00:00') }) });
  expect(await story.room()).toMatchObject({ sequence, startUtc, status, history });
});
