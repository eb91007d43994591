import type { Readers } from '../../shared/mail/clocks.ts';
import { PROPOSED_SLOTS_LIMIT } from '../../shared/words/proposal-words.ts';
import { useApp } from '../app-context.ts';
import { whichLabel, type SlotReading, type SlotValues } from '../wanted-slot.ts';
import { ActionButton } from './button.tsx';
import { Clocks } from './clocks.tsx';
import { Field, Wrong } from './field.tsx';
import type { FieldTrouble } from './trouble.tsx';

/** One further time, as its fields hold it. */
export type FurtherTime = Pick<SlotValues, 'date' | 'time' | 'which'>;

interface MoreTimesProps {
  readonly times: readonly FurtherTime[];
  /** What was understood of each. */
  readonly readings: readonly SlotReading[];
  readonly errors: readonly FieldTrouble[];
  readonly other: Readers['other'];
  readonly change: (times: readonly FurtherTime[]) => void;
}

const NAMES = ['Second time', 'Third time'];

/** Further times of a suggestion: the other party approves one of them. All are of one length. */
export function MoreTimes({ times, readings, errors, other, change }: MoreTimesProps) {
  return (
    <>
      {times.map((time, n) => (
        <OneTime
          key={n}
          {...{ time, n, errors, other }}
          reading={readings[n]}
          set={(next) => change(times.map((each, at) => (at === n ? { ...each, ...next } : each)))}
          drop={() => change(times.filter((_, at) => at !== n))}
        />
      ))}
      {times.length + 1 < PROPOSED_SLOTS_LIMIT && (
        <p>
          <ActionButton look="link" onClick={() => change([...times, { date: '', time: '', which: null }])}>
            Add another time
          </ActionButton>
        </p>
      )}
    </>
  );
}

interface OneTimeProps extends Pick<MoreTimesProps, 'errors' | 'other'> {
  readonly time: FurtherTime;
  readonly n: number;
  readonly reading: SlotReading | undefined;
  readonly set: (change: Partial<FurtherTime>) => void;
  readonly drop: () => void;
}

function OneTime({ time, n, reading, errors, other, set, drop }: OneTimeProps) {
  const name = NAMES[n] ?? 'Another time';
  return (
    <fieldset class="stack">
      <legend>{name}</legend>
      <div class="pair">
        <Field id={idOf('date', n)} label="Date" errors={errors}>
          {(tied) => (
            <input type="date" {...tied} value={time.date} onInput={(event) => set({ date: event.currentTarget.value, which: null })} />
          )}
        </Field>
        <Field id={idOf('time', n)} label="Start" errors={errors}>
          {(tied) => (
            <input
              type="time"
              {...tied}
              step={900}
              value={time.time}
              onInput={(event) => set({ time: event.currentTarget.value, which: null })}
            />
          )}
        </Field>
      </div>
      {reading && reading.twice.length > 0 && <Which {...{ time, n, reading, errors, set }} />}
      {reading?.slot && (
        <div class="card" aria-live="polite" aria-atomic="true">
          <Clocks slot={reading.slot} other={other} />
        </div>
      )}
      <p>
        <ActionButton look="link" label={`Remove this time: the ${name.toLowerCase()}`} onClick={drop}>
          Remove this time
        </ActionButton>
      </p>
    </fieldset>
  );
}

function Which({ time, n, reading, errors, set }: Pick<OneTimeProps, 'time' | 'n' | 'errors' | 'set'> & { readonly reading: SlotReading }) {
  const { zone } = useApp();
  const error = errors.find(({ id }) => id === idOf('which-first', n));
  return (
    <fieldset aria-describedby={error && `${error.id}-error`}>
      <legend>{time.time} comes twice that day</legend>
      {error && <Wrong error={error} />}
      <div class="choices list">
        {reading.twice.map((at, nth) => {
          const which = nth === 0 ? 'first' : 'second';
          return (
            <label class="choice" key={which}>
              <input
                type="radio"
                id={idOf(`which-${which}`, n)}
                name={idOf('which', n)}
                checked={time.which === which}
                onChange={() => set({ which })}
              />
              <span>{whichLabel(at, nth === 0, time.time, zone)}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

/** The id of a field of the time that is the nth after the first, counted from 0. */
const idOf = (field: string, n: number): string => `${field}-${n + 2}`;

/** An error of the first time's fields, at the fields of a further time. */
export const ofTime = ({ id, text }: FieldTrouble, n: number): FieldTrouble => ({ id: idOf(id, n), text: `${NAMES[n] ?? ''}: ${text}` });
