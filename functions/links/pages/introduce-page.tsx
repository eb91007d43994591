import type { Instant } from '../../../shared/time/instant.ts';
import { announceIntroduction, describeIntroduction } from '../../../shared/words/between-words.ts';
import { otherRole } from '../../../shared/words/roles.ts';
import type { KnownBooking } from '../open-booking-link.ts';
import type { LinkPage } from './link-page.tsx';
import { otherNameOf } from './parts.tsx';
import { Way } from './standing.tsx';

/** How the exchange of addresses stands, with one button until it is done. @param noteUrl the page for a note */
export function makeIntroducePage({ known }: { readonly known: KnownBooking; readonly now: Instant }, noteUrl: string | null): LinkPage {
  const { room, holder, token } = known;
  const { askedBy, introducedAt } = room.introduction;
  const name = otherNameOf(holder);
  const isAsked = askedBy.includes(holder.role);
  const isDone = introducedAt !== null;
  return {
    status: 200,
    heading: isDone ? 'You have exchanged addresses' : isAsked ? 'You asked to exchange addresses' : 'Exchange e-mail addresses?',
    knowsAddress: isDone,
    body: (
      <>
        <p id="d" {...((isDone || isAsked) && { role: 'status' })}>
          {isDone ? announceIntroduction(name) : describeIntroduction(name, isAsked, askedBy.includes(otherRole(holder.role)))}
        </p>
        {!isDone && (
          <form method="post" action="/introduce">
            <input type="hidden" name="t" value={token} />
            <input type="hidden" name="yes" value={isAsked ? 'no' : 'yes'} />
            <button type="submit" class={isAsked ? 'q' : undefined} aria-describedby="d">
              {isAsked ? 'No longer ask' : `Exchange addresses with ${name}`}
            </button>
          </form>
        )}
        {noteUrl !== null && <Way to={noteUrl}>{`Write to ${name}`}</Way>}
        <Way to={`/sessions/${room.id}`}>See the session</Way>
      </>
    ),
  };
}
