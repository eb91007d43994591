import { linkUrl } from '../../shared/link/link.ts';
import { statusAt } from '../../shared/room/proposal.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { mintToken } from '../platform/links/link-token.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import { pageAnswer, seeOther, type Answer } from './answer.ts';
import type { LinksDeps } from './links-deps.ts';
import { openLink, type Known } from './open-link.ts';
import { askPage, decidedPage, lapsedPage, overtakenPage, type Decision } from './pages/decision-pages.tsx';
import type { Page } from './pages/page.tsx';
import { count, refuseLink } from './refuse.ts';

/** The page of an approve or decline link: the question while it is open, then the outcome, to whoever opens it. */
export async function showDecision(deps: LinksDeps, decision: Decision, token: string): Promise<Answer> {
  const now = deps.world.now();
  const opened = await openLink(deps, token, decision, now);
  return opened.kind === 'known' ? pageAnswer(deps.site, await pageOf(deps, opened, decision, now)) : refuseLink(deps, opened);
}

/** The button was pressed. However often, and whatever was decided meanwhile: the page it leads to tells the truth. */
export async function takeDecision(deps: LinksDeps, decision: Decision, token: string): Promise<Answer> {
  const now = deps.world.now();
  const opened = await openLink(deps, token, decision, now);
  if (opened.kind !== 'known') return refuseLink(deps, opened);
  if (opened.isExpired) return pageAnswer(deps.site, await pageOf(deps, opened, decision, now));
  await decide(deps, opened, decision, now);
  return seeOther(linkUrl('', decision, token));
}

/** One-click links: opening one decides, and the page shows what became of it. */
export async function decideOnOpening(deps: LinksDeps, decision: Decision, token: string): Promise<Answer> {
  const now = deps.world.now();
  const opened = await openLink(deps, token, decision, now);
  if (opened.kind !== 'known') return refuseLink(deps, opened);
  const decided = opened.isExpired ? opened : await decide(deps, opened, decision, now);
  return pageAnswer(deps.site, await pageOf(deps, decided, decision, now));
}

/**
 * The room decides, once; then the link is marked as used. The command also runs when the room has already decided so: that
 * changes nothing, and it marks the link whose marking a crash prevented.
 */
async function decide(deps: LinksDeps, known: Known, decision: Decision, at: Instant): Promise<Known> {
  const { room, link, holder, hash } = known;
  if (link.proposalId === null) return known;
  const outcome = await runCommand(deps, room.id, {
    type: decision === 'approve' ? 'approve' : 'decline-proposal',
    by: { role: holder.role, email: holder.person.email },
    proposalId: link.proposalId,
    at,
    seed: deps.world.seed(),
  });
  if (outcome.kind === 'changed') deps.log.count(decision === 'approve' ? 'ProposalsApproved' : 'ProposalsDeclined', 'link');
  if (outcome.kind !== 'refused') await deps.links.markUsed(hash, at);
  return outcome.now.status === 'uncreated' ? known : { ...known, room: outcome.now };
}

async function pageOf(deps: LinksDeps, known: Known, decision: Decision, now: Instant): Promise<Page> {
  const proposal = known.room.proposals.find(({ id }) => id === known.link.proposalId) ?? null;
  const status = proposal && statusAt(proposal, now);
  if (proposal && (status === 'approved' || status === 'declined')) return decidedPage({ known, proposal, now });
  if (known.isExpired || status === 'expired') {
    count(deps, 'expired');
    return lapsedPage({ known, now });
  }
  if (proposal && status === 'pending' && known.room.status === 'booked') {
    return askPage({ known, proposal, now }, decision, await siblingUrl(deps, known, decision));
  }
  count(deps, 'outdated');
  return overtakenPage({ known, now }, proposal);
}

/** The other link of the same mail, derived as it was then: from the mail's seed, with the key that signed this one. */
async function siblingUrl(deps: LinksDeps, { link, kid, isLegacy }: Known, decision: Decision): Promise<string | null> {
  if (isLegacy) return null;
  const purpose = decision === 'approve' ? 'decline' : 'approve';
  const keys = await deps.linkKeys();
  return linkUrl('', purpose, await mintToken({ ...keys, current: kid }, { ...link, purpose }, link.seed));
}
