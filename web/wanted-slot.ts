import { isDuration, type DurationMinutes } from '../shared/words/durations.ts';
import { HORIZON_IN_WORDS } from '../shared/words/horizon-weeks.ts';
import { horizonAt } from '../shared/time/horizon.ts';
import { isSameMinute, type Instant } from '../shared/time/instant.ts';
import { clock, isoDate, longDay, shortDay, utcOffset } from '../shared/time/moment.ts';
import type { TimeSlot } from '../shared/time/time-slot.ts';
import { instantsOnClock } from '../shared/time/instants-on-clock.ts';
import { placeOf } from '../shared/time/zone-names.ts';
import type { Trouble } from './errors.ts';
import type { FieldTrouble } from './parts/trouble.tsx';

/** A date, a time and a length, as their fields hold them. */
export interface SlotValues {
  /** YYYY-MM-DD */
  readonly date: string;
  /** HH:MM */
  readonly time: string;
  readonly length: DurationMinutes;
  /** Which of two, where the clocks repeat the time. */
  readonly which: 'first' | 'second' | null;
}

/** A session as it was typed. */
export interface WantedSlot {
  readonly startUtc: Instant;
  readonly durationMinutes: DurationMinutes;
}

/** The fields that a clock in the zone shows for a slot. */
export function valuesOf({ startUtc, durationMinutes }: TimeSlot, zone: string): SlotValues {
  const [date, time] = [isoDate(startUtc, zone), clock(startUtc, zone)];
  const twice = instantsOnClock(date, time, zone) ?? [];
  const second = twice[0] === startUtc ? 'first' : 'second';
  return { date, time, length: isDuration(durationMinutes) ? durationMinutes : 60, which: twice.length < 2 ? null : second };
}

export interface SlotReading {
  /** What was understood; null while something is missing or wrong. */
  readonly slot: WantedSlot | null;
  readonly errors: readonly FieldTrouble[];
  /** The two instants that are meant, perhaps, where the clocks repeat the time. */
  readonly twice: readonly Instant[];
}

/**
 * Reads the fields as a clock in the zone would, and says what is wrong with them.
 * @param present the time that the session has already, where there is one
 */
export function readSlot(
  { date, time, length, which }: SlotValues,
  zone: string,
  now: Instant,
  present: TimeSlot | null = null,
): SlotReading {
  const missing = [
    ...(date === '' ? [wrong('date', 'Choose a date')] : []),
    ...(time === '' ? [wrong('time', 'Choose a start time')] : []),
  ];
  if (missing.length > 0) return refused(...missing);
  const instants = instantsOnClock(date, time, zone);
  if (!instants) return refused(wrong('date', 'Enter a date such as 26 11 2026 and a time such as 18:30'));
  const [first, second] = instants;
  if (!first)
    return refused(wrong('time', `${time} does not exist that day in ${placeOf(zone)}: the clocks go forward. Choose another time`));
  const twice = second ? instants : [];
  if (second && which === null)
    return { slot: null, twice, errors: [wrong('which-first', `${time} comes twice that day: choose which one you mean`)] };
  const startUtc = second && which === 'second' ? second : first;
  if (startUtc <= now) return { slot: null, twice, errors: [wrong('date', 'That time has already passed: choose one in the future')] };
  const last = horizonAt(now);
  if (startUtc > last)
    return {
      slot: null,
      twice,
      errors: [wrong('date', `Sessions begin within ${HORIZON_IN_WORDS}: choose a date until ${longDay(last, zone)}`)],
    };
  if (present && isSameMinute(startUtc, present.startUtc) && length === present.durationMinutes)
    return { slot: null, twice, errors: [wrong('time', 'The session is at that time already: choose another start or another length')] };
  return { slot: { startUtc, durationMinutes: length }, twice, errors: [] };
}

/** `01:30, before the clocks go back (UTC+01:00)` */
export const whichLabel = (at: Instant, isFirst: boolean, time: string, zone: string): string =>
  `${time} on ${shortDay(at, zone)}, ${isFirst ? 'before' : 'after'} the clocks go back (${utcOffset(at, zone)})`;

const wrong = (id: string, text: string): FieldTrouble => ({ id, text });
const refused = (...errors: readonly FieldTrouble[]): SlotReading => ({ slot: null, twice: [], errors });

/** A refusal that is about one field, as an error of that field. */
export const troubleErrors = (trouble: Trouble | null): readonly FieldTrouble[] =>
  trouble?.field ? [wrong(trouble.field, trouble.text)] : [];
