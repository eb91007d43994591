import { instantAt, millisOf, plusMinutes, type Instant } from './instant.ts';
import { instantsOnClock } from './instants-on-clock.ts';
import { clock, isoDate } from './moment.ts';

/** One week of a series. */
export interface WeeklyStart {
  /** On the clock of the zone, YYYY-MM-DD. */
  readonly date: string;
  /** Null where the clocks skip the time that night. */
  readonly startUtc: Instant | null;
}

const WEEK_MINUTES = 7 * 24 * 60;

/**
 * The same time on the same clock, so many weeks in a row. The first is the start that is given. Of a time that comes twice a later
 * week takes the first.
 */
export function listWeeklyStarts(startUtc: Instant, weeks: number, zone: string): readonly WeeklyStart[] {
  const [first, time] = [isoDate(startUtc, zone), clock(startUtc, zone)];
  const secondsMillis = millisOf(startUtc) % 60_000;
  return Array.from({ length: weeks }, (_, n): WeeklyStart => {
    if (n === 0) return { date: first, startUtc };
    const date = plusMinutes(instantAt(Date.parse(first)), n * WEEK_MINUTES).slice(0, 10);
    const [start] = instantsOnClock(date, time, zone) ?? [];
    return { date, startUtc: start === undefined ? null : instantAt(millisOf(start) + secondsMillis) };
  });
}
