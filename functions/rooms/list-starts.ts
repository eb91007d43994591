import type { Instant } from '../../shared/time/instant.ts';
import { horizonAt } from '../../shared/time/horizon.ts';
import { clock } from '../../shared/time/moment.ts';
import { listWeeklyStarts } from '../../shared/time/weekly-starts.ts';
import { HORIZON_IN_WORDS } from '../../shared/words/horizon-weeks.ts';
import { HttpError, invalid } from '../platform/http/http-error.ts';

/**
 * When a session begins that repeats. Throws `HttpError` where one of the weeks has no such time, or lies beyond the horizon although the
 * first does not: it says how many weeks are possible.
 */
export function listStarts(startUtc: Instant, weeks: number, zone: string, now: Instant): readonly Instant[] {
  const listed = listWeeklyStarts(startUtc, weeks, zone);
  const horizon = horizonAt(now);
  const beyond = listed.findIndex(({ startUtc: start }) => start !== null && start > horizon);
  if (beyond > 0)
    throw new HttpError('start-too-far', [
      { field: 'repeatWeeks', message: `Choose at most ${beyond}: later weeks are more than ${HORIZON_IN_WORDS} away` },
    ]);
  const skipped = listed.findIndex(({ startUtc: start }) => start === null);
  const { date } = listed[skipped] ?? {};
  if (date !== undefined)
    throw invalid({
      field: 'repeatWeeks',
      message: `There is no ${clock(startUtc, zone)} on ${date} in ${zone}, because the clocks go forward: choose another time, or at most ${skipped}`,
    });
  return listed.flatMap(({ startUtc: start }) => start ?? []);
}
