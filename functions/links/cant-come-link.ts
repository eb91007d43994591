import { linkUrl } from '../../shared/link/link.ts';
import type { Actor, Command } from '../../shared/room/command.ts';
import { endOf } from '../../shared/time/time-slot.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import type { LinksDeps } from './links-deps.ts';
import { openBookingLink, type KnownBooking, type OpenedBooking } from './open-booking-link.ts';
import { pageAnswer, seeOther } from './page-answer.ts';
import { makeCantComePage, makeEarlierPage, makeSaidNoPage } from './pages/cant-come-pages.tsx';
import { makeDeclinedPage } from './pages/confirm-pages.tsx';
import type { LinkPage } from './pages/link-page.tsx';
import { makeExpiredPage, makeStandingPage } from './pages/reschedule-pages.tsx';
import { count, refuse } from './refuse.ts';
import { isShown } from './shown-state.ts';

/** The page of an “I can't come” link: what follows, with one button. Opening it changes nothing. */
export async function showCantCome(deps: LinksDeps, token: string): Promise<HttpAnswer> {
  const now = deps.world.now();
  return answer(deps, await openBookingLink(deps, token, 'cant-come', now), now);
}

/** The button was pressed: a host cancels, a guest leaves. The page that it leads to tells the truth, also when it was pressed twice. */
export async function sayCantCome(deps: LinksDeps, token: string, form: URLSearchParams): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openBookingLink(deps, token, 'cant-come', now);
  if (opened.kind === 'left') return seeOther(linkUrl('', 'cant-come', token));
  // What the page said has changed since it was loaded: its button must not end what nobody has read of.
  if (opened.kind !== 'known' || overPage(deps, opened, now) !== null || !isShown(form, opened)) return answer(deps, opened, now);
  await runCommand(deps, opened.room.id, commandFor(deps, opened, now));
  return seeOther(linkUrl('', 'cant-come', token));
}

function answer(deps: LinksDeps, opened: OpenedBooking, now: Instant): HttpAnswer {
  switch (opened.kind) {
    case 'forged':
    case 'ended':
      return refuse(deps, opened.kind);
    case 'left':
      return pageAnswer(deps.pages, makeDeclinedPage(opened.at));
    case 'earlier':
      return pageAnswer(deps.pages, makeEarlierPage({ known: opened, now }, opened.leftAt));
    case 'known':
      return pageAnswer(deps.pages, overPage(deps, opened, now) ?? makeCantComePage({ known: opened, now }));
  }
}

/** What is to be said when the link can do nothing any more. */
function overPage(deps: Pick<LinksDeps, 'log'>, known: KnownBooking, now: Instant): LinkPage | null {
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

function commandFor({ world }: LinksDeps, { holder, bookedAt }: KnownBooking, at: Instant): Command {
  const by: Actor = { role: holder.role, email: holder.person.email, bookedAt };
  const asked = { by, at, seed: world.seed() };
  return holder.role === 'host' ? { type: 'cancel', ...asked } : { type: 'leave', ...asked };
}
