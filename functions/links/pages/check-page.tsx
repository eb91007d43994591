import { sameClock, zoneLabel } from '../../../shared/time/moment.ts';
import type { FieldProblem, Typed, Understood } from '../suggestion.ts';
import { ProblemSummary, Radios } from './form-fields.tsx';
import type { Page } from './page.tsx';
import { Clocks, otherNameOf } from './parts.tsx';
import type { View } from './standing.tsx';

export interface CheckView extends View {
  readonly typed: Typed;
  readonly understood: Understood;
  readonly problems: readonly FieldProblem[];
}

/** What was understood, on every clock, before it is sent: asked only when something about it is easily overlooked. */
export function checkPage({ known, now, typed, understood, problems }: CheckView): Page {
  const { holder, room, token } = known;
  const { starts, durationMinutes, zone } = understood;
  const [first, second] = starts;
  const hasProblems = problems.length > 0;
  return {
    status: hasProblems ? 422 : 200,
    heading: 'Is this the time you mean?',
    hasProblems,
    body: (
      <>
        <ProblemSummary problems={problems} />
        {!second && !sameClock(first, zone, holder.person.timeZone) && (
          <p>
            You gave it as {typed.time} in {zoneLabel(first, zone)}.
          </p>
        )}
        {starts.map((startUtc) => (
          <Clocks span={{ startUtc, durationMinutes }} was={second ? undefined : room} holder={holder} now={now} />
        ))}
        <form method="post" action="/reschedule">
          <input type="hidden" name="r" value={token} />
          {Object.entries({ ...typed, zone, start: undefined, isChecked: undefined, checked: 'yes' }).map(([name, value]) =>
            value === undefined ? null : <input type="hidden" name={name} value={value} />,
          )}
          {second && (
            <Radios
              field="start"
              problems={problems}
              legend={`${typed.time} comes twice that day, because the clocks go back. Which one?`}
              choices={starts.map((at) => [at, `${typed.time}, ${zoneLabel(at, zone)}`])}
              chosen=""
            />
          )}
          <button type="submit">Yes, send to {otherNameOf(holder)}</button>
          <button type="submit" class="q" name="change" value="yes">
            Change it
          </button>
        </form>
      </>
    ),
  };
}
