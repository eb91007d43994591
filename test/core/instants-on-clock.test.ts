import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { instantAt } from '../../shared/time/instant.ts';
import { clock, isoDate } from '../../shared/time/moment.ts';
import { instantsOnClock, offsetMinutes } from '../../shared/time/instants-on-clock.ts';
import '../support/repeatable-properties.ts';

const zones = [
  'Asia/Kolkata',
  'Europe/London',
  'Asia/Kathmandu',
  'UTC',
  'Africa/Cairo',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];
const minute = fc
  .integer({ min: Date.UTC(2025, 0) / 60_000, max: Date.UTC(2032, 0) / 60_000 })
  .map((minutes) => instantAt(minutes * 60_000));

test('an ordinary time is one instant', () => {
  expect(instantsOnClock('2026-11-26', '00:00', 'Asia/Kolkata')).toEqual(['2026-11-25T18:30:00.000Z']);
  expect(instantsOnClock('2026-11-26', '00:15', 'Asia/Kathmandu')).toEqual(['2026-11-25T18:30:00.000Z']);
  expect(instantsOnClock('2026-07-01', '09:00', 'Europe/London')).toEqual(['2026-07-01T08:00:00.000Z']);
});

test('a time that the clocks skip is no instant', () => {
  expect(instantsOnClock('2026-03-29', '01:30', 'Europe/London')).toEqual([]);
  expect(instantsOnClock('2027-03-14', '02:30', 'America/New_York')).toEqual([]);
});

test('a time that the clocks repeat is two instants, the earlier first', () => {
  expect(instantsOnClock('2026-10-25', '01:30', 'Europe/London')).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']);
});

test.each([
  ['2026-02-30', '10:00'],
  ['2026-13-01', '10:00'],
  ['26-1-1', '10:00'],
  ['2026-01-01', '24:00'],
  ['2026-01-01', ''],
  ['', '10:00'],
])('%s %s is no date and time', (date, time) => {
  expect(instantsOnClock(date, time, 'UTC')).toBeUndefined();
});

test('each time that a clock shows is found again, in every zone', () => {
  fc.assert(
    fc.property(minute, fc.constantFrom(...zones), (at, zone) => {
      expect(instantsOnClock(isoDate(at, zone), clock(at, zone), zone)).toContain(at);
    }),
  );
});

test('Temporal finds the same instants, around every change of the clocks', () => {
  fc.assert(
    fc.property(minute, fc.constantFrom(...zones), (near, zone) => {
      const change = Temporal.Instant.from(near).toZonedDateTimeISO(zone).getTimeZoneTransition('next');
      const wall = (change ?? Temporal.Instant.from(near).toZonedDateTimeISO(zone)).toPlainDateTime().subtract({ minutes: 30 });
      const found = (['earlier', 'later'] as const).map((disambiguation) => wall.toZonedDateTime(zone, { disambiguation }).toInstant());
      const exists = wall.toZonedDateTime(zone, { disambiguation: 'later' }).toPlainDateTime().equals(wall);
      const expected = exists ? [...new Set(found.map(({ epochMilliseconds }) => instantAt(epochMilliseconds)))] : [];
      const [date = '', time = ''] = wall.toString({ smallestUnit: 'minute' }).split('T');
      expect(instantsOnClock(date, time, zone)).toEqual(expected);
    }),
  );
});

test('an offset is in minutes, west of Greenwich negative', () => {
  const at = instantAt(Date.UTC(2026, 10, 26));
  expect(offsetMinutes(at, 'Asia/Kathmandu')).toBe(345);
  expect(offsetMinutes(at, 'America/New_York')).toBe(-300);
  expect(offsetMinutes(at, 'UTC')).toBe(0);
});
