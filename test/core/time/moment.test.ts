import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { millisOf } from '../../../shared/time/instant.ts';
import {
  clocksChange,
  isoDate,
  isTimeZone,
  longTimeSlot,
  reading,
  sameClock,
  shortMoment,
  shortMove,
  utcOffset,
  zoneLabel,
} from '../../../shared/time/moment.ts';
import { instant } from '../../support/rooms.ts';
import '../../support/repeatable-properties.ts';

const span = (start: string, durationMinutes: number) => ({ startUtc: instant(start), durationMinutes });

describe('a moment', () => {
  test.each([
    ['2030-11-25T18:30Z', 'Asia/Kolkata', 'Tue 26 Nov, 00:00 IST'],
    ['2030-11-25T18:30Z', 'Asia/Calcutta', 'Tue 26 Nov, 00:00 IST'],
    ['2030-11-25T18:30Z', 'Europe/London', 'Mon 25 Nov, 18:30 GMT'],
    ['2030-07-25T18:30Z', 'Europe/London', 'Thu 25 Jul, 19:30 BST'],
    ['2030-09-08T18:30Z', 'America/New_York', 'Sun 8 Sep, 14:30 EDT'],
    ['2030-11-25T18:30Z', 'Asia/Kathmandu', 'Tue 26 Nov, 00:15 UTC+05:45'],
    ['2030-11-25T18:30Z', 'UTC', 'Mon 25 Nov, 18:30 UTC'],
    ['2030-11-25T00:00Z', 'UTC', 'Mon 25 Nov, 00:00 UTC'],
  ])('%s in %s is %s', (at, zone, words) => {
    expect(shortMoment(instant(at), zone)).toBe(words);
  });

  test('a zone is called by its name and by its offset at that instant', () => {
    expect(zoneLabel(instant('2030-11-25T18:30Z'), 'Asia/Kolkata')).toBe('India Standard Time (UTC+05:30)');
    expect(zoneLabel(instant('2030-07-25T18:30Z'), 'Europe/London')).toBe('British Summer Time (UTC+01:00)');
    expect(zoneLabel(instant('2030-07-25T18:30Z'), 'UTC')).toBe('UTC');
  });

  test.each([
    ['UTC', 'UTC', 'UTC'],
    ['utc', 'UTC', 'UTC'],
    ['Etc/UTC', 'UTC', 'UTC'],
    ['Etc/UCT', 'UTC', 'UTC'],
    ['Zulu', 'UTC', 'UTC'],
    ['Universal', 'UTC', 'UTC'],
    ['GMT', 'Greenwich Mean Time (UTC+00:00)', 'Greenwich Mean Time (UTC+00:00)'],
    ['gmt', 'Greenwich Mean Time (UTC+00:00)', 'Greenwich Mean Time (UTC+00:00)'],
    ['Etc/GMT', 'Greenwich Mean Time (UTC+00:00)', 'Greenwich Mean Time (UTC+00:00)'],
    ['Etc/GMT+0', 'Greenwich Mean Time (UTC+00:00)', 'Greenwich Mean Time (UTC+00:00)'],
    ['GMT0', 'Greenwich Mean Time (UTC+00:00)', 'Greenwich Mean Time (UTC+00:00)'],
    ['Etc/Greenwich', 'Greenwich Mean Time (UTC+00:00)', 'Greenwich Mean Time (UTC+00:00)'],
    ['Africa/Abidjan', 'Greenwich Mean Time (UTC+00:00)', 'Greenwich Mean Time (UTC+00:00)'],
    ['Atlantic/Reykjavik', 'Greenwich Mean Time (UTC+00:00)', 'Greenwich Mean Time (UTC+00:00)'],
    ['Europe/London', 'Greenwich Mean Time (UTC+00:00)', 'British Summer Time (UTC+01:00)'],
    ['GB', 'Greenwich Mean Time (UTC+00:00)', 'British Summer Time (UTC+01:00)'],
    ['Europe/Dublin', 'Greenwich Mean Time (UTC+00:00)', 'Irish Standard Time (UTC+01:00)'],
    ['Etc/GMT+5', 'UTC-05:00', 'UTC-05:00'],
    ['Etc/GMT-14', 'UTC+14:00', 'UTC+14:00'],
    ['EST', 'Eastern Standard Time (UTC-05:00)', 'Eastern Standard Time (UTC-05:00)'],
    ['America/New_York', 'Eastern Standard Time (UTC-05:00)', 'Eastern Daylight Time (UTC-04:00)'],
    ['Asia/Kolkata', 'India Standard Time (UTC+05:30)', 'India Standard Time (UTC+05:30)'],
    ['Asia/Calcutta', 'India Standard Time (UTC+05:30)', 'India Standard Time (UTC+05:30)'],
    ['Asia/Katmandu', 'Nepal Time (UTC+05:45)', 'Nepal Time (UTC+05:45)'],
    ['Africa/Cairo', 'Eastern European Standard Time (UTC+02:00)', 'Eastern European Summer Time (UTC+03:00)'],
    ['Australia/Lord_Howe', 'Lord Howe Daylight Time (UTC+11:00)', 'Lord Howe Standard Time (UTC+10:30)'],
    ['Pacific/Chatham', 'Chatham Daylight Time (UTC+13:45)', 'Chatham Standard Time (UTC+12:45)'],
    ['America/St_Johns', 'Newfoundland Standard Time (UTC-03:30)', 'Newfoundland Daylight Time (UTC-02:30)'],
    ['Antarctica/Troll', 'Greenwich Mean Time (UTC+00:00)', 'Antarctica/Troll (UTC+02:00)'],
    ['America/Punta_Arenas', 'America/Punta Arenas (UTC-03:00)', 'America/Punta Arenas (UTC-03:00)'],
  ])('the zone %s is %s in January and %s in July', (zone, inJanuary, inJuly) => {
    const labels = ['2030-01-15T12:00Z', '2030-07-15T12:00Z'].map((at) => zoneLabel(instant(at), zone));
    expect(labels).toEqual([inJanuary, inJuly]);
  });

  test('the label of a zone ends with the offset of its clock, whatever the zone', () => {
    for (const zone of [...Intl.supportedValuesOf('timeZone'), 'GMT', 'Etc/GMT-0', 'Zulu']) {
      const at = instant('2030-07-15T12:00Z');
      const label = zoneLabel(at, zone);
      expect(label === 'UTC' ? 'UTC+00:00' : label).toContain(utcOffset(at, zone));
    }
  });

  test.each([
    ['GMT', 'Tue 15 Jan, 12:00 GMT'],
    ['Etc/GMT0', 'Tue 15 Jan, 12:00 GMT'],
    ['Etc/UTC', 'Tue 15 Jan, 12:00 UTC'],
    ['Etc/GMT+5', 'Tue 15 Jan, 07:00 UTC-05:00'],
  ])('noon UTC on the clock of %s reads as %s', (zone, words) => {
    expect(shortMoment(instant('2030-01-15T12:00Z'), zone)).toBe(words);
  });

  test('a zone that nobody knows is read as UTC, and says so', () => {
    expect(reading(span('2030-11-25T18:30Z', 30), 'Mars/Olympus', null)).toEqual({
      time: 'Monday 25 November 2030, 18:30–19:00',
      zone: 'UTC',
      hints: [],
    });
  });
});

