import { linkUrl } from '../../shared/link/link.ts';
import type { Introduce } from '../../shared/room/command.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import { mintLinkBeside } from './link-beside.ts';
import type { LinksDeps } from './links-deps.ts';
import { openBookingLink, type KnownBooking } from './open-booking-link.ts';
import { pageAnswer, seeOther } from './page-answer.ts';
import { makeIntroducePage } from './pages/introduce-page.tsx';
import { findOverPage, refuseBookingLink } from './refuse-booking-link.ts';

/** The page by which somebody asks to exchange addresses with the other party. */
export async function showIntroduce(deps: LinksDeps, token: string): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openBookingLink(deps, token, 'introduce', now);
  return opened.kind === 'known' ? answer(deps, opened, now) : refuseBookingLink(deps, opened, now);
}

/** The button was pressed: its holder asks, or asks no longer. The page that it leads to tells how that stands. */
export async function askToIntroduce(deps: LinksDeps, token: string, form: URLSearchParams): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openBookingLink(deps, token, 'introduce', now);
  if (opened.kind !== 'known') return refuseBookingLink(deps, opened, now);
  if (findOverPage(deps, opened, now) !== null) return answer(deps, opened, now);
  await runCommand(deps, opened.room.id, commandFor(deps, opened, form.get('yes') !== 'no', now));
  return seeOther(linkUrl('', 'introduce', token));
}

async function answer(deps: LinksDeps, known: KnownBooking, now: Instant): Promise<HttpAnswer> {
  const over = findOverPage(deps, known, now);
  if (over) return pageAnswer(deps.pages, over);
  const noteUrl = await mintLinkBeside(await deps.linkKeys(), known.room, known.holder, 'note');
  return pageAnswer(deps.pages, makeIntroducePage({ known, now }, noteUrl));
}

const commandFor = ({ world }: LinksDeps, { holder, bookedAt }: KnownBooking, yes: boolean, at: Instant): Introduce => ({
  type: 'introduce',
  by: { role: holder.role, email: holder.person.email, bookedAt },
  yes,
  at,
  seed: world.seed(),
});
