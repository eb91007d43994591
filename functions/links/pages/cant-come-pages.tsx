import { reopensWithout } from '../../../shared/room/booking.ts';
import { shortMoment } from '../../../shared/time/moment.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import type { Holder } from '../open-link.ts';
import type { KnownBooking } from '../open-booking-link.ts';
import { SHOWN_FIELD, writeShown } from '../shown-state.ts';
import type { LinkPage } from './link-page.tsx';
import { Clocks, otherNameOf } from './parts.tsx';
import { Standing, type View } from './standing.tsx';

/** What follows if its holder can't come, with one button. */
export function makeCantComePage({ known, now }: { readonly known: KnownBooking; readonly now: Instant }): LinkPage {
  const { room, holder, token } = known;
  return {
    status: 200,
    heading: "You can't come?",
    body: (
      <>
        <Clocks span={room} holder={holder} now={now} />
        <p id="d">{consequenceFor({ known, now })}</p>
        <form method="post" action="/cant-come">
          <input type="hidden" name="t" value={token} />
          <input type="hidden" name={SHOWN_FIELD} value={writeShown(known)} />
          <button type="submit" aria-describedby="d">
            {holder.role === 'host' ? 'Cancel the session' : "I can't come"}
          </button>
        </form>
        <p>If you can come after all, close this page: nothing has changed.</p>
      </>
    ),
  };
}

/** What follows for the other party. */
function consequenceFor({ known: { room, holder }, now }: View): string {
  const name = otherNameOf(holder);
  if (holder.other === null) return 'This cancels your session. Nobody is booked for it.';
  if (holder.role === 'host') return `This cancels the session for both of you. ${name} gets a mail, and it leaves both calendars.`;
  if (room.status === 'booked' && room.startUtc > now && !reopensWithout(room, now))
    return `The session is for the two of you alone, so this cancels it. ${name} gets a mail, and it leaves both calendars.`;
  return room.startUtc > now
    ? `You give up your place. ${name} gets a mail, the session leaves your calendar, and others can book it.`
    : `The session has started, so this ends it for both of you. ${name} gets a mail, and it leaves both calendars.`;
}

/** The holder of the link has said so, by it or otherwise. */
export const makeSaidNoPage = ({ known, now }: View, at: Instant): LinkPage => ({
  status: 200,
  heading: 'Your answer is noted',
  body: (
    <>
      <p role="status">{saidNo(known.holder, at)}</p>
      <Standing known={known} now={now} />
    </>
  ),
});

function saidNo({ role, person }: Holder, at: Instant): string {
  const when = shortMoment(at, person.timeZone);
  return role === 'host' ? `You cancelled the session on ${when}.` : `You said on ${when} that you can't come.`;
}

/** The link is of an earlier booking. `leftAt`: when the guest of that booking dropped out. */
export const makeEarlierPage = ({ known, now }: View, leftAt: Instant | null): LinkPage => ({
  status: 200,
  heading: 'This link is from an earlier booking',
  body: (
    <>
      <p role="status">
        {leftAt === null
          ? 'That booking has ended.'
          : `${known.holder.role === 'guest' ? 'You gave' : 'Your guest gave'} that place up on ${shortMoment(leftAt, known.holder.person.timeZone)}.`}
        {' The link does nothing to the present booking. The newest mail about it has the links that do.'}
      </p>
      <Standing known={known} now={now} />
    </>
  ),
});
