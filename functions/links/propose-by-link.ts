import type { ProposedByLink } from '../../shared/api/contract.ts';
import type { Role } from '../../shared/words/roles.ts';
import type { ProposalId } from '../../shared/words/ids.ts';
import { proposeByLinkRequest } from '../../shared/api/contract.ts';
import type { Proposal } from '../../shared/room/proposal.ts';
import { statusAt } from '../../shared/room/proposal.ts';
import type { ExistingRoom } from '../../shared/room/room.ts';
import { millisOf, plusMinutes, type Instant } from '../../shared/time/instant.ts';
import { readJson } from '../platform/http/http-body.ts';
import { HttpError } from '../platform/http/http-error.ts';
import type { Answer, Endpoint } from '../platform/http/http-handler.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import type { LinksDeps } from './links-deps.ts';
import { openLink, type Known } from './open-link.ts';
import { count } from './refuse.ts';
import { toRequest } from './request.ts';
import { isCrossSite } from './visitor.ts';

/** `POST /api/reschedule/propose`: the reschedule form as JSON, with the token of a reschedule link in place of a login. */
export const proposeByLink =
  (deps: LinksDeps): Endpoint =>
  async (request) => {
    if (isCrossSite(toRequest(request), deps.site.publicOrigin)) throw new HttpError('cross-site');
    const { token, proposedStartUtc, proposedEndUtc, note = '' } = readJson(request, proposeByLinkRequest);
    const now = deps.world.now();
    const known = await usable(deps, token, now);
    const { role, person } = known.holder;
    const outcome = await runCommand(deps, known.room.id, {
      type: 'propose',
      id: deps.world.uuid() as ProposalId,
      by: { role, email: person.email },
      startUtc: proposedStartUtc,
      durationMinutes: (millisOf(proposedEndUtc) - millisOf(proposedStartUtc)) / 60_000,
      note,
      via: 'form',
      counter: null,
      at: now,
      seed: deps.world.seed(),
    });
    if (outcome.kind === 'refused') throw new HttpError(outcome.reason);
    if (outcome.kind === 'changed') deps.log.count('ProposalsCreated', 'form');
    await deps.links.markUsed(known.hash, now);
    return answered(outcome.kind, outcome.now, role, proposedStartUtc, now);
  };

/** The link, if it may still be used to suggest a time. */
async function usable(deps: LinksDeps, token: string, now: Instant): Promise<Known> {
  const opened = await openLink(deps, token, 'reschedule', now);
  if (opened.kind !== 'known') throw refused(deps, opened.kind === 'forged' ? 'forged' : 'ended');
  if (opened.isExpired || opened.link === null) throw refused(deps, 'expired');
  const isOutdated = opened.room.status === 'booked' && opened.link.sequence !== opened.room.sequence;
  if (isOutdated) throw refused(deps, 'outdated');
  return opened;
}

function refused(deps: LinksDeps, because: 'forged' | 'ended' | 'expired' | 'outdated'): HttpError {
  count(deps, because);
  return new HttpError(`link-${because}`);
}

/** 201 for a new proposal; 200 when the very same one was waiting already. */
function answered(
  kind: 'changed' | 'unchanged',
  room: ExistingRoom | { status: 'uncreated' },
  role: Role,
  startUtc: Instant,
  now: Instant,
): Answer {
  const proposals = room.status === 'uncreated' ? [] : room.proposals;
  const proposal = proposals.findLast((one) => one.by === role && one.startUtc === startUtc && statusAt(one, now) === 'pending');
  if (!proposal) throw new Error('A proposal was accepted and is not in the room');
  return { status: kind === 'changed' ? 201 : 200, body: viewOf(proposal) };
}

const viewOf = (proposal: Proposal): ProposedByLink => ({
  proposalId: proposal.id,
  status: proposal.status,
  proposedStartUtc: proposal.startUtc,
  proposedEndUtc: plusMinutes(proposal.startUtc, proposal.durationMinutes),
  expiresAt: proposal.expiresAt,
});
