import { describe, expect, test } from 'vitest';
import { listWeeklyStarts } from '../../../shared/time/weekly-starts.ts';
import { instant } from '../../support/rooms.ts';

const starts = (startUtc: string, weeks: number, zone: string) =>
  listWeeklyStarts(instant(startUtc), weeks, zone).map(({ date, startUtc: start }) => `${date} ${start?.slice(11, 19) ?? 'never'}`);

describe('the same time on the same clock, week after week', () => {
  test.each([
    ['Europe/London', '2030-03-20T19:00Z', ['2030-03-20 19:00:00', '2030-03-27 19:00:00', '2030-04-03 18:00:00']],
    ['Europe/London', '2030-10-22T18:00Z', ['2030-10-22 18:00:00', '2030-10-29 19:00:00']],
    ['Australia/Sydney', '2030-03-30T20:30Z', ['2030-03-31 20:30:00', '2030-04-07 21:30:00']],
    ['Asia/Kolkata', '2030-03-20T19:00Z', ['2030-03-21 19:00:00', '2030-03-28 19:00:00', '2030-04-04 19:00:00']],
    ['Pacific/Apia', '2030-12-28T09:00Z', ['2030-12-28 09:00:00', '2031-01-04 09:00:00']],
  ])('the starts of the next weeks keep the clock of %s, from %s on', (zone, first, expected) => {
    expect(starts(first, expected.length, zone)).toEqual(expected);
  });

  test('a week whose clocks skip the time has no start', () => {
    expect(starts('2030-03-24T01:30Z', 3, 'Europe/London')).toEqual(['2030-03-24 01:30:00', '2030-03-31 never', '2030-04-07 00:30:00']);
  });

  test('a week whose clocks repeat the time takes the first, and the first week is as given', () => {
    expect(starts('2030-10-20T00:30Z', 2, 'Europe/London')).toEqual(['2030-10-20 00:30:00', '2030-10-27 00:30:00']);
    expect(starts('2030-10-27T01:30Z', 2, 'Europe/London')).toEqual(['2030-10-27 01:30:00', '2030-11-03 01:30:00']);
  });

  test('seconds stay as they are', () => {
    expect(starts('2030-03-24T18:00:30Z', 2, 'Europe/London')).toEqual(['2030-03-24 18:00:30', '2030-03-31 17:00:30']);
  });
});
