import type { Refusal } from '../../../shared/words/refusals.ts';
import { REFUSAL_WORDS } from '../../../shared/words/refusal-words.ts';
import { practiceInWords } from '../../../shared/words/practice.ts';
import type { ExistingRoom } from '../../../shared/room/room.ts';
import { findReservedUntil } from '../../../shared/room/reservation.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import { shortMoment } from '../../../shared/time/moment.ts';
import type { LinkPage } from './link-page.tsx';
import { Clocks, otherNameOf, Quote } from './parts.tsx';
import { Standing, type View } from './standing.tsx';

/** The time that somebody saw on the page, as its form sends it back. */
export const writeShownSlot = ({ startUtc, durationMinutes }: ExistingRoom): string => `${startUtc}/${durationMinutes}`;

export interface Remarks {
  /** The holder has another session then. */
  readonly isBusy: boolean;
  /** The host moved it while the page was open. */
  readonly hasMoved: boolean;
}

/** The session that is reserved for the holder: one button to book it, one to say no. */
export function makeBookPage({ known, now }: View, { isBusy, hasMoved }: Remarks): LinkPage {
  const { room, holder, token } = known;
  const { practice } = room;
  const name = otherNameOf(holder);
  const words = practiceInWords(practice);
  const until = findReservedUntil(room, now);
  return {
    status: 200,
    heading: `Practise with ${name} again?`,
    body: (
      <>
        {hasMoved && <p class="n">Nothing is booked yet: {name} has just moved the session. This is the time now.</p>}
        <Clocks span={room} holder={holder} now={now} />
        {words !== '' && <p>What you practise: {words}.</p>}
        <Quote by={name} text={practice.line} />
        {isBusy && <p class="n">You have another session then.</p>}
        <form method="post" action="/book">
          <input type="hidden" name="t" value={token} />
          <input type="hidden" name="slot" value={writeShownSlot(room)} />
          <p id="d">Both of you then get a calendar invitation by mail.</p>
          <button type="submit" aria-describedby="d">
            Book this session
          </button>
        </form>
        {until && <p>It is reserved for you until {shortMoment(until, holder.person.timeZone)}. If you do nothing, nothing is booked.</p>}
        <form method="post" action="/book">
          <input type="hidden" name="t" value={token} />
          <input type="hidden" name="answer" value="no" />
          <p id="n">{name} gets a mail that you can't make it.</p>
          <button type="submit" class="q" aria-describedby="n">
            No, thanks
          </button>
          <button type="submit" class="q" name="more" value="no" aria-describedby="n">
            No, and no more from {name}
          </button>
        </form>
      </>
    ),
  };
}

/** They have booked it; by now the session may stand otherwise. */
export const makeBookedPage = ({ known, now }: View): LinkPage => ({
  status: 200,
  heading: 'You have booked this session',
  body: (
    <>
      <p role="status">A calendar invitation is on its way to both of you.</p>
      <Standing known={known} now={now} />
    </>
  ),
});

/** It cannot be booked now. `why`: a refusal, or a sentence. */
export const makeNotBookedPage = (why: Refusal | (string & {})): LinkPage => ({
  status: 409,
  heading: 'This session was not booked',
  body: (
    <>
      <p>{isRefusal(why) ? `${REFUSAL_WORDS[why].matter} ${REFUSAL_WORDS[why].wayOut}` : why}</p>
      <Away />
    </>
  ),
});

const isRefusal = (why: string): why is Refusal => why in REFUSAL_WORDS;

/** It is not reserved for the holder any more. Of a session that others may be in, it tells nothing. */
export function makeReservationOverPage(room: ExistingRoom, usedAt: Instant | null, now: Instant): LinkPage {
  const isOpen = room.status === 'open' && room.reservedFor === null && room.startUtc > now;
  return {
    status: usedAt === null ? 410 : 200,
    heading: usedAt === null ? 'This session is no longer reserved for you' : 'Your answer is noted',
    body: (
      <>
        <p role="status">{whatBecame(room, usedAt !== null, isOpen)}</p>
        {isOpen && (
          <p>
            <a class="a" href={`/sessions/${room.id}`}>
              See the session
            </a>
          </p>
        )}
        <Away />
      </>
    ),
  };
}

function whatBecame(room: ExistingRoom, isUsed: boolean, isOpen: boolean): string {
  if (isUsed) return 'You have answered with this link already, and it works once. The newest mail about the session tells how it stands.';
  if (room.status === 'cancelled') return 'It is cancelled. Nothing was in your calendar.';
  return isOpen ? 'It is open for everyone now. Sign in to book it, if you still want to.' : 'Somebody else has booked it, or it is over.';
}

const Away = () => (
  <p>
    <a class="a" href="/">
      Find another session
    </a>
  </p>
);
