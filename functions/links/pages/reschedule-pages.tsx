import type { Proposal } from '../../../shared/room/proposal.ts';
import { linkUrl } from '../../../shared/link/link.ts';
import { shortMoment, sameClock, zoneLabel } from '../../../shared/time/moment.ts';
import type { FieldProblem, Typed, Understood } from '../suggestion.ts';
import { ProblemSummary, Radios } from './form-fields.tsx';
import type { Page } from './page.tsx';
import { Clocks, otherNameOf, Quote } from './parts.tsx';
import { FreshLink, happened, Standing, type View } from './standing.tsx';

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
        {!sameClock(first, zone, holder.person.timeZone) && (
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

/** The holder's suggestion waits for the other party. */
export function waitingPage({ known, now }: View, proposal: Proposal): Page {
  const { holder, room, token } = known;
  const name = otherNameOf(holder);
  return {
    status: 200,
    heading: `Your suggestion is with ${name}`,
    body: (
      <>
        <p role="status">
          {name} can approve or decline it until {shortMoment(proposal.expiresAt, holder.person.timeZone)}. Until then the session stays at
          its present time.
        </p>
        <Clocks span={proposal} was={room} holder={holder} now={now} />
        <Quote by="You" text={proposal.note} />
        {known.purpose === 'reschedule' && (
          <p>
            <a class="a" href={`${linkUrl('', 'reschedule', token)}&another`}>
              Suggest a different time instead
            </a>
          </p>
        )}
      </>
    ),
  };
}

/** The link is from before the session changed. */
export const outdatedPage = ({ known, now }: View): Page => ({
  status: 200,
  heading: 'This link is from before the session changed',
  body: (
    <>
      <p>{happened({ known, now }, ({ sequence }) => sequence > (known.link?.sequence ?? 0))}</p>
      <Standing known={known} now={now} />
      <FreshLink known={known} now={now} />
    </>
  ),
});

/** A reschedule or confirm link whose time is over. */
export const expiredPage = ({ known, now }: View): Page => ({
  status: 410,
  heading: 'This link has expired',
  body: (
    <>
      <p>
        {known.purpose === 'confirm'
          ? 'The answer was not confirmed in time, so nothing was changed.'
          : 'A link works until the session starts.'}
      </p>
      <Standing known={known} now={now} />
      <FreshLink known={known} now={now} />
    </>
  ),
});

/** There is nothing to reschedule, and no way back for this link. */
export const standingPage = ({ known, now }: View): Page => ({
  status: 200,
  heading:
    known.room.status === 'cancelled'
      ? 'This session is cancelled'
      : known.room.status === 'open'
        ? 'Nobody is booked'
        : 'This session has started',
  body: (
    <>
      {known.room.status === 'cancelled' && (
        <p>{happened({ known, now }, ({ event, by }) => event === 'cancelled' || (event === 'declined' && by === 'host'))}</p>
      )}
      <Standing known={known} now={now} />
      {known.room.status === 'open' && (
        <>
          <Clocks span={known.room} holder={known.holder} now={now} />
          <p>
            So there is nobody to ask: you can <a href="/">move or cancel the session yourself</a> after signing in.
          </p>
        </>
      )}
    </>
  ),
});
