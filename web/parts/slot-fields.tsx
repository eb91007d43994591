import type { Readers } from '../../shared/mail/clocks.ts';
import { DURATIONS } from '../../shared/words/durations.ts';
import { horizonAt } from '../../shared/time/horizon.ts';
import { isoDate } from '../../shared/time/moment.ts';
import { useApp } from '../app-context.ts';
import { whichLabel, type SlotReading, type SlotValues } from '../wanted-slot.ts';
import { Clocks } from './clocks.tsx';
import { Field, Wrong } from './field.tsx';
import { Ring } from './length-ring.tsx';
import type { FieldTrouble } from './trouble.tsx';
import { ZoneLine } from './zone-line.tsx';

export interface SlotFieldsProps {
  readonly values: SlotValues;
  readonly reading: SlotReading;
  readonly errors: readonly FieldTrouble[];
  readonly other: Readers['other'];
  readonly set: (change: Partial<SlotValues>) => void;
}

/** Date, start, length and zone, and under them what was understood, on every clock. */
export function SlotFields(props: SlotFieldsProps) {
  const { values, reading, errors, other, set } = props;
  const { clock, zone } = useApp();
  return (
    <>
      <div class="pair">
        <Field id="date" label="Date" errors={errors}>
          {(tied) => (
            <input
              type="date"
              {...tied}
              required
              min={isoDate(clock.now(), zone)}
              max={isoDate(horizonAt(clock.now()), zone)}
              value={values.date}
              onInput={(event) => set({ date: event.currentTarget.value, which: null })}
            />
          )}
        </Field>
        <Field id="time" label="Start" errors={errors}>
          {(tied) => (
            <input
              type="time"
              {...tied}
              required
              step={900}
              value={values.time}
              onInput={(event) => set({ time: event.currentTarget.value, which: null })}
            />
          )}
        </Field>
      </div>
      {reading.twice.length > 0 && <Which {...props} />}
      <Lengths {...props} />
      <ZoneLine />
      <div class="card" aria-live="polite" aria-atomic="true">
        {reading.slot ? (
          <Clocks slot={reading.slot} other={other} />
        ) : (
          <p class="muted">
            {values.date && values.time ? reading.errors[0]?.text : 'Choose a date and a start: here you will see them on every clock'}.
          </p>
        )}
      </div>
    </>
  );
}

const Lengths = ({ values, errors, set }: SlotFieldsProps) => (
  <fieldset aria-describedby={errors.some(({ id }) => id === 'length-30') ? 'length-30-error' : undefined}>
    <legend>Length</legend>
    {errors
      .filter(({ id }) => id === 'length-30')
      .map((error) => (
        <Wrong error={error} />
      ))}
    <div class="choices">
      {DURATIONS.map((minutes) => (
        <label class="choice" key={minutes}>
          <input
            type="radio"
            id={`length-${minutes}`}
            name="length"
            value={minutes}
            checked={values.length === minutes}
            onChange={() => set({ length: minutes })}
          />
          <span aria-hidden="true">
            <Ring minutes={minutes} />
          </span>
          <span>{minutes} minutes</span>
        </label>
      ))}
    </div>
  </fieldset>
);

function Which({ values, reading, errors, set }: SlotFieldsProps) {
  const { zone } = useApp();
  return (
    <fieldset aria-describedby={errors.some(({ id }) => id === 'which-first') ? 'which-first-error' : undefined}>
      <legend>{values.time} comes twice that day</legend>
      {errors
        .filter(({ id }) => id === 'which-first')
        .map((error) => (
          <Wrong error={error} />
        ))}
      <div class="choices list">
        {reading.twice.map((at, n) => {
          const which = n === 0 ? 'first' : 'second';
          return (
            <label class="choice" key={which}>
              <input type="radio" id={`which-${which}`} name="which" checked={values.which === which} onChange={() => set({ which })} />
              <span>{whichLabel(at, n === 0, values.time, zone)}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
