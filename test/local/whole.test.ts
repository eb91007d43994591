import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listenOnLoopback } from '../../local/http.ts';
import { type Caller, type LocalStack, startLocalStack } from '../support/local-stack.ts';

let stack: LocalStack;
let asha: Caller;
let ben: Caller;
const signEverybodyIn = async (): Promise<void> => {
  asha = await stack.signIn('asha@example.org', 'Asha Rao', 'Asia/Kolkata');
  ben = await stack.signIn('ben@example.org', 'Ben Carter', 'Europe/London');
};
beforeAll(async () => {
  stack = await startLocalStack();
  await signEverybodyIn();
});
// It was started again in the directory of the first one, which is then nobody's to delete but ours.
afterAll(async () => {
  await stack.stop();
  await rm(stack.directory, { recursive: true, force: true });
});

let day = 0;
const openRoom = async (): Promise<string> => {
  day += 1;
  const startUtc = new Date(Date.now() + (7 + day) * 86_400_000).toISOString();
  const { body } = await asha.api('POST', '/api/rooms', { startUtc, durationMinutes: 30, timeZone: 'Asia/Kolkata' });
  return body.id;
};
const book = (id: string) => ben.api('POST', `/api/rooms/${id}/booking`, { timeZone: 'Europe/London' });

test('a booking sends one invitation to each of the two, and nothing more', async () => {
  const before = (await stack.mails(0)).length;
  expect((await book(await openRoom())).status).toBe(200);
  const mails = (await stack.mails(before + 2)).slice(before);
  await stack.quiet('MailQueue');
  expect(await stack.mails(0)).toHaveLength(before + 2);
  expect(mails.map(({ to, method, sequence }) => `${to} ${method} ${sequence}`).toSorted()).toEqual([
    'asha@example.org REQUEST 0',
    'ben@example.org REQUEST 0',
  ]);
  expect(new Set(mails.map(({ uid }) => uid)).size).toBe(1);
});

test('a mail that SES throttled at first arrives once', async () => {
  const before = (await stack.mails(0)).length;
  await stack.failMails('throttle', 1);
  await book(await openRoom());
  const uids = (await stack.mails(before + 2)).slice(before).map(({ uid }) => uid);
  await stack.quiet('MailQueue');
  expect([uids.length, new Set(uids).size, (await stack.mails(0)).length]).toEqual([2, 1, before + 2]);
});

test('mail that was owed when the process was killed arrives once after the next start, and everything else is still there', async () => {
  const id = await openRoom();
  const before = (await stack.mails(0)).length;
  // Nothing can leave before the kill.
  await stack.failMails('throttle', 100);
  await book(id);
  await stack.kill();
  stack = await startLocalStack({ directory: stack.directory });
  await signEverybodyIn();
  const mails = (await stack.mails(before + 2)).slice(before);
  await stack.quiet('MailQueue');
  expect(mails.map(({ to }) => to).toSorted()).toEqual(['asha@example.org', 'ben@example.org']);
  expect(await stack.mails(0)).toHaveLength(before + 2);
  expect((await asha.api('GET', `/api/rooms/${id}`)).body).toMatchObject({ status: 'booked' });
});

describe('a stack in a later world', () => {
  let later: LocalStack;
  beforeAll(async () => {
    later = await startLocalStack({ flags: ['--clock-offset', 'P3650D', '--seed'] });
  });
  afterAll(() => later.stop());

  test('a stack in a later world has one time for functions, gateway and tokens', async () => {
    const caller = await later.signIn('zoe@example.org', 'Zoe');
    const echo = await later.request('GET', '/__echo');
    const now = echo.body.requestContext.timeEpoch;
    expect(now - Date.now()).toBeGreaterThan(3649 * 86_400_000);
    expect(Math.abs(Date.parse(echo.headers.get('date') ?? '') - now)).toBeLessThan(60_000);
    const past = await caller.api('POST', '/api/rooms', { startUtc: new Date(Date.now() + 86_400_000).toISOString(), durationMinutes: 30 });
    expect(past.status).toBeGreaterThanOrEqual(400);
    const future = await caller.api('POST', '/api/rooms', { startUtc: new Date(now + 86_400_000).toISOString(), durationMinutes: 30 });
    expect(future.status).toBe(201);
  });

  test('a stack in a later world is seeded with people who host and book', async () => {
    expect(later.output()).toMatch(/^Seeded +8 sessions of Asha Rao/m);
    expect(await later.mails(4)).toHaveLength(4);
  });
});

test('DYNAMODB_ENDPOINT puts the tables somewhere else', async () => {
  const other = createRequire(import.meta.url)('dynalite')({ createTableMs: 0 });
  const endpoint = `http://127.0.0.1:${await listenOnLoopback(other, 0)}`;
  const elsewhere = await startLocalStack({ settings: { DYNAMODB_ENDPOINT: endpoint } });
  const caller = await elsewhere.signIn('zoe@example.org', 'Zoe');
  const created = await caller.api('POST', '/api/rooms', {
    startUtc: new Date(Date.now() + 7 * 86_400_000).toISOString(),
    durationMinutes: 30,
  });
  const seen = await caller.api('GET', `/api/rooms/${created.body.id}`);
  expect([created.status, seen.status]).toEqual([201, 200]);
  await elsewhere.stop();
  other.close();
});
