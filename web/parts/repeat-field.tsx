import { horizonAt } from '../../shared/time/horizon.ts';
import { clock as clockTime, shortDay, utcOffset } from '../../shared/time/moment.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { listWeeklyStarts } from '../../shared/time/weekly-starts.ts';
import { HORIZON_IN_WORDS } from '../../shared/words/horizon-weeks.ts';
import { MOST_REPEAT_WEEKS } from '../../shared/words/repeat-weeks.ts';
import { useApp } from '../app-context.ts';
import { Field } from './field.tsx';
import type { FieldTrouble } from './trouble.tsx';

const CHOICES = Array.from({ length: MOST_REPEAT_WEEKS }, (_, n) => n + 1);

export interface Weeks {
  /** The soonest first. */
  readonly starts: readonly Instant[];
  /** Why it cannot repeat so; null where it can. */
  readonly error: FieldTrouble | null;
}

/** When a session begins that repeats so many weeks. The rules are those of the API, said before anything is sent. */
export function readWeeks(startUtc: Instant, weeks: number, zone: string, now: Instant): Weeks {
  const listed = listWeeklyStarts(startUtc, weeks, zone);
  const starts = listed.flatMap(({ startUtc: start }) => start ?? []);
  const last = horizonAt(now);
  const beyond = starts.findIndex((start) => start > last);
  if (beyond > 0) return { starts, error: wrong(`Choose at most ${beyond}: later weeks are more than ${HORIZON_IN_WORDS} away`) };
  const skipped = listed.findIndex(({ startUtc: start }) => start === null);
  if (skipped < 0) return { starts, error: null };
  const [time, date] = [clockTime(startUtc, zone), listed[skipped]?.date];
  return { starts, error: wrong(`${time} does not exist on ${date}: the clocks go forward. Choose another time, or at most ${skipped}`) };
}

const wrong = (text: string): FieldTrouble => ({ id: 'repeat', text });

interface RepeatFieldProps {
  readonly weeks: number;
  /** Null while no time is understood. */
  readonly read: Weeks | null;
  readonly errors: readonly FieldTrouble[];
  readonly set: (weeks: number) => void;
}

/** In how many weeks the session is opened, and what that means, with the change of the clocks in between. */
export function RepeatField({ weeks, read, errors, set }: RepeatFieldProps) {
  return (
    <>
      <Field id="repeat" label="Open it every week" errors={errors}>
        {(tied) => (
          <select {...tied} value={weeks} onChange={(event) => set(Number(event.currentTarget.value))}>
            {CHOICES.map((n) => (
              <option key={n} value={n}>
                {n === 1 ? 'Once only' : `${n} weeks in a row`}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div aria-live="polite">{weeks > 1 && read && !read.error && <WeeksSummary starts={read.starts} />}</div>
    </>
  );
}

function WeeksSummary({ starts }: { readonly starts: readonly Instant[] }) {
  const { zone } = useApp();
  const runs = listRuns(starts, zone);
  return (
    <div class="card stack">
      <p>This opens {starts.length} sessions. Each is booked, moved and cancelled by itself:</p>
      <ul>
        {runs.map(({ first, last }) => (
          <li key={first}>
            {shortDay(first, zone)}
            {last !== first && ` to ${shortDay(last, zone)}`}, {clockTime(first, zone)} ({utcOffset(first, zone)})
          </li>
        ))}
      </ul>
      {runs.length > 1 && (
        <p class="warning">
          Your clocks change in between. The time stays the same for you; for people whose clocks do not change, it moves.
        </p>
      )}
    </div>
  );
}

/** Weeks in a row in which the clock has one offset. */
function listRuns(starts: readonly Instant[], zone: string): readonly { readonly first: Instant; readonly last: Instant }[] {
  const runs: { readonly first: Instant; readonly last: Instant }[] = [];
  for (const start of starts) {
    const run = runs.at(-1);
    if (run && utcOffset(run.first, zone) === utcOffset(start, zone)) runs.splice(-1, 1, { first: run.first, last: start });
    else runs.push({ first: start, last: start });
  }
  return runs;
}
