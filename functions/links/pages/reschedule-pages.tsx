import type { Proposal } from '../../../shared/room/proposal.ts';
import { linkUrl } from '../../../shared/link/link.ts';
import { shortMoment } from '../../../shared/time/moment.ts';
import type { Page } from './page.tsx';
import { Clocks, otherNameOf, Quote } from './parts.tsx';
import { FreshLink, happened, Standing, type View } from './standing.tsx';

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
export function standingPage(view: View): Page {
  const { room, holder } = view.known;
  switch (room.status) {
    case 'cancelled':
      return {
        status: 200,
        heading: 'This session is cancelled',
        body: (
          <>
            <p>{happened(view, ({ event, by }) => event === 'cancelled' || (event === 'declined' && by === 'host'))}</p>
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
