import { isoDate } from '../shared/time/moment.ts';
import { plusMinutes, type Instant } from '../shared/time/instant.ts';
import { DURATIONS } from '../shared/words/durations.ts';
import { WEEKDAYS, type PartOfDay } from '../shared/words/times-of-week.ts';
import type { OpenFilter } from './open-filter.ts';
import type { PracticeValues } from './parts/practice-fields.tsx';
import type { SlotValues } from './wanted-slot.ts';

const DAY_MINUTES = 24 * 60;
const STARTS: Readonly<Partial<Record<string, string>>> = {
  morning: '09:00',
  afternoon: '14:00',
  evening: '19:00',
  night: '22:00',
} satisfies Record<PartOfDay, string>;

/**
 * What somebody looked for in vain, as the form to host it takes it: the first choice of each side. A weekday is the next of its kind
 * from tomorrow on, in the zone. What was not chosen is left out.
 */
export function readWished(filter: OpenFilter, zone: string, now: Instant): Partial<SlotValues & PracticeValues> {
  const length = DURATIONS.find((minutes) => String(minutes) === filter.durationMinutes[0]);
  const date = filter.weekdays.length > 0 ? nextOf(filter.weekdays, zone, now) : undefined;
  const time = STARTS[filter.partOfDay[0] ?? ''];
  const [topic, exam] = [filter.topic[0], filter.exam[0]];
  return {
    ...(length && { length }),
    ...(date && { date, which: null }),
    ...(time && { time, which: null }),
    ...(topic && { topic }),
    ...(exam && { exam }),
  };
}

function nextOf(weekdays: readonly string[], zone: string, now: Instant): string | undefined {
  const week = Array.from({ length: 7 }, (_, n) => isoDate(plusMinutes(now, (n + 1) * DAY_MINUTES), zone));
  return week.find((date) => weekdays.includes(WEEKDAYS[(new Date(date).getUTCDay() + 6) % 7] ?? ''));
}
