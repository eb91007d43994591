import type { ExistingRoom } from '../../../shared/room/room.ts';
import { shortMoment } from '../../../shared/time/moment.ts';
import type { TimeSlot } from '../../../shared/time/time-slot.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { practiceInWords, type Practice } from '../../../shared/words/practice.ts';
import { describeWish } from '../../../shared/wish/wish-words.ts';
import type { Wish } from '../../../shared/wish/wish.ts';
import type { Known } from '../open-link.ts';
import { writeShownSlot, type Remarks } from './book-pages.tsx';
import type { LinkPage } from './link-page.tsx';
import { Clocks, otherNameOf, Quote } from './parts.tsx';
import { Way, type View } from './standing.tsx';

/** The session that fits a wish, with one button to book it. */
export function makeWishBookPage({ known, now }: View, { isBusy, hasMoved }: Remarks): LinkPage {
  const { room, holder, token } = known;
  const name = otherNameOf(holder);
  const words = practiceInWords(room.practice);
  return {
    status: 200,
    heading: `Practise with ${name}?`,
    body: (
      <>
        {hasMoved && <p class="n">Nothing is booked yet: {name} has just moved the session. This is the time now.</p>}
        <Clocks span={room} holder={holder} now={now} />
        {words !== '' && <p>What you practise: {words}.</p>}
        <Quote by={name} text={room.practice.line} />
        {isBusy && <p class="n">You have another session then.</p>}
        <form method="post" action="/book">
          <input type="hidden" name="t" value={token} />
          <input type="hidden" name="slot" value={writeShownSlot(room)} />
          <p id="d">Both of you then get a calendar invitation. Yours goes to the address at which you got the mail with this link.</p>
          <button type="submit" aria-describedby="d">
            Book this session
          </button>
        </form>
        <p>The first one who books has it. If you do nothing, nothing is booked.</p>
      </>
    ),
  };
}

interface Fitting extends TimeSlot {
  readonly id: RoomId;
  readonly practice: Practice;
}

/** It cannot be booked any more. Of a session that others are in, it tells nothing. */
export const makeTakenPage = ({ room, link, holder }: Known, others: readonly Fitting[]): LinkPage => ({
  status: 410,
  heading: 'This session is no longer open to you',
  body: (
    <>
      <p role="status">{whyTaken(room, link.usedAt !== null)}</p>
      {others.length > 0 && (
        <>
          <p>What else fits your wish now; you sign in to book:</p>
          <ul>
            {others.map((slot) => (
              <li>
                <a href={`/sessions/${slot.id}`}>
                  {[shortMoment(slot.startUtc, holder.person.timeZone), `${slot.durationMinutes} minutes`, practiceInWords(slot.practice)]
                    .filter((part) => part !== '')
                    .join(', ')}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      <Way to="/">Find another session</Way>
      <Way to="/wishes">See your wishes</Way>
    </>
  ),
});

function whyTaken(room: ExistingRoom, isUsed: boolean): string {
  if (isUsed) return 'You have booked it with this link before, and the link works once. On the page of the session you see how it stands.';
  if (room.status === 'cancelled') return 'It is cancelled.';
  return room.status === 'booked' ? 'Somebody else has booked it.' : 'It has begun, or it is not open for everyone now.';
}

/** One button that ends a wish. Opening the page changes nothing. */
export const makeUnsubscribePage = (wish: Wish, token: string): LinkPage => ({
  status: 200,
  heading: 'End this wish?',
  isPlain: true,
  body: (
    <>
      <p>You asked to be told of sessions like this: {describeWish(wish)}.</p>
      <form method="post" action="/unsubscribe">
        <input type="hidden" name="t" value={token} />
        <p id="d">You then get no more mail because of it. Your sessions stay as they are.</p>
        <button type="submit" aria-describedby="d">
          End this wish
        </button>
      </form>
    </>
  ),
});

export const unsubscribedPage: LinkPage = {
  status: 200,
  heading: 'This wish has ended',
  isPlain: true,
  body: (
    <>
      <p role="status">You get no more mail because of it. Your sessions stay as they are.</p>
      <Way to="/wishes">See your wishes</Way>
    </>
  ),
};
