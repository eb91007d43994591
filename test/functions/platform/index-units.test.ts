import { expect, test } from 'vitest';
import { indexUnits } from '../../support/capacity.ts';

const index = { name: 'by_day', keys: ['day', 'start'], projection: ['listing'] };
const keysOnly = { ...index, projection: [] };
const row = { id: 'r-1', day: '2030-01-15', start: '18:00', listing: { name: 'Ben' }, note: 'x' };

test.each<[string, object | undefined, object | undefined, number]>([
  ['an entry that appears costs one unit', undefined, row, 1],
  ['an entry that goes costs one unit', row, { ...row, day: undefined }, 1],
  ['an entry whose key changes costs two units', row, { ...row, start: '19:00' }, 2],
  ['an entry whose projected attribute changes costs one unit', row, { ...row, listing: { name: 'Asha' } }, 1],
  ['a change of what the index does not hold costs nothing', row, { ...row, note: 'y' }, 0],
  ['an entry of more than a kilobyte costs more', undefined, { ...row, listing: { name: 'x'.repeat(1500) } }, 2],
])('%s', (_, before, after, units) => {
  expect(indexUnits(before as never, after as never, [index])).toBe(units);
});

test('an index of keys does not notice the listing', () => {
  expect(indexUnits(row, { ...row, listing: { name: 'Asha' } }, [keysOnly])).toBe(0);
});
