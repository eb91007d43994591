import type { CreateWishRequest } from '../shared/api/contract.ts';
import { isoDate } from '../shared/time/moment.ts';
import { plusMinutes, type Instant } from '../shared/time/instant.ts';
import { minutesOfDay, WEEK_MINUTES } from '../shared/wish/week-ranges.ts';
import { DURATIONS, type DurationMinutes } from '../shared/words/durations.ts';
import { ANY } from '../shared/words/practice.ts';
import { WEEKDAY_NAMES, WEEKDAYS, type PartOfDay, type WeekdayName } from '../shared/words/times-of-week.ts';
import { WINDOWS_PER_WISH, WISH_WEEKS } from '../shared/words/wish-limits.ts';
import type { OpenFilter } from './open-filter.ts';
import type { FieldTrouble } from './parts/trouble.tsx';

/** A wish, as its form holds it. */
export interface WishDraft {
  readonly topic: string;
  readonly exam: string;
  readonly lengths: readonly DurationMinutes[];
  readonly times: readonly WishTime[];
  readonly weeks: number;
}

/** The same time on several days. */
export interface WishTime {
  readonly days: readonly WeekdayName[];
  readonly from: string;
  readonly to: string;
}

export const NEW_TIME: WishTime = { days: [], from: '18:00', to: '21:00' };
export const NO_WISH: WishDraft = { topic: ANY, exam: ANY, lengths: DURATIONS, times: [NEW_TIME], weeks: WISH_WEEKS.usual };
export const WEEKS_TO_CHOOSE = [4, WISH_WEEKS.usual, WISH_WEEKS.most] as const;

const HOURS: Readonly<Record<PartOfDay, readonly (readonly [from: string, to: string])[]>> = {
  morning: [['06:00', '12:00']],
  afternoon: [['12:00', '18:00']],
  evening: [['18:00', '22:00']],
  night: [
    ['00:00', '06:00'],
    ['22:00', '00:00'],
  ],
};
const isPart = (part: string): part is PartOfDay => part in HOURS;

/** What somebody looked for in vain, as a wish. Of topics and exams it takes the first. */
export function toWishDraft({ topic, exam, durationMinutes, weekdays, partOfDay }: OpenFilter): WishDraft {
  const lengths = DURATIONS.filter((length) => durationMinutes.includes(String(length)));
  const days = WEEKDAY_NAMES.filter((_, n) => weekdays.length === 0 || weekdays.includes(WEEKDAYS[n] ?? ''));
  const hours = partOfDay.filter(isPart).flatMap((part) => HOURS[part]);
  const anyTime = weekdays.length > 0 ? [['06:00', '22:00'] as const] : [];
  const times = (hours.length > 0 ? hours : anyTime).map(([from, to]) => ({ days, from, to }));
  return {
    topic: topic[0] ?? ANY,
    exam: exam[0] ?? ANY,
    lengths: lengths.length > 0 ? lengths : DURATIONS,
    times: times.length > 0 ? times : [NEW_TIME],
    weeks: WISH_WEEKS.usual,
  };
}

export interface WishReading {
  /** What was understood; null while something is missing or wrong. */
  readonly request: CreateWishRequest | null;
  readonly errors: readonly FieldTrouble[];
}

/** Reads the fields, and says what is wrong with them. */
export function readWishDraft({ topic, exam, lengths, times, weeks }: WishDraft, zone: string, now: Instant): WishReading {
  const windows = times.flatMap(({ days, from, to }) => days.map((weekday) => ({ weekday, from, to: endOf(to) })));
  const errors = [
    ...(lengths.length === 0 ? [wrong('length', 'Choose at least one length')] : []),
    ...times.flatMap((time, n) => faultsOf(time, n, Math.min(...lengths))),
    ...(windows.length > WINDOWS_PER_WISH ? [wrong(idOfTime('day', 0), `Choose at most ${WINDOWS_PER_WISH} days in all`)] : []),
  ];
  if (errors.length > 0) return { request: null, errors };
  const until = isoDate(plusMinutes(now, weeks * WEEK_MINUTES), zone);
  const practice = { ...(topic !== ANY && { topic }), ...(exam !== ANY && { exam }) };
  return { request: { ...practice, durations: [...lengths], windows, timeZone: zone, until }, errors: [] };
}

export const idOfTime = (field: 'day' | 'from' | 'to', n: number): string => `${field}-${n}`;

/** A clock has no 24:00: midnight at the end is 00:00. */
const endOf = (to: string): string => (to === '00:00' ? '24:00' : to);

function faultsOf({ days, from, to }: WishTime, n: number, shortest: number): readonly FieldTrouble[] {
  const [start, end] = [minutesOfDay(from), minutesOfDay(endOf(to))];
  return [
    ...(days.length === 0 ? [wrong(idOfTime('day', n), 'Choose at least one day')] : []),
    ...(start === undefined ? [wrong(idOfTime('from', n), 'Choose when it begins')] : []),
    ...(end === undefined ? [wrong(idOfTime('to', n), 'Choose when it ends')] : []),
    ...(start !== undefined && end !== undefined && end - start < shortest ? [wrong(idOfTime('to', n), tooShort(shortest))] : []),
  ];
}

const tooShort = (shortest: number): string =>
  Number.isFinite(shortest)
    ? `Choose an end at least ${shortest} minutes after the start, so that a session fits. For a time over midnight, add another time that begins at 00:00`
    : 'Choose an end after the start';

const wrong = (id: string, text: string): FieldTrouble => ({ id, text });
