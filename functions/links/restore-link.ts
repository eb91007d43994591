import { linkUrl } from '../../shared/link/link.ts';
import type { Restore } from '../../shared/room/command.ts';
import { decide } from '../../shared/room/decide.ts';
import type { Decision } from '../../shared/room/decision.ts';
import type { Instant } from '../../shared/time/instant.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import { limitWords } from './limit-words.ts';
import type { LinksDeps } from './links-deps.ts';
import { openLink, type Known } from './open-link.ts';
import { pageAnswer, seeOther } from './page-answer.ts';
import type { LinkPage } from './pages/link-page.tsx';
import { makeNotRestoredPage, makeRestorePage, makeRestoredPage } from './pages/restore-pages.tsx';
import { count, refuseLink } from './refuse.ts';

/** The page of a link by which somebody who declined puts the session back. */
export async function showRestore(deps: LinksDeps, token: string): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openLink(deps, token, 'restore', now);
  if (opened.kind !== 'known') return refuseLink(deps, opened, now);
  return pageAnswer(deps.pages, pageOf(deps, opened, now));
}

/** The button was pressed. The page that it leads to tells the truth, also when it was pressed twice. */
export async function putBack(deps: LinksDeps, token: string): Promise<HttpAnswer> {
  const now = deps.world.now();
  const known = await openLink(deps, token, 'restore', now);
  if (known.kind !== 'known') return refuseLink(deps, known, now);
  if (known.link.usedAt !== null) return seeOther(linkUrl('', 'restore', token));
  if (known.isExpired) return pageAnswer(deps.pages, pageOf(deps, known, now));
  const outcome = await runCharged(deps, known.room.id, commandFor(deps, known, now), { allowOverlap: true });
  if (outcome.kind === 'limited') {
    return pageAnswer(deps.pages, makeNotRestoredPage({ known, now }, limitWords(outcome.reached, known.holder.person.timeZone)));
  }
  if (outcome.kind === 'refused') {
    const room = outcome.now.status === 'uncreated' ? known.room : outcome.now;
    return pageAnswer(deps.pages, makeNotRestoredPage({ known: { ...known, room }, now }, outcome.reason));
  }
  await deps.links.markUsed(known.hash, now);
  return seeOther(linkUrl('', 'restore', token));
}

function pageOf(deps: LinksDeps, known: Known, now: Instant): LinkPage {
  const decision: Decision = known.isExpired
    ? { kind: 'refused', reason: 'restore-late' }
    : decide(known.room, commandFor(deps, known, now));
  if (known.link.usedAt !== null || decision.kind === 'unchanged') return makeRestoredPage({ known, now });
  if (decision.kind === 'changed') return makeRestorePage({ known, now });
  count(deps, known.isExpired ? 'expired' : 'outdated');
  return makeNotRestoredPage({ known, now }, decision.reason);
}

const commandFor = ({ world }: LinksDeps, { link }: Known, at: Instant): Restore => ({
  type: 'restore',
  by: { role: link.role, email: link.email },
  at,
  seed: world.seed(),
});
