import { expect, test } from 'vitest';
import { createScannerWatch, type Opening } from '../../../functions/links/scanner-watch.ts';
import { instantAt, millisOf } from '../../../shared/time/instant.ts';
import { monday } from '../../support/rooms.ts';

const opening = (purpose: Opening['purpose'], millis: number, more: Partial<Opening> = {}): Opening => ({
  client: '192.0.2.1 Mozilla/5.0',
  proposalId: 'p1',
  purpose,
  at: instantAt(millisOf(monday) + millis),
  ...more,
});

test.each<[string, Opening, Opening, boolean]>([
  ['approve and decline within two seconds', opening('approve', 0), opening('decline', 2000), true],
  ['decline and approve at the same moment', opening('decline', 0), opening('approve', 0), true],
  ['approve and decline after more than two seconds', opening('approve', 0), opening('decline', 2001), false],
  ['approve twice', opening('approve', 0), opening('approve', 100), false],
  ['two clients', opening('approve', 0), opening('decline', 100, { client: '192.0.2.2 Mozilla/5.0' }), false],
  ['two proposals', opening('approve', 0), opening('decline', 100, { proposalId: 'p2' }), false],
])('%s', (_, first, second, isScanner) => {
  const watch = createScannerWatch();
  expect([watch(first), watch(second)]).toEqual([false, isScanner]);
});

test('a thousand openings are remembered, and no more', () => {
  const watch = createScannerWatch();
  const crowd = (count: number) => {
    for (let n = 0; n < count; n++) watch(opening('approve', 0, { proposalId: `crowd-${n}` }));
  };
  watch(opening('approve', 0));
  crowd(999);
  expect(watch(opening('decline', 1))).toBe(true);
  crowd(1000);
  expect(watch(opening('approve', 2))).toBe(false);
});
