import { expect, test } from 'vitest';
import { isTimeZone } from '../../shared/time/moment.ts';
import { placeOf, zoneIds } from '../../shared/time/zone-names.ts';

test('no zone is listed twice, and everything that is listed is a zone', () => {
  const ids = zoneIds();
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !isTimeZone(id))).toEqual([]);
  expect(ids).toContain('UTC');
});

test('an older name is shown under its present one', () => {
  expect(placeOf('Asia/Calcutta')).toBe('Kolkata');
  expect(placeOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
});
