import { instantAt, millisOf, parseInstant, type Instant } from './instant.ts';
import { clock, isoDate } from './moment.ts';
import { offsetMinutes } from './instants-on-clock.ts';

const QUARTER_MILLIS = 15 * 60_000;
const DAY_MILLIS = 24 * 3_600_000;

/**
 * For a date and time that the clocks of a zone skip: the last quarter of an hour before the gap and the first moment after
 * it. Empty for a time that the clocks do show.
 * @param date YYYY-MM-DD
 * @param time HH:MM
 */
export function besideSkipped(date: string, time: string, zone: string): readonly Instant[] {
  const asIfUtc = parseInstant(`${date}T${time}:00Z`);
  if (asIfUtc === undefined) return [];
  const wanted = millisOf(asIfUtc);
  const reads = (millis: number) => `${isoDate(instantAt(millis), zone)}T${clock(instantAt(millis), zone)}`;
  const offsets = [-DAY_MILLIS, DAY_MILLIS].map((apart) => offsetMinutes(instantAt(wanted + apart), zone) * 60_000);
  // Before the gap the clock reads less than the wanted time, after it more: so it can be found by halving.
  let before = Math.floor((wanted - Math.max(...offsets)) / 60_000);
  let after = Math.ceil((wanted - Math.min(...offsets)) / 60_000);
  if (reads(after * 60_000) <= reads(before * 60_000) || before === after) return [];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (reads(middle * 60_000) < `${date}T${time}`) before = middle;
    else after = middle;
  }
  const gapEnds = after * 60_000;
  if (reads(gapEnds) === `${date}T${time}`) return [];
  return [instantAt(gapEnds - QUARTER_MILLIS), instantAt(gapEnds)];
}
