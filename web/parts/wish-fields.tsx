import { DURATIONS } from '../../shared/words/durations.ts';
import { ANY } from '../../shared/words/practice.ts';
import { WEEKDAY_NAMES } from '../../shared/words/times-of-week.ts';
import { useApp } from '../app-context.ts';
import { idOfTime, NEW_TIME, WEEKS_TO_CHOOSE, type WishDraft, type WishTime } from '../wish-draft.ts';
import { ActionButton } from './button.tsx';
import { Field, Wrong } from './field.tsx';
import type { FieldTrouble } from './trouble.tsx';
import { ZoneLine } from './zone-line.tsx';

interface WishFieldsProps {
  readonly draft: WishDraft;
  readonly errors: readonly FieldTrouble[];
  readonly set: (change: Partial<WishDraft>) => void;
}

const MOST_TIMES = 3;

/** What is wished for, and when. */
export function WishFields({ draft, errors, set }: WishFieldsProps) {
  const { config } = useApp();
  const { times } = draft;
  const choice = (id: 'topic' | 'exam', label: string, choices: readonly string[]) => (
    <Field id={id} label={label} errors={errors}>
      {(tied) => (
        <select {...tied} value={draft[id]} onChange={(event) => set({ [id]: event.currentTarget.value })}>
          {[ANY, ...choices].map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      )}
    </Field>
  );
  return (
    <>
      <div class="pair">
        {choice('topic', 'Topic', config.topics)}
        {choice('exam', 'Exam', config.exams)}
      </div>
      <Choices
        id="length"
        legend="Length"
        errors={errors}
        choices={DURATIONS.map((length) => [String(length), `${length} minutes`])}
        chosen={draft.lengths.map(String)}
        choose={(chosen) => set({ lengths: DURATIONS.filter((length) => chosen.includes(String(length))) })}
      />
      <ZoneLine />
      {times.map((time, n) => (
        <OneTime
          key={n}
          {...{ time, n, errors }}
          set={(change) => set({ times: times.map((each, at) => (at === n ? { ...each, ...change } : each)) })}
          {...(times.length > 1 && { drop: () => set({ times: times.filter((_, at) => at !== n) }) })}
        />
      ))}
      {times.length < MOST_TIMES && (
        <p>
          <ActionButton look="link" onClick={() => set({ times: [...times, NEW_TIME] })}>
            Add another time
          </ActionButton>
        </p>
      )}
      <Field id="weeks" label="For how long" errors={errors}>
        {(tied) => (
          <select {...tied} value={draft.weeks} onChange={(event) => set({ weeks: Number(event.currentTarget.value) })}>
            {WEEKS_TO_CHOOSE.map((weeks) => (
              <option key={weeks} value={weeks}>
                {weeks} weeks
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}

interface OneTimeProps {
  readonly time: WishTime;
  readonly n: number;
  readonly errors: readonly FieldTrouble[];
  readonly set: (change: Partial<WishTime>) => void;
  readonly drop?: () => void;
}

function OneTime({ time, n, errors, set, drop }: OneTimeProps) {
  const clock = (field: 'from' | 'to', label: string) => (
    <Field id={idOfTime(field, n)} label={label} errors={errors}>
      {(tied) => (
        <input type="time" {...tied} step={900} value={time[field]} onInput={(event) => set({ [field]: event.currentTarget.value })} />
      )}
    </Field>
  );
  return (
    <>
      <Choices
        id={idOfTime('day', n)}
        legend={n === 0 ? 'Days' : `Days of time ${n + 1}`}
        errors={errors}
        choices={WEEKDAY_NAMES.map((day) => [day, `${day.slice(0, 1).toUpperCase()}${day.slice(1)}`])}
        chosen={time.days}
        choose={(chosen) => set({ days: WEEKDAY_NAMES.filter((day) => chosen.includes(day)) })}
      />
      <div class="pair">
        {clock('from', 'From')}
        {clock('to', 'To')}
      </div>
      {drop && (
        <p>
          <ActionButton look="link" label={`Remove time ${n + 1}`} onClick={drop}>
            Remove this time
          </ActionButton>
        </p>
      )}
    </>
  );
}

interface ChoicesProps {
  /** Of the first choice, where an error leads. */
  readonly id: string;
  readonly legend: string;
  readonly errors: readonly FieldTrouble[];
  readonly choices: readonly (readonly [choice: string, label: string])[];
  readonly chosen: readonly string[];
  readonly choose: (chosen: readonly string[]) => void;
}

function Choices({ id, legend, errors, choices, chosen, choose }: ChoicesProps) {
  const error = errors.find((one) => one.id === id);
  const toggle = (choice: string) => choose(chosen.includes(choice) ? chosen.filter((one) => one !== choice) : [...chosen, choice]);
  return (
    <fieldset aria-describedby={error && `${error.id}-error`}>
      <legend>{legend}</legend>
      {error && <Wrong error={error} />}
      <div class="choices">
        {choices.map(([choice, label], n) => (
          <label class="choice" key={choice}>
            <input type="checkbox" {...(n === 0 && { id })} checked={chosen.includes(choice)} onChange={() => toggle(choice)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
