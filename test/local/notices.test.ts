import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { openNotices, type Notices } from '../../local/engines/notices.ts';

const parent = mkdtempSync(join(tmpdir(), 'local-notices-'));
const opened: Notices[] = [];
afterAll(() => {
  for (const notices of opened) notices.stop();
  rmSync(parent, { recursive: true, force: true });
});
afterEach(() => void vi.useRealTimers());

const always = (): boolean => true;
const notice = (message: string, mailId?: string) => ({
  topicArn: 'topic',
  message,
  subject: 'Subject',
  ...(mailId !== undefined && { mailId }),
});

/** Notices in a directory, and what reached the topics. */
function open(directory = mkdtempSync(join(parent, 'n-'))) {
  const published: string[] = [];
  const publish = async (topicArn: string, message: string, subject: string) => void published.push([topicArn, message, subject].join(' '));
  return { directory, published, ...openIn(directory, { publish }) };
}

/** As `openNotices`, and stopped at the end of the tests. */
function openIn(directory: string, queues: Parameters<typeof openNotices>[1]): Notices {
  const notices = openNotices(directory, queues);
  opened.push(notices);
  return notices;
}

const linesIn = (directory: string): readonly string[] => readFileSync(join(directory, 'open.jsonl'), 'utf8').split('\n').slice(0, -1);

test('the next process publishes again, in its order, what no queue had deleted', async () => {
  const first = open();
  for (const message of ['one', 'two', 'three']) await first.write(notice(message))();
  expect(first.published).toEqual(['topic one Subject', 'topic two Subject', 'topic three Subject']);
  first.settle('two');
  first.settle('a message of another kind');
  const next = open(first.directory);
  expect(next.published).toEqual([]);
  expect(await next.publishAgain(always)).toBe(2);
  expect(next.published).toEqual(['topic one Subject', 'topic three Subject']);
});

test('a process that left nothing open leaves nothing to publish', async () => {
  const first = open();
  await first.write(notice('one'))();
  first.settle('one');
  expect(await open(first.directory).publishAgain(always)).toBe(0);
});

test('a message is written down before it is published', async () => {
  const { directory } = open();
  const written: (readonly string[])[] = [];
  const notices = openIn(directory, { publish: async () => void written.push(linesIn(directory)) });
  await notices.write(notice('one'))();
  expect(written).toEqual([[expect.stringContaining('"message":"one"')]]);
});

test('a message about a mail that was never stored is forgotten', async () => {
  const first = open();
  first.write(notice('stored', 'mail-1'));
  first.write(notice('not stored', 'mail-2'));
  const next = open(first.directory);
  expect(await next.publishAgain((id) => id === 'mail-1')).toBe(1);
  expect(next.published).toEqual(['topic stored Subject']);
  next.settle('stored');
  expect(await open(first.directory).publishAgain(always)).toBe(0);
});

test('a message is kept for four days, as in a queue', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2030, 0, 1) });
  const first = open();
  first.write(notice('old'));
  vi.advanceTimersByTime(4 * 86_400_000 + 1);
  first.write(notice('new'));
  const next = open(first.directory);
  await next.publishAgain(always);
  expect(next.published).toEqual(['topic new Subject']);
});

test('the file does not grow with what has been worked off', () => {
  const { directory, write, settle } = open();
  write(notice('open'));
  for (let n = 0; n < 3000; n++) {
    write(notice(`message ${n}`));
    settle(`message ${n}`);
  }
  expect(linesIn(directory).length).toBeLessThanOrEqual(1001);
  expect(linesIn(directory)[0]).toContain('"message":"open"');
});

test('half a line and a topic that is gone are passed over', async () => {
  const first = open();
  first.write({ ...notice('one'), topicArn: 'gone' });
  first.write(notice('two'));
  appendFileSync(join(first.directory, 'open.jsonl'), '{"at":1,"topicArn":"top');
  const published: string[] = [];
  const next = openIn(first.directory, {
    publish: async (topicArn, message) => (topicArn === 'gone' ? Promise.reject(new Error('no such topic')) : void published.push(message)),
  });
  next.write(notice('three'));
  await next.publishAgain(always);
  expect(published).toEqual(['two']);
  const last = open(first.directory);
  await last.publishAgain(always);
  expect(last.published).toEqual(['topic two Subject', 'topic three Subject']);
});

test('after a stop the file is left alone, also when the last message is crossed out later', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const [left, stopped] = [open(), open()];
  for (const notices of [left, stopped]) await notices.write(notice('one'))();
  stopped.stop();
  for (const notices of [left, stopped]) notices.settle('one');
  vi.advanceTimersByTime(2000);
  expect([left, stopped].map(({ directory }) => linesIn(directory).length)).toEqual([0, 2]);
});
