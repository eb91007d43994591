import { DURATIONS } from '../../../shared/words/durations.ts';
import { isoDate, zoneLabel } from '../../../shared/time/moment.ts';
import { horizonAt } from '../../../shared/time/horizon.ts';
import type { FormProblem, Typed, TypedTime } from '../typed-proposal.ts';
import { Labelled, problemOf, ProblemSummary, Radios } from './form-fields.tsx';
import type { LinkPage } from './link-page.tsx';
import { Clocks, otherNameOf } from './parts.tsx';
import type { View } from './standing.tsx';
import { EarlierProposals, MailLinksAgain } from './earlier-proposals.tsx';

export interface FormView extends View {
  readonly typed: Typed;
  readonly problems: readonly FormProblem[];
  /** Further times were asked for. */
  readonly showsMore?: boolean;
}

/** The form for another time, with what was typed and what is wrong with it. */
export function makeFormPage(view: FormView): LinkPage {
  const { known, now, problems } = view;
  const { room, holder } = known;
  return {
    status: problems.length > 0 ? 422 : 200,
    heading: 'Suggest another time',
    hasProblems: problems.length > 0,
    body: (
      <>
        <ProblemSummary problems={problems} />
        {problems.length === 0 && <EarlierProposals known={known} now={now} />}
        <p>Your session with {otherNameOf(holder)} is now at:</p>
        <Clocks span={room} hasRing={false} holder={holder} now={now} />
        <Form {...view} />
      </>
    ),
  };
}

function Form(view: FormView) {
  const { known, now, typed, problems } = view;
  const name = otherNameOf(known.holder);
  const [first, ...others] = typed.times;
  const isMore = view.showsMore === true || others.some(({ date, time }) => date !== '' || time !== '');
  const lengths = DURATIONS.map((minutes) => [String(minutes), `${minutes} minutes`] as const);
  return (
    <form method="post" action="/reschedule" novalidate>
      <input type="hidden" name="r" value={known.token} />
      {first && <DateAndTime {...view} time={first} label="New" />}
      {isMore && others.map((time, n) => <DateAndTime {...view} time={time} label={['Second', 'Third'][n] ?? 'Another'} />)}
      <Radios field="length" problems={problems} legend="How long?" choices={lengths} chosen={typed.length} />
      <Zone {...view} />
      <Labelled field="note" problems={problems} label={`Note to ${name} (optional)`}>
        <textarea name="note" rows={3} {...problemOf({ field: 'note', problems })}>
          {typed.note}
        </textarea>
      </Labelled>
      <button type="submit">Send to {name}</button>
      {!isMore && (
        <button type="submit" class="q" name="more" value="yes">
          Suggest up to three times
        </button>
      )}
      <p>
        {isMore && `${name} chooses one of the times; leave empty what you do not need. `}
        {name} can approve or decline. Until then the session stays at its present time.
      </p>
      {problems.length === 0 && <MailLinksAgain known={known} now={now} />}
    </form>
  );
}

function DateAndTime({ known, now, time, label, problems }: FormView & { readonly time: TypedTime; readonly label: string }) {
  const isRequired = time.suffix === '';
  const [date, clock] = [`date${time.suffix}`, `time${time.suffix}`] as const;
  const zone = known.holder.person.timeZone;
  const [first, last] = [isoDate(now, zone), isoDate(horizonAt(now), zone)];
  return (
    <div class="t">
      <Labelled field={date} problems={problems} label={`${label} date`}>
        <input
          type="date"
          name={date}
          value={time.date}
          min={first}
          max={last}
          required={isRequired}
          {...problemOf({ field: date, problems })}
        />
      </Labelled>
      <Labelled field={clock} problems={problems} label={`${label} time`}>
        <input type="time" name={clock} value={time.time} step={900} required={isRequired} {...problemOf({ field: clock, problems })} />
      </Labelled>
    </div>
  );
}

/** The zone that date and time are in: the holder's own, unless they change it. Found by old and new names; no list to scroll. */
function Zone({ typed, problems, known: { room, holder } }: FormView) {
  const own = holder.person.timeZone;
  const hasProblem = problems.some(({ field }) => field === 'zone');
  return (
    <details class="f" open={hasProblem || typed.zone !== own}>
      <summary>
        Times are in {zoneLabel(room.startUtc, own)}. <u>Change</u>
      </summary>
      <Labelled field="zone" problems={problems} label="City or time zone">
        <input type="text" name="zone" value={typed.zone} autocomplete="off" {...problemOf({ field: 'zone', problems })} />
      </Labelled>
    </details>
  );
}
