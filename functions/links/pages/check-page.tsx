import { sameClock, zoneLabel } from '../../../shared/time/moment.ts';
import type { FormProblem, Typed, Understood } from '../typed-proposal.ts';
import { ProblemSummary, Radios } from './form-fields.tsx';
import type { LinkPage } from './link-page.tsx';
import { Clocks, otherNameOf } from './parts.tsx';
import type { View } from './standing.tsx';

export interface CheckView extends View {
  readonly typed: Typed;
  readonly understood: Understood;
  readonly problems: readonly FormProblem[];
  /** The person has another session at that time. */
  readonly isBusy?: boolean;
}

/** What was understood, on every clock, before it is sent: asked only when something about it is easily overlooked. */
export function makeCheckPage(view: CheckView): LinkPage {
  const { known, now, typed, understood, problems } = view;
  const { starts, durationMinutes, zone } = understood;
  const [first, second] = starts;
  const isElsewhere = !sameClock(first, zone, known.holder.person.timeZone);
  return {
    status: problems.length > 0 ? 422 : 200,
    heading: 'Is this the time you mean?',
    hasProblems: problems.length > 0,
    body: (
      <>
        <ProblemSummary problems={problems} />
        {!second && isElsewhere && <p>{`You gave it as ${typed.time} in ${zoneLabel(first, zone)}.`}</p>}
        {starts.map((startUtc) => (
          <Clocks span={{ startUtc, durationMinutes }} was={second ? undefined : known.room} holder={known.holder} now={now} />
        ))}
        {view.isBusy && <p>You have another session then.</p>}
        <SendForm {...view} />
      </>
    ),
  };
}

/** Everything that was typed once more, with the question which of two instants is meant. */
function SendForm({ known, typed, understood, problems }: CheckView) {
  const { starts, zone } = understood;
  const { date, time, length, note } = typed;
  const kept = Object.entries({ r: known.token, date, time, length, zone, note, checked: 'yes' });
  const legend = `${time} comes twice that day, because the clocks go back. Which one?`;
  const choices = starts.map((at) => [at, `${time}, ${zoneLabel(at, zone)}`] as const);
  return (
    <form method="post" action="/reschedule">
      {kept.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {starts.length > 1 && <Radios field="start" problems={problems} legend={legend} choices={choices} chosen="" />}
      <button type="submit">Yes, send to {otherNameOf(known.holder)}</button>
      <button type="submit" class="q" name="change" value="yes">
        Change it
      </button>
    </form>
  );
}
