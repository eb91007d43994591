import { plusMinutes, type Instant } from '../time/instant.ts';
import { offsetMinutes } from '../time/instants-on-clock.ts';
import type { TimeSlot } from '../time/time-slot.ts';
import { WEEKDAYS } from '../words/times-of-week.ts';
import { DAY_MINUTES, toWeekRanges, WEEK_MINUTES } from './week-ranges.ts';
import type { WishTerms } from './wish.ts';
import { minuteOfWeek } from './fits-wish.ts';

/*
 * A bucket is a length, a weekday and four hours of it, in UTC: `60-mon-16`. A wish stands in each bucket in which a session may begin
 * that fits it, so a room reads one bucket, also with a million wishes.
 */

const BLOCK_MINUTES = 4 * 60;
const BLOCKS = WEEK_MINUTES / BLOCK_MINUTES;

/** The one bucket in which all wishes stand that a session may fit. */
export const bucketOf = ({ startUtc, durationMinutes }: TimeSlot): string =>
  nameBucket(durationMinutes, Math.floor(minuteOfWeek(startUtc, 'UTC') / BLOCK_MINUTES));

/**
 * The buckets of a wish. They are those of every offset that its zone has until the wish ends: so nothing has to move when the clocks
 * change. Which of them fits is asked of the zone itself, for each session.
 */
export function bucketsOf({ durations, windows, timeZone, until }: WishTerms, now: Instant): readonly string[] {
  const offsets = offsetsOf(timeZone, now, until);
  const starts = durations.flatMap((length) =>
    toWeekRanges(windows)
      .map(({ from, to }) => ({ length, first: from, last: to - length }))
      .filter(({ first, last }) => first <= last),
  );
  const names = starts.flatMap(({ length, first, last }) =>
    offsets.flatMap((offset) => blocksBetween(first - offset, last - offset).map((block) => nameBucket(length, block))),
  );
  return [...new Set(names)];
}

function blocksBetween(first: number, last: number): readonly number[] {
  const from = Math.floor(first / BLOCK_MINUTES);
  const count = Math.min(BLOCKS, Math.floor(last / BLOCK_MINUTES) - from + 1);
  return Array.from({ length: count }, (_, n) => (((from + n) % BLOCKS) + BLOCKS) % BLOCKS);
}

// No zone keeps an offset for less than a week: the shortest time in use is that of Ramadan in Morocco.
function offsetsOf(zone: string, from: Instant, until: Instant): readonly number[] {
  const weeks: Instant[] = [until];
  for (let at = from; at < until; at = plusMinutes(at, WEEK_MINUTES)) weeks.push(at);
  return [...new Set(weeks.map((at) => offsetMinutes(at, zone)))];
}

function nameBucket(length: number, block: number): string {
  const minute = block * BLOCK_MINUTES;
  const hour = String((minute % DAY_MINUTES) / 60).padStart(2, '0');
  return `${length}-${WEEKDAYS[Math.floor(minute / DAY_MINUTES)] ?? ''}-${hour}`;
}
