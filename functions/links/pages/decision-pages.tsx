import { LINK_PLACES } from '../../../shared/link/link.ts';
import type { Proposal } from '../../../shared/room/proposal.ts';
import { shortMoment } from '../../../shared/time/moment.ts';
import { firstNameOf } from '../../../shared/words/names.ts';
import { Clocks, otherNameOf, Quote } from './parts.tsx';
import type { LinkPage } from './link-page.tsx';
import { FreshLink, describeCause, Standing, type View } from './standing.tsx';

export interface DecisionView extends View {
  readonly proposal: Proposal;
  /** The one who answers has another session at the suggested time. */
  readonly isBusy?: boolean;
}

export type DecisionLink = 'approve' | 'decline';

/** The question, with one button that says what it will do. `siblingUrl`: the page with the other answer. */
export function makeQuestionPage(view: DecisionView, decision: DecisionLink, siblingUrl: string | null): LinkPage {
  const { known, proposal, now } = view;
  const { room, holder } = known;
  const name = otherNameOf(holder);
  return {
    status: 200,
    heading: decision === 'approve' ? `Move the session, as ${name} suggests?` : 'Keep the session at its present time?',
    body: (
      <>
        {decision === 'approve' ? (
          <>
            <p id="d">{name} suggests this time instead:</p>
            <Clocks span={proposal} was={room} holder={holder} now={now} />
            {view.isBusy && <p>You have another session then.</p>}
          </>
        ) : (
          <>
            <p id="d">{`${name} suggests ${shortMoment(proposal.startUtc, holder.person.timeZone)} instead. If you decline, nothing changes:`}</p>
            <Clocks span={room} holder={holder} now={now} />
          </>
        )}
        <Quote by={name} text={proposal.note} />
        <Answers {...view} decision={decision} siblingUrl={siblingUrl} />
        <p>
          {'Until you answer, the session stays at its present time. '}
          The suggestion lapses on {shortMoment(proposal.expiresAt, holder.person.timeZone)}.
        </p>
      </>
    ),
  };
}

function Answers({
  known,
  proposal,
  decision,
  siblingUrl,
}: DecisionView & { readonly decision: DecisionLink; readonly siblingUrl: string | null }) {
  const zone = known.holder.person.timeZone;
  const [button, other] =
    decision === 'approve'
      ? [`Approve: move to ${shortMoment(proposal.startUtc, zone)}`, 'Decline instead, and keep the present time']
      : [`Decline: keep ${shortMoment(known.room.startUtc, zone)}`, 'Approve the new time instead'];
  const { path, parameter } = LINK_PLACES[decision];
  return (
    <>
      <form method="post" action={path}>
        <input type="hidden" name={parameter} value={known.token} />
        <button type="submit" aria-describedby="d">
          {button}
        </button>
      </form>
      {siblingUrl !== null && (
        <p>
          <a class="a" href={siblingUrl}>
            {other}
          </a>
        </p>
      )}
    </>
  );
}

/** What was decided, by whom and when, and how the session stands by now. */
export function makeDecidedPage(view: DecisionView): LinkPage {
  const { known, proposal, now } = view;
  const { room, holder } = known;
  const isApproved = proposal.status === 'approved';
  const stands = room.status === 'booked' && (!isApproved || isSameTime(room, proposal));
  const heading = isApproved ? 'The new time is approved' : 'The suggestion was declined';
  return {
    status: 200,
    heading,
    body: (
      <>
        <p>
          {deciderOf(view)} {isApproved ? 'approved' : 'declined'} it on {shortMoment(proposal.decisionAt ?? now, holder.person.timeZone)}.{' '}
          {stands && (isApproved ? 'Both calendars are told by mail.' : 'The session stays at its time.')}
        </p>
        {!stands && <p>{describeCause(view, ({ at, event }) => at > (proposal.decisionAt ?? now) && CHANGES.has(event))}</p>}
        <Standing known={known} now={now} />
      </>
    ),
  };
}

/** Nobody answered in time. */
export const makeLapsedPage = ({ known, now }: View): LinkPage => ({
  status: 410,
  heading: 'This link has expired',
  body: (
    <>
      <p>The suggestion was not answered in time and has lapsed. Nothing was changed.</p>
      <Standing known={known} now={now} />
      <FreshLink known={known} now={now} />
    </>
  ),
});

/** The suggestion gave way to something newer before it was decided. */
export function makeOvertakenPage(view: View, proposal: Proposal | null): LinkPage {
  const { known, now } = view;
  const decidedAt = proposal?.decisionAt ?? null;
  return {
    status: 200,
    heading: 'This suggestion is no longer open',
    body: (
      <>
        <p>{describeCause(view, ({ at, event }) => (decidedAt === null ? CHANGES.has(event) : at === decidedAt))}</p>
        <Standing known={known} now={now} />
        <FreshLink known={known} now={now} />
      </>
    ),
  };
}

const CHANGES: ReadonlySet<string> = new Set(['rescheduled', 'approved', 'left', 'declined', 'cancelled', 'booked']);

const isSameTime = (a: Pick<Proposal, 'startUtc' | 'durationMinutes'>, b: Pick<Proposal, 'startUtc' | 'durationMinutes'>): boolean =>
  a.startUtc === b.startUtc && a.durationMinutes === b.durationMinutes;

/** Only the one to whom it was suggested decides: the holder of this link. The page names that person, because anyone may open the link again. */
const deciderOf = ({ known: { holder } }: View): string => {
  const name = firstNameOf(holder.person);
  return name === firstNameOf({ name: '' }) ? 'You' : name;
};
