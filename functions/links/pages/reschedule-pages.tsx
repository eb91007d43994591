import { BOOKING_PURPOSES } from '../../../shared/words/link-purposes.ts';
import { slotsOf, statusAt, type Proposal } from '../../../shared/room/proposal.ts';
import type { Holder, OpenedRoom } from '../open-link.ts';
import { proposalOf } from '../single-use.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import { shortMoment, shortMoments } from '../../../shared/time/moment.ts';
import type { LinkPage } from './link-page.tsx';
import { Clocks, otherNameOf, Quote } from './parts.tsx';
import { FreshLink, describeCause, Standing, type LinkView, type View } from './standing.tsx';

/** The holder's suggestion waits for the other party. */
export function makeWaitingPage({ known, now }: View, proposal: Proposal): LinkPage {
  return { status: 200, heading: waitingHeading(known), body: <Waiting known={known} now={now} proposal={proposal} /> };
}

const waitingHeading = ({ holder }: OpenedRoom): string => `Your suggestion is with ${otherNameOf(holder)}`;

function Waiting({ known: { holder, room }, now, proposal }: View & { readonly proposal: Proposal }) {
  const slots = slotsOf(proposal);
  const what = slots.length > 1 ? 'one of these times, or decline them,' : 'or decline it';
  return (
    <>
      <p role="status">
        {otherNameOf(holder)} can approve {what} until {shortMoment(proposal.expiresAt, holder.person.timeZone)}. Until then the session
        stays at its present time.
      </p>
      {slots.map((slot) => (
        <Clocks span={slot} was={slots.length > 1 ? undefined : room} holder={holder} now={now} />
      ))}
      <Quote by="You" text={proposal.note} />
    </>
  );
}

/**
 * A reschedule link that has made its suggestion: what was suggested, how that stands, and the way to suggest again.
 * `isRefused`: somebody tried to suggest another time with it.
 */
export function makeUsedPage({ known, now, isRefused = false }: LinkView & { readonly isRefused?: boolean }): LinkPage {
  const proposal = proposalOf(known);
  const waiting = proposal && statusAt(proposal, now) === 'pending' ? proposal : null;
  return {
    status: isRefused ? 409 : 200,
    heading: isRefused ? 'This link has been used' : waiting ? waitingHeading(known) : 'This link has been used',
    body: (
      <>
        {isRefused && <p class="n">What you sent now was not passed on: a link makes one suggestion.</p>}
        {waiting ? (
          <>
            <Waiting known={known} now={now} proposal={waiting} />
            <FreshLink known={known} now={now} />
          </>
        ) : (
          <Fate known={known} now={now} proposal={proposal} />
        )}
      </>
    ),
  };
}

/** What became of a suggestion that waits no more. */
function Fate({ known, now, proposal }: View & { readonly proposal: Proposal | undefined }) {
  const { holder } = known;
  const zone = holder.person.timeZone;
  return (
    <>
      {proposal && (
        <p role="status">
          You suggested {shortMoments(slotsOf(proposal), zone)}. {fateOf(proposal, now, holder)}
        </p>
      )}
      <Standing known={known} now={now} />
    </>
  );
}

function fateOf(proposal: Proposal, now: Instant, holder: Holder): string {
  const name = otherNameOf(holder);
  const isOneOfSeveral = slotsOf(proposal).length > 1;
  switch (statusAt(proposal, now)) {
    case 'approved':
      return `${name} approved ${isOneOfSeveral ? shortMoment(proposal.startUtc, holder.person.timeZone) : 'it'}.`;
    case 'declined':
      return `${name} declined it.`;
    case 'expired':
      return `${name} did not answer in time.`;
    case 'other':
      return 'Something else has happened to it since.';
    case 'pending':
    case 'superseded':
    case 'withdrawn':
      return 'Something newer has taken its place.';
  }
}

/** The link is from before the session changed. */
export const makeOutdatedPage = ({ known, now }: LinkView): LinkPage => ({
  status: 200,
  heading: 'This link is from before the session changed',
  body: (
    <>
      <p>{describeCause({ known, now }, ({ sequence }) => sequence > known.link.sequence)}</p>
      <Standing known={known} now={now} />
    </>
  ),
});

/** A reschedule, confirm or “I can't come” link whose time is over. */
export const makeExpiredPage = ({ known, now }: View): LinkPage => ({
  status: 410,
  heading: 'This link has expired',
  body: (
    <>
      <p>
        {known.purpose === 'confirm' && 'The answer was not confirmed in time, so nothing was changed.'}
        {isBookingPurpose(known.purpose) && 'It worked until the end of the session, as the session was then.'}
        {known.purpose !== 'confirm' && !isBookingPurpose(known.purpose) && 'A link works until the session starts.'}
      </p>
      <Standing known={known} now={now} />
    </>
  ),
});

const isBookingPurpose = (purpose: string): boolean => BOOKING_PURPOSES.some((one) => one === purpose);

/** There is nothing to reschedule, and no way back for this link. */
export function makeStandingPage(view: View): LinkPage {
  const { room, holder } = view.known;
  switch (room.status) {
    case 'cancelled':
      return {
        status: 200,
        heading: 'This session is cancelled',
        body: (
          <>
            <p>{describeCause(view, ({ event }) => ['cancelled', 'declined', 'left'].includes(event))}</p>
            <Standing {...view} />
          </>
        ),
      };
    case 'open':
      return {
        status: 200,
        heading: 'Nobody is booked at the moment',
        body: (
          <>
            <Clocks span={room} holder={holder} now={view.now} />
            <p>
              So there is nobody to ask. After signing in you can <a href="/">move or cancel the session yourself</a>.
            </p>
          </>
        ),
      };
    case 'booked':
      return { status: 200, heading: 'The session has started', body: <Standing {...view} /> };
  }
}
