import { shortMoment } from '../../../shared/time/moment.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import type { LinkPage } from './link-page.tsx';
import { Clocks, otherNameOf } from './parts.tsx';
import { Standing, type View } from './standing.tsx';

/** What follows if its holder can't come, with one button. */
export function makeCantComePage({ known, now }: View): LinkPage {
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
  return room.startUtc > now
    ? `You give up your place. ${name} gets a mail, the session leaves your calendar, and others can book it.`
    : `The session has started, so this ends it for both of you. ${name} gets a mail, and it leaves both calendars.`;
}

/** The link has done what it was for. Its holder may be in the session again. */
export const makeSaidNoPage = ({ known, now }: View, usedAt: Instant): LinkPage => ({
  status: 200,
  heading: 'Your answer is noted',
  body: (
    <>
      <p role="status">With this link you said on {shortMoment(usedAt, known.holder.person.timeZone)} that you can't come.</p>
      <Standing known={known} now={now} />
    </>
  ),
});