describe('a session', () => {
  test('a session is described with its day, and with the next one when it goes past midnight', () => {
    expect(longTimeSlot(span('2030-11-25T18:30Z', 30), 'Asia/Kolkata')).toBe('Tuesday 26 November 2030, 00:00–00:30');
    expect(longTimeSlot(span('2030-11-25T18:00Z', 60), 'Asia/Kolkata')).toBe('Monday 25 November 2030, 23:30–Tue 26 Nov 00:30');
  });

  // In London: forward on 31 March 2030 at 01:00Z, back on 27 October 2030 at 01:00Z.
  test('during which the clocks go back names both sides of the change', () => {
    expect(longTimeSlot(span('2030-10-27T00:30Z', 60), 'Europe/London')).toBe('Sunday 27 October 2030, 01:30 BST–01:30 GMT');
  });

  test('during which the clocks go forward names both sides of the change', () => {
    expect(longTimeSlot(span('2030-03-31T00:30Z', 60), 'Europe/London')).toBe('Sunday 31 March 2030, 00:30 GMT–02:30 BST');
  });

  test('during which clocks without an abbreviation change tells the offsets', () => {
    // Chile: back on 7 April 2030 at 03:00Z.
    expect(longTimeSlot(span('2030-04-07T02:30Z', 60), 'America/Santiago')).toBe('Saturday 6 April 2030, 23:30 UTC-03:00–23:30 UTC-04:00');
  });

  test('a session that ends when the clocks change has both sides named, too: the end is read on the new clock', () => {
    expect(longTimeSlot(span('2030-10-27T00:00Z', 60), 'Europe/London')).toBe('Sunday 27 October 2030, 01:00 BST–01:00 GMT');
  });
});

