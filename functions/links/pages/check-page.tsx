import { sameClock, zoneLabel } from '../../../shared/time/moment.ts';
import { isOverlap } from '../../../shared/room/usage.ts';
import type { TimeSlot } from '../../../shared/time/time-slot.ts';
import type { FormProblem, Typed, Understood, UnderstoodTime } from '../typed-proposal.ts';
import { ProblemSummary, Radios } from './form-fields.tsx';
import type { LinkPage } from './link-page.tsx';
import { Clocks, otherNameOf } from './parts.tsx';
import type { View } from './standing.tsx';

export interface CheckView extends View {
  readonly typed: Typed;
  readonly understood: Understood;
  readonly problems: readonly FormProblem[];
  /** The other sessions of the person at those times. */
  readonly busy?: readonly TimeSlot[];
}

/** What was understood, on every clock, before it is sent: asked only when something about it is easily overlooked. */
export function makeCheckPage(view: CheckView): LinkPage {
  const { understood, problems } = view;
  const { times } = understood;
  return {
    status: problems.length > 0 ? 422 : 200,
    heading: times.length > 1 ? 'Are these the times you mean?' : 'Is this the time you mean?',
    hasProblems: problems.length > 0,
    body: (
      <>
        <ProblemSummary problems={problems} />
        {times.map((time) => (
          <OneTime {...view} time={time} />
        ))}
        <SendForm {...view} />
      </>
    ),
  };
}

/** One of the times, as it was understood. */
function OneTime({ known, now, understood, busy = [], time }: CheckView & { readonly time: UnderstoodTime }) {
  const { times, zone, durationMinutes } = understood;
  const [first, second] = time.starts;
  const isElsewhere = !sameClock(first, zone, known.holder.person.timeZone);
  const was = second || times.length > 1 ? undefined : known.room;
  return (
    <>
      {!second && isElsewhere && <p>{`You gave it as ${time.typed.time} in ${zoneLabel(first, zone)}.`}</p>}
      {time.starts.map((startUtc) => (
        <Clocks span={{ startUtc, durationMinutes }} was={was} holder={known.holder} now={now} />
      ))}
      {busy.some((session) => isOverlap(session, { startUtc: first, durationMinutes })) && <p>You have another session then.</p>}
    </>
  );
}

/** Everything that was typed once more, with the question which of two instants is meant. */
function SendForm({ known, typed, understood, problems }: CheckView) {
  const { times, zone } = understood;
  const { length, note } = typed;
  const doubled = times.filter(({ starts }) => starts.length > 1);
  const fields = times.flatMap(({ typed: { suffix, date, time, start }, starts }) => [
    [`date${suffix}`, date],
    [`time${suffix}`, time],
    // Chosen before, while another time of the same form was not.
    ...(start !== '' && starts.length === 1 ? [[`start${suffix}`, start]] : []),
  ]);
  const kept = [['r', known.token], ...fields, ...Object.entries({ length, zone, note, checked: 'yes' })];
  return (
    <form method="post" action="/reschedule">
      {kept.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {doubled.map(({ typed: { suffix, time }, starts }) => (
        <Radios
          field={`start${suffix}`}
          problems={problems}
          legend={`${time} comes twice that day, because the clocks go back. Which one?`}
          choices={starts.map((at) => [at, `${time}, ${zoneLabel(at, zone)}`] as const)}
          chosen=""
        />
      ))}
      <button type="submit">Yes, send to {otherNameOf(known.holder)}</button>
      <button type="submit" class="q" name="change" value="yes">
        Change it
      </button>
    </form>
  );
}
