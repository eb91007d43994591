import { plusMinutes, type Instant } from '../time/instant.ts';
import { instantsOnClock } from '../time/instants-on-clock.ts';
import { WISH_WEEKS } from '../words/wish-limits.ts';
import { WEEK_MINUTES } from './week-ranges.ts';

const DAY_MILLIS = 24 * 3_600_000;
/** Where the clocks skip midnight, the day begins later. */
const FIRST_TIMES = ['00:00', '00:30', '01:00'] as const;

/** The end of a day on the clock of a zone. @param date YYYY-MM-DD, a day that there is */
export function endOfDay(date: string, zone: string): Instant | undefined {
  const next = new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MILLIS).toISOString().slice(0, 10);
  return FIRST_TIMES.flatMap((time) => instantsOnClock(next, time, zone) ?? [])[0];
}

/** When a wish ends for which nobody says it. */
export const usualUntil = (now: Instant): Instant => plusMinutes(now, WISH_WEEKS.usual * WEEK_MINUTES);

/** When a wish ends at the latest; a day of grace, because a day is a day longer in one zone than in another. */
export const latestUntil = (now: Instant): Instant => plusMinutes(now, (WISH_WEEKS.most * 7 + 1) * 24 * 60);