describe('beside another reader', () => {
  const readings = (start: string, zone: string, beside: string) => reading(span(start, 60), zone, beside).hints;

  test('beside another reader tells that it is another day there', () => {
    expect(readings('2030-11-25T19:30Z', 'Europe/London', 'Asia/Kolkata')).toEqual(['the day before']);
    expect(readings('2030-11-26T14:30Z', 'Pacific/Auckland', 'Europe/London')).toEqual(['the day after', 'at night']);
  });

  test('beside another reader says nothing on the same day and by daylight', () => {
    expect(readings('2030-11-25T12:30Z', 'Europe/London', 'Asia/Kolkata')).toEqual([]);
  });

  test('a moment at night is marked on one’s own clock, too', () => {
    expect(reading(span('2030-11-25T23:30Z', 60), 'Europe/London', null).hints).toEqual(['at night']);
    expect(reading(span('2030-11-25T12:30Z', 60), 'Europe/London', null).hints).toEqual([]);
  });

  test.each([
    ['2030-11-25T22:00Z', []],
    ['2030-11-25T22:30Z', ['at night']],
    ['2030-11-25T05:30Z', ['at night']],
    ['2030-11-25T06:00Z', []],
  ])('%s is night there if any of it is between 23:00 and 06:00', (start, hints) => {
    expect(readings(start, 'Europe/London', 'UTC')).toEqual(hints);
  });
});

describe('a move', () => {
  test('a move is described in one zone', () => {
    expect(shortMove(instant('2030-11-25T18:30Z'), instant('2030-11-26T19:30Z'), 'Asia/Kolkata')).toBe(
      'Tue 26 Nov 00:00 → Wed 27 Nov 01:00 IST',
    );
  });

  test('into another year names both years', () => {
    expect(shortMove(instant('2030-12-31T17:00Z'), instant('2031-01-02T18:00Z'), 'UTC')).toBe(
      'Tue 31 Dec 2030 17:00 → Thu 2 Jan 2031 18:00 UTC',
    );
  });

  test('two times on both sides of a change of the clocks name the zone of each side', () => {
    expect(shortMove(instant('2030-10-26T17:00Z'), instant('2030-10-27T18:00Z'), 'Europe/London')).toBe(
      'Sat 26 Oct 18:00 BST → Sun 27 Oct 18:00 GMT',
    );
  });
});

test('the clocks of a zone change between two instants when its offset does', () => {
  expect(clocksChange(instant('2030-10-26T17:00Z'), instant('2030-10-27T17:00Z'), 'Europe/London')).toBe(true);
  expect(clocksChange(instant('2030-10-26T17:00Z'), instant('2030-10-27T17:00Z'), 'Asia/Kolkata')).toBe(false);
});

test('two zones show the same clock only at instants when their offsets are equal', () => {
  expect(sameClock(instant('2030-01-08T18:00Z'), 'Europe/London', 'UTC')).toBe(true);
  expect(sameClock(instant('2030-07-08T18:00Z'), 'Europe/London', 'UTC')).toBe(false);
});

test.each([
  'Asia/Kolkata',
  'Asia/Calcutta',
  'Asia/Katmandu',
  'Europe/Kiev',
  'Europe/Kyiv',
  'UTC',
  'Etc/GMT-14',
  'America/Argentina/Buenos_Aires',
])('%s is a time zone', (zone) => expect(isTimeZone(zone)).toBe(true));

test.each(['', '+05:30', '-03', 'Mars/Olympus', 'Asia/Kolkata\n', 'Europe/London; DROP', '../etc', 'a'.repeat(500)])(
  '%j is none',
  (zone) => {
    expect(isTimeZone(zone)).toBe(false);
  },
);

test('what is worded is what the clock of that zone shows, whatever the zone and the instant', () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC');
  const from = millisOf(instant('2026-01-01T00:00Z')) / 60_000;
  fc.assert(
    fc.property(zones, fc.integer({ min: from, max: from + 10 * 366 * 1440 }), (zone, minutes) => {
      const at = instant(new Date(minutes * 60_000).toISOString());
      const [date, clock] = new Date(minutes * 60_000).toLocaleString('sv-SE', { timeZone: zone }).split(' ');
      expect(isoDate(at, zone)).toBe(date);
      expect(shortMoment(at, zone)).toContain(`, ${clock?.slice(0, 5)} `);
    }),
    { numRuns: 300 },
  );
});
