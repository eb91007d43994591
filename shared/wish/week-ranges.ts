import { WEEKDAY_NAMES } from '../words/times-of-week.ts';
import type { WishWindow } from './wish.ts';

/*
 * Times of the week as minutes since Monday 00:00. A range that reaches over the end of the week ends above WEEK_MINUTES.
 */

export const DAY_MINUTES = 24 * 60;
export const WEEK_MINUTES = 7 * DAY_MINUTES;

export interface WeekRange {
  /** Below WEEK_MINUTES. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** Minutes since midnight of `18:30`; `24:00` is the end of the day. Undefined for text that is no time. */
export function minutesOfDay(text: string): number | undefined {
  const [, hours = '', minutes = ''] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return hours === '' || total > DAY_MINUTES ? undefined : total;
}

/** The windows as ranges, in order. Windows that touch or overlap are one, so that a session may reach over midnight. */
export function toWeekRanges(windows: readonly WishWindow[]): readonly WeekRange[] {
  const ranges = windows
    .map((window): WeekRange => {
      const day = WEEKDAY_NAMES.indexOf(window.weekday) * DAY_MINUTES;
      return { from: day + (minutesOfDay(window.from) ?? 0), to: day + (minutesOfDay(window.to) ?? 0) };
    })
    .toSorted((a, b) => a.from - b.from);
  const merged = ranges.reduce<readonly WeekRange[]>((done, range) => {
    const last = done.at(-1);
    if (last === undefined || range.from > last.to) return [...done, range];
    return [...done.slice(0, -1), { from: last.from, to: Math.max(last.to, range.to) }];
  }, []);
  return joinOverSunday(merged);
}

function joinOverSunday(ranges: readonly WeekRange[]): readonly WeekRange[] {
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (first?.from !== 0 || last?.to !== WEEK_MINUTES) return ranges;
  // The whole week, round and round.
  if (first === last) return [{ from: 0, to: 2 * WEEK_MINUTES }];
  return [...ranges.slice(1, -1), { from: last.from, to: WEEK_MINUTES + first.to }];
}

/** Whether so many minutes from this minute of the week lie within one of the ranges. */
export const holds = (ranges: readonly WeekRange[], minute: number, length: number): boolean =>
  [minute, minute + WEEK_MINUTES].some((start) => ranges.some(({ from, to }) => from <= start && start + length <= to));
