import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitsWish, type Offered } from '../../../shared/wish/fits-wish.ts';
import { bucketOf, bucketsOf } from '../../../shared/wish/wish-buckets.ts';
import { holds, toWeekRanges, WEEK_MINUTES } from '../../../shared/wish/week-ranges.ts';
import type { WishTerms, WishWindow } from '../../../shared/wish/wish.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { DURATIONS } from '../../../shared/words/durations.ts';
import { WEEKDAY_NAMES } from '../../../shared/words/times-of-week.ts';
import { instant } from '../../support/rooms.ts';
import '../../support/repeatable-properties.ts';

const evening: WishWindow = { weekday: 'tuesday', from: '18:00', to: '21:00' };
const wish: WishTerms = {
  topic: 'Glaucoma',
  exam: null,
  durations: [60],
  windows: [evening],
  timeZone: 'Europe/London',
  until: instant('2030-12-31T00:00Z'),
};
const session = (startUtc: string, change: Partial<Offered> = {}): Offered => ({
  startUtc: instant(startUtc),
  durationMinutes: 60,
  practice: { topic: 'Glaucoma', exam: 'FRCS' },
  ...change,
});

describe('a session fits a wish', () => {
  test.each<[string, Offered, Partial<WishTerms>, boolean]>([
    ['at the beginning of its window', session('2030-01-15T18:00Z'), {}, true],
    ['at the end of its window', session('2030-01-15T20:00Z'), {}, true],
    ['not where it would end after the window', session('2030-01-15T20:01Z'), {}, false],
    ['not on another day', session('2030-01-16T18:00Z'), {}, false],
    ['in summer at the same time on the clock, which is another one in UTC', session('2030-07-16T17:00Z'), {}, true],
    ['not in summer at the UTC of winter', session('2030-07-16T20:00Z'), {}, false],
    ['not with another length', session('2030-01-15T18:00Z', { durationMinutes: 90 }), {}, false],
    ['not with another topic', session('2030-01-15T18:00Z', { practice: { topic: 'Retina', exam: null } }), {}, false],
    ['where its host left the topic open', session('2030-01-15T18:00Z', { practice: { topic: null, exam: null } }), {}, true],
    ['with every topic where none is wished', session('2030-01-15T18:00Z'), { topic: null }, true],
    ['not with another exam', session('2030-01-15T18:00Z'), { exam: 'ICO' }, false],
    ['not once the wish is over', session('2030-01-15T18:00Z'), { until: instant('2030-01-15T18:00Z') }, false],
    [
      'over midnight, where two windows touch',
      session('2030-01-15T23:30Z'),
      {
        windows: [
          { weekday: 'tuesday', from: '22:00', to: '24:00' },
          { weekday: 'wednesday', from: '00:00', to: '02:00' },
        ],
      },
      true,
    ],
    [
      'from Sunday to Monday',
      session('2030-01-20T23:30Z'),
      {
        windows: [
          { weekday: 'monday', from: '00:00', to: '02:00' },
          { weekday: 'sunday', from: '22:00', to: '24:00' },
        ],
      },
      true,
    ],
    [
      'on the far side of the date line',
      session('2030-01-14T05:00Z'),
      { timeZone: 'Pacific/Kiritimati', windows: [{ ...evening, weekday: 'monday' }] },
      true,
    ],
    ['on the near side of it', session('2030-01-16T05:00Z'), { timeZone: 'Pacific/Pago_Pago' }, true],
  ])('%s', (_, offered, change, fits) => {
    expect(fitsWish(offered, { ...wish, ...change })).toBe(fits);
  });
});

test('a wish of the whole week holds every session', () => {
  const always = toWeekRanges(WEEKDAY_NAMES.map((weekday) => ({ weekday, from: '00:00', to: '24:00' })));
  for (let minute = 0; minute < WEEK_MINUTES; minute += 7) expect(holds(always, minute, 90)).toBe(true);
});

test('windows that overlap are one range', () => {
  expect(toWeekRanges([evening, { ...evening, from: '20:00', to: '22:00' }])).toEqual([{ from: 2520, to: 2760 }]);
});

const ZONES = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
] as const;
const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const windows = fc
  .record({
    weekday: fc.constantFrom(...WEEKDAY_NAMES),
    from: fc.integer({ min: 0, max: 1439 }),
    length: fc.integer({ min: 1, max: 1440 }),
  })
  .map(({ weekday, from, length }): WishWindow => ({ weekday, from: clockOf(from), to: clockOf(Math.min(1440, from + length)) }));
const wishes = fc
  .record({
    durations: fc.subarray([...DURATIONS], { minLength: 1 }),
    windows: fc.array(windows, { minLength: 1, maxLength: 6 }),
    timeZone: fc.constantFrom(...ZONES),
    weeks: fc.integer({ min: 1, max: 26 }),
    made: fc.integer({ min: 0, max: 525_600 }),
  })
  .map(({ weeks, made, ...chosen }) => {
    const createdAt = plusMinutes(instant('2026-01-01T00:00Z'), made);
    return { createdAt, weeks, wanted: { topic: null, exam: null, ...chosen, until: plusMinutes(createdAt, weeks * WEEK_MINUTES) } };
  });

test('each session that fits a wish finds it in the one bucket of the session', () => {
  let fitting = 0;
  fc.assert(
    fc.property(wishes, fc.nat(), fc.constantFrom(...DURATIONS), ({ createdAt, weeks, wanted }, after, durationMinutes) => {
      const startUtc = plusMinutes(createdAt, after % (weeks * WEEK_MINUTES));
      const offered = { startUtc, durationMinutes, practice: { topic: null, exam: null } };
      if (!fitsWish(offered, wanted)) return true;
      fitting += 1;
      return bucketsOf(wanted, createdAt).includes(bucketOf(offered));
    }),
    { numRuns: 400 },
  );
  expect(fitting).toBeGreaterThan(20);
});

test('a wish of every time and length stands in all buckets and in no more', () => {
  const windowsOfWeek = WEEKDAY_NAMES.map((weekday) => ({ weekday, from: '00:00', to: '24:00' }));
  const buckets = bucketsOf({ ...wish, durations: DURATIONS, windows: windowsOfWeek }, instant('2030-01-01T00:00Z'));
  expect(buckets).toHaveLength(3 * 42);
});

test('a wish whose windows hold none of its lengths stands in no bucket', () => {
  expect(bucketsOf({ ...wish, windows: [{ ...evening, to: '18:45' }] }, instant('2030-01-01T00:00Z'))).toEqual([]);
});
