import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { products } from '../../fixtures/mail/bombs.ts';

interface Blast {
  readonly name: string;
  readonly outcome: string;
  readonly cpuMs: number;
  readonly peakMb: number;
}

const script = join(import.meta.dirname, '..', '..', 'support', 'detonate.ts');
const blasts: Blast[] = execFileSync(process.execPath, ['--expose-gc', script], {
  encoding: 'utf8',
  env: { ...process.env, NODE_NO_WARNINGS: '1' },
})
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Blast);

describe('a mail made to be expensive costs less than a second of CPU', () => {
  test.each(blasts)('$name', ({ cpuMs }) => {
    expect(cpuMs).toBeLessThan(1_000);
  });
});

test('all mails that are made to be expensive together never need 256 MB', () => {
  expect(blasts.length).toBeGreaterThan(40);
  expect(Math.max(...blasts.map(({ peakMb }) => peakMb))).toBeLessThan(256);
});

test.each([
  ['5,000 nested parts', 'unreadable(too-large)'],
  ['300 nested parts', 'unreadable(malformed-mail)'],
  ['100,000 empty parts', 'unreadable(too-large)'],
  ['250 KB of boundaries', 'unreadable(too-complex)'],
  ['250 KB of line feeds', 'unreadable(too-complex)'],
  ['100,000 calendar properties', 'unreadable(too-complex)'],
  ['15,000 calendar properties', 'unreadable(calendar-too-large)'],
  ['480 nested components', 'unreadable(calendar-too-large)'],
  ['a rule for every second', 'unreadable(ambiguous)'],
  ['a zone that changes every second', 'impossible(unknown-time-zone)'],
  ['3 MB', 'unreadable(too-large)'],
])('%s ends as %s', (name, outcome) => {
  expect(blasts.find((blast) => blast.name === name)?.outcome).toBe(outcome);
});

test('twenty products of factors in front of a genuine reply delay it by less than two seconds', () => {
  const costs = products.map(({ name }) => blasts.find((blast) => blast.name === name)?.cpuMs ?? Number.POSITIVE_INFINITY);
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  expect(mean * 20).toBeLessThan(2_000);
});
