import { ANY } from '../../shared/words/practice.ts';
import { countSides, NO_FILTER, SIDES, toggleChoice, type FilterCounts, type OpenFilter, type Side } from '../open-filter.ts';
import { ActionButton } from './button.tsx';

interface FilterFormProps {
  readonly filter: OpenFilter;
  readonly choices: OpenFilter;
  /** How many sessions each choice would show; null while nobody knows. */
  readonly counts: FilterCounts | null;
  readonly choose: (filter: OpenFilter) => void;
}

/** What to look for. Each choice counts at once, and the address of the page has it. */
export function FilterForm({ filter, choices, counts, choose }: FilterFormProps) {
  const chosen = SIDES.flatMap((side) => filter[side].map((choice) => nameOf(side, choice)));
  return (
    <details class="filter card">
      <summary>{chosen.length === 0 ? 'Filter' : `Filter: ${chosen.join(', ')}`}</summary>
      <div class="stack">
        {SIDES.map((side) => (
          <fieldset key={side}>
            <legend>{LEGENDS[side]}</legend>
            <div class="choices">
              {choices[side].map((choice) => (
                <label class="choice" key={choice}>
                  <input
                    type="checkbox"
                    checked={filter[side].includes(choice)}
                    onChange={() => choose(toggleChoice(filter, side, choice, choices))}
                  />
                  <span>
                    {nameOf(side, choice)}
                    {counts && <span class="muted"> ({counts[side][choice] ?? 0})</span>}
                  </span>
                </label>
              ))}
            </div>
          </fieldset>
        ))}
        {countSides(filter) > 0 && (
          <p class="actions">
            <ActionButton look="quiet" onClick={() => choose(NO_FILTER)}>
              Show all sessions
            </ActionButton>
          </p>
        )}
      </div>
    </details>
  );
}

const LEGENDS: Readonly<Record<Side, string>> = {
  durationMinutes: 'Length',
  weekdays: 'Day',
  partOfDay: 'Part of the day, on your clock',
  topic: 'Topic',
  exam: 'Exam',
};

const NAMES: Readonly<Partial<Record<string, string>>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
  morning: 'Morning (6 to 12)',
  afternoon: 'Afternoon (12 to 18)',
  evening: 'Evening (18 to 22)',
  night: 'Night (22 to 6)',
};

function nameOf(side: Side, choice: string): string {
  if (side === 'durationMinutes') return `${choice} minutes`;
  if (choice === ANY) return side === 'topic' ? 'Any topic' : 'Any exam';
  return NAMES[choice] ?? choice;
}
