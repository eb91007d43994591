import type { Instant } from '../../shared/time/instant.ts';
import { endOf } from '../../shared/time/time-slot.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import type { LinksDeps } from './links-deps.ts';
import type { KnownBooking, OpenedBooking } from './open-booking-link.ts';
import { pageAnswer } from './page-answer.ts';
import { makeEarlierPage, makeSaidNoPage } from './pages/cant-come-pages.tsx';
import type { LinkPage } from './pages/link-page.tsx';
import { makeExpiredPage, makeStandingPage } from './pages/reschedule-pages.tsx';
import { count, refuse } from './refuse.ts';

type Deps = Pick<LinksDeps, 'log' | 'pages'>;

/** A booking link whose holder is not in the booking that it is of. */
export function refuseBookingLink(deps: Deps, opened: Exclude<OpenedBooking, KnownBooking>, now: Instant): HttpAnswer {
  switch (opened.kind) {
    case 'forged':
    case 'ended':
      return refuse(deps, opened.kind);
    case 'left':
      return refuse(deps, 'ended');
    case 'earlier':
      return pageAnswer(deps.pages, makeEarlierPage({ known: opened, now }, opened.leftAt));
  }
}

/** What is to be said when the session is cancelled or over; null while a booking link can do something. */
export function findOverPage(deps: Deps, known: KnownBooking, now: Instant): LinkPage | null {
  const { room, holder, isExpired } = known;
  const view = { known, now };
  if (room.status === 'cancelled') {
    const ending = room.history.findLast(({ event }) => event === 'cancelled' || event === 'declined' || event === 'left');
    return ending?.by === holder.role ? makeSaidNoPage(view, ending.at) : makeStandingPage(view);
  }
  if (!isExpired && endOf(room) > now) return null;
  count(deps, 'expired');
  return makeExpiredPage(view);
}
