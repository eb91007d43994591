import { linkUrl } from '../../shared/link/link.ts';
import type { Actor, Command } from '../../shared/room/command.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import type { LinksDeps } from './links-deps.ts';
import { openBookingLink, type KnownBooking, type OpenedBooking } from './open-booking-link.ts';
import { pageAnswer, seeOther } from './page-answer.ts';
import { makeCantComePage } from './pages/cant-come-pages.tsx';
import { makeDeclinedPage } from './pages/confirm-pages.tsx';
import { findOverPage, refuseBookingLink } from './refuse-booking-link.ts';
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
  if (opened.kind !== 'known' || findOverPage(deps, opened, now) !== null || !isShown(form, opened)) return answer(deps, opened, now);
  await runCommand(deps, opened.room.id, commandFor(deps, opened, now));
  return seeOther(linkUrl('', 'cant-come', token));
}

function answer(deps: LinksDeps, opened: OpenedBooking, now: Instant): HttpAnswer {
  if (opened.kind === 'left') return pageAnswer(deps.pages, makeDeclinedPage(opened.at));
  if (opened.kind !== 'known') return refuseBookingLink(deps, opened, now);
  return pageAnswer(deps.pages, findOverPage(deps, opened, now) ?? makeCantComePage({ known: opened, now }));
}

function commandFor({ world }: LinksDeps, { holder, bookedAt }: KnownBooking, at: Instant): Command {
  const by: Actor = { role: holder.role, email: holder.person.email, bookedAt };
  const asked = { by, at, seed: world.seed() };
  return holder.role === 'host' ? { type: 'cancel', ...asked } : { type: 'leave', ...asked };
}
