import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { openNotices } from '../../local/engines/notices.ts';

const parent = mkdtempSync(join(tmpdir(), 'local-notices-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
afterEach(() => void vi.useRealTimers());

/** Notices in a directory, and what reached the topics. */
function open(directory = mkdtempSync(join(parent, 'n-'))) {
  const heard: string[] = [];
  const publish = async (topicArn: string, message: string, subject?: string) => void heard.push([topicArn, message, subject].join(' '));
  return { directory, heard, ...openNotices(directory, { publish }) };
}

const linesIn = (directory: string) =>
  readdirSync(directory).flatMap((name) =>
    readFileSync(join(directory, name), 'utf8')
      .split('\n')
      .filter((line) => line !== ''),
  );

test('what was published is published again by the next process, in its order', async () => {
  const first = open();
  await first.publish('topic', 'one', 'Subject');
  await first.publish('topic', 'two');
  expect(first.heard).toEqual(['topic one Subject', 'topic two ']);
  expect(await first.publishAgain()).toBe(0);
  const next = open(first.directory);
  expect(next.heard).toEqual([]);
  expect(await next.publishAgain()).toBe(2);
  expect(next.heard).toEqual(first.heard);
});

test('it is written down before anybody hears of it', async () => {
  const { directory } = open();
  const written: string[][] = [];
  await openNotices(directory, { publish: async () => void written.push(linesIn(directory)) }).publish('topic', 'one');
  expect(written).toEqual([[expect.stringContaining('"message":"one"')]]);
});

test('what is older than the last minute is not published again, and in time forgotten', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2030, 0, 1) });
  const { directory, publish } = open();
  for (const message of ['one', 'two', 'three', 'four', 'five', 'six']) {
    vi.advanceTimersByTime(40_000);
    await publish('topic', message);
  }
  expect(linesIn(directory).length).toBeLessThanOrEqual(3);
  const next = open(directory);
  await next.publishAgain();
  expect(next.heard).toEqual(['topic five ', 'topic six ']);
});

test('half a line, and a topic that is no more, are passed over', async () => {
  const { directory, publish } = open();
  await publish('gone', 'one');
  await publish('topic', 'two');
  appendFileSync(join(directory, readdirSync(directory)[0]!), '{"at":1,"topicArn":"top');
  const heard: string[] = [];
  const next = openNotices(directory, {
    publish: async (topicArn, message) => (topicArn === 'gone' ? Promise.reject(new Error('no such topic')) : void heard.push(message)),
  });
  await next.publish('topic', 'three');
  await next.publishAgain();
  expect(heard).toEqual(['three', 'two']);
  const last = open(directory);
  await last.publishAgain();
  expect(last.heard.at(-1)).toBe('topic three ');
});
