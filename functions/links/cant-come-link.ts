import { linkUrl } from '../../shared/link/link.ts';
import type { Command } from '../../shared/room/command.ts';
import { endOf } from '../../shared/time/time-slot.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import type { LinksDeps } from './links-deps.ts';
import { openLink, type Known } from './open-link.ts';
import { pageAnswer, seeOther } from './page-answer.ts';
import { makeCantComePage, makeSaidNoPage } from './pages/cant-come-pages.tsx';
import type { LinkPage } from './pages/link-page.tsx';
import { makeExpiredPage, makeStandingPage } from './pages/reschedule-pages.tsx';
import { count, refuseLink } from './refuse.ts';

/** The page of an “I can't come” link: what follows, with one button. Opening it changes nothing. */
export async function showCantCome(deps: LinksDeps, token: string): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openLink(deps, token, 'cant-come', now);
  return opened.kind === 'known' ? pageAnswer(deps.pages, pageOf(deps, opened, now)) : refuseLink(deps, opened);
}

/** The button was pressed: a host cancels, a guest leaves. The link does that once, also if its holder is in the session again. */
export async function sayCantCome(deps: LinksDeps, token: string): Promise<HttpAnswer> {
  const now = deps.world.now();
  const known = await openLink(deps, token, 'cant-come', now);
  if (known.kind !== 'known') return refuseLink(deps, known);
  if (overPage(deps, known, now) !== null) return pageAnswer(deps.pages, pageOf(deps, known, now));
  const outcome = await runCommand(deps, known.room.id, commandFor(deps, known, now));
  if (outcome.kind !== 'refused') await deps.links.markUsed(known.hash, now);
  return seeOther(linkUrl('', 'cant-come', token));
}

function pageOf(deps: LinksDeps, known: Known, now: Instant): LinkPage {
  return overPage(deps, known, now) ?? makeCantComePage({ known, now });
}

/** What is to be said when the link can do nothing any more. */
function overPage(deps: Pick<LinksDeps, 'log'>, known: Known, now: Instant): LinkPage | null {
  const { link, room } = known;
  const view = { known, now };
  if (link.usedAt !== null) return makeSaidNoPage(view, link.usedAt);
  if (room.status === 'cancelled') return makeStandingPage(view);
  if (!known.isExpired && endOf(room) > now) return null;
  count(deps, 'expired');
  return makeExpiredPage(view);
}

function commandFor({ world }: LinksDeps, { holder }: Known, at: Instant): Command {
  const asked = { by: { role: holder.role, email: holder.person.email }, at, seed: world.seed() };
  return holder.role === 'host' ? { type: 'cancel', ...asked } : { type: 'leave', ...asked };
}
