import { instantAt, millisOf, parseInstant, type Instant } from './instant.ts';
import { clock, isoDate, utcOffset } from './moment.ts';

const DAY_MILLIS = 24 * 3_600_000;

/**
 * The instants at which a clock in the zone reads this date and time, earliest first: none when the clocks skip it, two
 * when they repeat it. Undefined when it is not a date and a time at all.
 * @param date YYYY-MM-DD, as `<input type="date">` gives it
 * @param time HH:MM, as `<input type="time">` gives it
 */
export function instantsOnClock(date: string, time: string, zone: string): readonly Instant[] | undefined {
  const asIfUtc = /^\d{4}-\d\d-\d\d$/.test(date) && /^\d\d:\d\d$/.test(time) ? parseInstant(`${date}T${time}:00Z`) : undefined;
  if (asIfUtc === undefined) return undefined;
  // A change of the clocks is never far from the wanted time: the offsets of the days around it are all that can apply.
  const around = [-DAY_MILLIS, 0, DAY_MILLIS].map((apart) => instantAt(millisOf(asIfUtc) + apart));
  const offsets = new Set(around.map((at) => offsetMinutes(at, zone)));
  const candidates = [...offsets].map((minutes) => instantAt(millisOf(asIfUtc) - minutes * 60_000));
  return candidates.filter((at) => isoDate(at, zone) === date && clock(at, zone) === time).sort();
}

/** Minutes that a clock in the zone is ahead of UTC at that instant; negative west of Greenwich. */
export function offsetMinutes(at: Instant, zone: string): number {
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(utcOffset(at, zone)) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
