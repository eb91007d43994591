import { expect, test } from 'vitest';
import { instantAt } from '../../shared/time/instant.ts';
import { isTimeZone } from '../../shared/time/moment.ts';
import { findZones, placeOf, zoneIds } from '../../shared/time/zone-names.ts';

const at = instantAt(Date.UTC(2026, 10, 26));
const found = (query: string): readonly string[] => findZones(query, at).map(({ id }) => id);

test.each([
  ['kolkata', 'Asia/Kolkata'],
  ['Calcutta', 'Asia/Kolkata'],
  ['kathmandu', 'Asia/Kathmandu'],
  ['katmandu', 'Asia/Kathmandu'],
  ['kiev', 'Europe/Kyiv'],
  ['KYIV', 'Europe/Kyiv'],
  ['saigon', 'Asia/Ho_Chi_Minh'],
  ['ho chi', 'Asia/Ho_Chi_Minh'],
  ['india standard', 'Asia/Kolkata'],
  ['+05:45', 'Asia/Kathmandu'],
  ['utc', 'UTC'],
  ['Europe/London', 'Europe/London'],
])('looking for %s finds %s', (query, id) => {
  expect(found(query)).toContain(id);
});

test('places that begin with what was typed come first', () => {
  expect(found('lon').slice(0, 2).toSorted()).toEqual(['Arctic/Longyearbyen', 'Europe/London']);
});

test('nothing is offered twice, and everything that is offered is a zone', () => {
  const ids = zoneIds();
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !isTimeZone(id))).toEqual([]);
  expect(ids).toContain('UTC');
});

test('an older name is shown under its present one', () => {
  expect(placeOf('Asia/Calcutta')).toBe('Kolkata');
  expect(placeOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
});
