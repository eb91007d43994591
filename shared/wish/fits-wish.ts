import type { Instant } from '../time/instant.ts';
import { clock, isoDate } from '../time/moment.ts';
import type { TimeSlot } from '../time/time-slot.ts';
import type { Practice } from '../words/practice.ts';
import { DAY_MINUTES, holds, minutesOfDay, toWeekRanges } from './week-ranges.ts';
import type { WishTerms } from './wish.ts';

/** What of a room a wish is compared with. */
export interface Offered extends TimeSlot {
  readonly practice: Pick<Practice, 'topic' | 'exam'>;
}

/**
 * Whether a session is what somebody wishes for. A host who left the topic or the exam open practises any, so their session fits every
 * wish. The zone's own clock at the start decides, so a wish moves with summer time.
 */
export function fitsWish({ startUtc, durationMinutes, practice }: Offered, wish: WishTerms): boolean {
  if (!wish.durations.some((length) => length === durationMinutes) || startUtc >= wish.until) return false;
  if (!isAsWished(practice.topic, wish.topic) || !isAsWished(practice.exam, wish.exam)) return false;
  return holds(toWeekRanges(wish.windows), minuteOfWeek(startUtc, wish.timeZone), durationMinutes);
}

const isAsWished = (offered: string | null, wished: string | null): boolean => offered === null || wished === null || offered === wished;

/** The minute of the week that a clock in the zone shows. */
export function minuteOfWeek(at: Instant, zone: string): number {
  const day = (new Date(isoDate(at, zone)).getUTCDay() + 6) % 7;
  return day * DAY_MINUTES + (minutesOfDay(clock(at, zone)) ?? 0);
}
