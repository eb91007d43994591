import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { openNotices } from '../../infra/local/engines/notices.ts';

const parent = mkdtempSync(join(tmpdir(), 'local-notices-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** Notices in a directory, and what reached the topics. */
function open(directory = mkdtempSync(join(parent, 'n-'))) {
  const heard: string[] = [];
  const publish = async (topicArn: string, message: string, subject?: string) => void heard.push([topicArn, message, subject].join(' '));
  return { directory, heard, ...openNotices(directory, { publish }) };
}

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

test('it is kept before anybody hears of it', async () => {
  const { directory } = open();
  const kept: string[][] = [];
  await openNotices(directory, { publish: async () => void kept.push(readdirSync(directory)) }).publish('topic', 'one');
  expect(kept).toEqual([[expect.stringMatching(/^\d+-\d+\.json$/)]]);
});

test('what is older than the last minute is forgotten, in this process and in the next', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { directory, publish } = open();
  for (const message of ['one', 'two', 'three']) {
    vi.advanceTimersByTime(40_000);
    await publish('topic', message);
  }
  expect(readdirSync(directory)).toHaveLength(2);
  vi.useRealTimers();
  writeFileSync(join(directory, '0000000000001-00000001.json'), JSON.stringify({ topicArn: 'topic', message: 'zero' }));
  const next = open(directory);
  await next.publishAgain();
  expect(next.heard).toEqual(['topic two ', 'topic three ']);
});

test('half a file, and a topic that is no more, are passed over', async () => {
  const { directory, publish } = open();
  await publish('gone', 'one');
  await publish('topic', 'two');
  writeFileSync(join(directory, `${Date.now()}-99999999.json`), '{"topicArn":"top');
  const heard: string[] = [];
  const next = openNotices(directory, {
    publish: async (topicArn, message) => (topicArn === 'gone' ? Promise.reject(new Error('no such topic')) : void heard.push(message)),
  });
  await next.publishAgain();
  expect(heard).toEqual(['two']);
});
