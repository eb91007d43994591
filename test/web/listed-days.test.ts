import { describe, expect, test } from 'vitest';
import { listDays } from '../../web/listed-days.ts';
import { instant } from '../support/rooms.ts';

const at = (startUtc: string) => ({ startUtc, durationMinutes: 60 as const });
const from = instant('2026-11-28T08:00Z');

/** The list as its reader sees it: headings of days, and lines in brackets. */
function read(rooms: readonly { startUtc: string; durationMinutes: 60 }[], until: string | null, zone = 'Europe/London') {
  const listed = listDays(rooms, { zone, from, until: until === null ? null : instant(until) });
  return listed.map((each) => (each.kind === 'empty' ? `(${each.days})` : `${each.day}: ${each.rooms.length}`));
}

describe('the days of the list of open sessions', () => {
  test('days without sessions are one line, however many they are', () => {
    const rooms = [at('2026-11-28T18:00:00Z'), at('2026-11-30T18:00:00Z'), at('2026-12-07T18:00:00Z'), at('2026-12-07T19:00:00Z')];
    expect(read(rooms, '2026-12-12T08:00Z')).toEqual([
      'Saturday 28 November 2026: 1',
      '(Sun 29 Nov)',
      'Monday 30 November 2026: 1',
      '(Tue 1 Dec to Sun 6 Dec)',
      'Monday 7 December 2026: 2',
      '(Tue 8 Dec to Fri 11 Dec)',
    ]);
  });

  test('nothing is said of days that are not fetched yet', () => {
    expect(read([at('2026-11-29T18:00:00Z')], null)).toEqual(['(Sat 28 Nov)', 'Sunday 29 November 2026: 1']);
  });

  test('days are those of the reader’s zone, at both ends', () => {
    const rooms = [at('2026-11-28T20:00:00Z'), at('2026-12-01T20:00:00Z')];
    expect(read(rooms, '2026-12-03T20:00Z', 'Asia/Kolkata')).toEqual([
      '(Sat 28 Nov)',
      'Sunday 29 November 2026: 1',
      '(Mon 30 Nov to Tue 1 Dec)',
      'Wednesday 2 December 2026: 1',
      '(Thu 3 Dec)',
    ]);
  });

  test('the last day is not called empty while only its beginning is listed', () => {
    expect(read([at('2026-11-28T18:00:00Z')], '2026-11-29T08:00Z')).toEqual(['Saturday 28 November 2026: 1']);
  });
});
