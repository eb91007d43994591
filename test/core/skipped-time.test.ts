import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { instantAt } from '../../shared/time/instant.ts';
import { clock } from '../../shared/time/moment.ts';
import { besideSkipped } from '../../shared/time/skipped-time.ts';
import '../support/repeatable-properties.ts';

test.each([
  ['2027-03-28', '01:30', 'Europe/London', '00:45', '02:00'],
  ['2027-03-14', '02:00', 'America/New_York', '01:45', '03:00'],
  ['2027-03-14', '02:59', 'America/New_York', '01:45', '03:00'],
  ['2027-10-03', '02:15', 'Australia/Lord_Howe', '01:45', '02:30'],
])('beside %s %s in %s, which the clocks skip, are %s and %s', (date, time, zone, before, after) => {
  expect(besideSkipped(date, time, zone).map((at) => clock(at, zone))).toEqual([before, after]);
});

test.each([
  ['2027-03-27', '01:30', 'Europe/London'],
  ['2027-10-31', '01:30', 'Europe/London'],
  ['2027-03-28', '01:30', 'Asia/Kolkata'],
  ['2027-02-30', '01:30', 'UTC'],
])('beside %s %s in %s, which no clock skips, is nothing', (date, time, zone) => {
  expect(besideSkipped(date, time, zone)).toEqual([]);
});

test('Temporal ends each gap at the same instant', () => {
  const zones = fc.constantFrom(
    'Europe/London',
    'Africa/Cairo',
    'America/New_York',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Europe/Dublin',
  );
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2032, 0) }),
      zones,
      fc.integer({ min: 0, max: 29 }),
      (near, zone, into) => {
        let change = Temporal.Instant.fromEpochMilliseconds(near).toZonedDateTimeISO(zone).getTimeZoneTransition('next');
        // Every other change goes back.
        if (change && change.offsetNanoseconds < change.subtract({ minutes: 1 }).offsetNanoseconds)
          change = change.getTimeZoneTransition('next');
        if (!change) return;
        const lastBefore = change.subtract({ minutes: 1 }).toPlainDateTime();
        const [date = '', time = ''] = lastBefore
          .add({ minutes: 1 + into })
          .toString({ smallestUnit: 'minute' })
          .split('T');
        expect(besideSkipped(date, time, zone).at(1)).toBe(instantAt(change.epochMilliseconds));
      },
    ),
  );
});
