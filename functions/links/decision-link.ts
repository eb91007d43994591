import { linkUrl } from '../../shared/link/link.ts';
import type { Command } from '../../shared/room/command.ts';
import { slotsOf, statusAt } from '../../shared/room/proposal.ts';
import type { TimeSlot } from '../../shared/time/time-slot.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { mintToken } from '../platform/links/link-token.ts';
import { listOverlaps } from '../platform/people/charge-person.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import { pageAnswer, seeOther } from './page-answer.ts';
import type { LinksDeps, LinkVisit } from './links-deps.ts';
import { openLink, type Known } from './open-link.ts';
import {
  makeQuestionPage,
  makeDecidedPage,
  makeLapsedPage,
  makeOvertakenPage,
  readSlot,
  type DecisionLink,
} from './pages/decision-pages.tsx';
import type { LinkPage } from './pages/link-page.tsx';
import { count, refuseLink } from './refuse.ts';

/** The page of an approve or decline link: the question while it is open, then the outcome, to everybody who opens it. */
export async function showDecision(deps: LinksDeps, decision: DecisionLink, { token, client }: LinkVisit): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openLink(deps, token, decision, now);
  if (opened.kind !== 'known') return refuseLink(deps, opened, now);
  watchForScanners(deps, opened, decision, client, now);
  return pageAnswer(deps.pages, await pageOf(deps, opened, decision, now));
}

/** The button was pressed. The page that it leads to tells the truth, also when it was pressed twice or something else was decided meanwhile. */
export async function takeDecision(deps: LinksDeps, decision: DecisionLink, token: string, form: URLSearchParams): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openLink(deps, token, decision, now);
  if (opened.kind !== 'known') return refuseLink(deps, opened, now);
  if (opened.isExpired) return pageAnswer(deps.pages, await pageOf(deps, opened, decision, now));
  await decide(deps, opened, decision, now, readSlot(form));
  return seeOther(linkUrl('', decision, token));
}

/** One-click links: opening one decides, unless there is something to choose, and the page shows what became of it. */
export async function decideOnOpening(deps: LinksDeps, decision: DecisionLink, { token, client }: LinkVisit): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openLink(deps, token, decision, now);
  if (opened.kind !== 'known') return refuseLink(deps, opened, now);
  watchForScanners(deps, opened, decision, client, now);
  const decided = opened.isExpired ? opened : await decide(deps, opened, decision, now);
  return pageAnswer(deps.pages, await pageOf(deps, decided, decision, now));
}

/** Counts clients that open both answers at once. Operators see the count. The page is the same for a scanner and for a person. */
function watchForScanners({ scanners, log }: LinksDeps, { link }: Known, purpose: DecisionLink, client: string, at: Instant): void {
  if (link.proposalId !== null && scanners({ client, proposalId: link.proposalId, purpose, at })) log.count('ScannersSeen');
}

/**
 * The room decides, once; then the link is marked as used. The command also runs when the room has already decided so: that
 * changes nothing, and it marks the link whose marking a crash prevented.
 */
async function decide(deps: LinksDeps, known: Known, decision: DecisionLink, at: Instant, slot?: TimeSlot): Promise<Known> {
  const { room, link, holder, hash } = known;
  if (link.proposalId === null) return known;
  const by = { role: holder.role, email: holder.person.email };
  const asked = { by, proposalId: link.proposalId, at, seed: deps.world.seed() };
  const command: Command =
    decision === 'approve' ? { type: 'approve', ...asked, ...(slot && { slot }) } : { type: 'decline-proposal', ...asked };
  const outcome = await runCharged(deps, room.id, command, { allowOverlap: true });
  if (outcome.kind === 'limited') throw new Error('No limit stands against a decision');
  if (outcome.kind === 'changed') deps.log.count(decision === 'approve' ? 'ProposalsApproved' : 'ProposalsDeclined');
  if (outcome.kind !== 'refused') await deps.links.markUsed(hash, at);
  return outcome.now.status === 'uncreated' ? known : { ...known, room: outcome.now };
}

async function pageOf(deps: LinksDeps, known: Known, decision: DecisionLink, now: Instant): Promise<LinkPage> {
  const proposal = known.room.proposals.find(({ id }) => id === known.link.proposalId) ?? null;
  const status = proposal && statusAt(proposal, now);
  if (proposal && (status === 'approved' || status === 'declined')) return makeDecidedPage({ known, proposal, now });
  if (known.isExpired || status === 'expired') {
    count(deps, 'expired');
    return makeLapsedPage({ known, now });
  }
  if (proposal && status === 'pending' && known.room.status === 'booked') {
    const busy = await listOverlaps(deps, known.holder.person.sub, known.room.id, slotsOf(proposal), now);
    return makeQuestionPage({ known, proposal, now, busy }, decision, await siblingUrl(deps, known, decision));
  }
  count(deps, 'outdated');
  return makeOvertakenPage({ known, now }, proposal);
}

/** The other link of the same mail, derived as it was then: from the mail's seed, with the key that signed this one. */
async function siblingUrl(deps: LinksDeps, { link, kid, isLegacy }: Known, decision: DecisionLink): Promise<string | null> {
  if (isLegacy) return null;
  const purpose = decision === 'approve' ? 'decline' : 'approve';
  const keys = await deps.linkKeys();
  return linkUrl('', purpose, await mintToken({ ...keys, current: kid }, { ...link, purpose }, link.seed));
}
