import type { ProposedByLink } from '../../shared/api/contract.ts';
import { proposeByLinkRequest, readProposedSlots } from '../../shared/api/contract.ts';
import type { Propose } from '../../shared/room/command.ts';
import type { Proposal } from '../../shared/room/proposal.ts';
import { slotsOf, statusAt } from '../../shared/room/proposal.ts';
import type { Role } from '../../shared/words/roles.ts';
import { endOf } from '../../shared/time/time-slot.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { readJson } from '../platform/http/http-body.ts';
import { HttpError } from '../platform/http/http-error.ts';
import type { Endpoint } from '../platform/http/http-handler.ts';
import type { StoredRoom } from '../platform/rooms/room-store.ts';
import { personLimit } from '../platform/people/person-limit.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import { reportUnreadableLink } from '../platform/rooms/unreadable-row.ts';
import type { LinksDeps } from './links-deps.ts';
import { mendToken } from './mend-token.ts';
import { openLink, type Known } from './open-link.ts';
import { count } from './refuse.ts';
import { toRequest } from './link-request.ts';
import { isRepeated, isUsed, proposalIdOf } from './single-use.ts';
import { isCrossSite } from './visitor.ts';

/** `POST /api/reschedule/propose`: the reschedule form as JSON, with the token of a reschedule link in place of a login. */
export const proposeByLink =
  (deps: LinksDeps): Endpoint =>
  async (request) => {
    if (isCrossSite(toRequest(request), deps.pages.publicOrigin)) throw new HttpError('cross-site');
    const asked = readJson(request, proposeByLinkRequest);
    const { token, note = '' } = asked;
    const now = deps.world.now();
    const known = await usable(deps, mendToken(token), now);
    const { role, person } = known.holder;
    const command: Propose = {
      type: 'propose',
      id: proposalIdOf(known.hash),
      by: { role, email: person.email },
      ...readProposedSlots(asked),
      note,
      via: 'form',
      counter: null,
      at: now,
      seed: deps.world.seed(),
    };
    if (known.room.status === 'booked' && isUsed(known) && !isRepeated(known.room, command)) throw refused(deps, 'used');
    const outcome = await runCharged(deps, known.room.id, command, { allowOverlap: true });
    if (outcome.kind === 'limited') throw personLimit(outcome.reached);
    if (outcome.kind === 'refused') throw new HttpError(outcome.reason);
    if (outcome.kind === 'changed') deps.log.count('ProposalsCreated');
    await deps.links.markUsed(known.hash, now);
    const proposal = waitingIn(outcome.now, command, role);
    if (!proposal) throw refused(deps, 'used');
    // The very same one may have been waiting already.
    return { status: outcome.kind === 'changed' ? 201 : 200, body: viewOf(proposal) };
  };

/** The link, if it may still be used to suggest a time. */
async function usable(deps: LinksDeps, token: string, now: Instant): Promise<Known> {
  const opened = await openLink(deps, token, 'reschedule', now);
  if (opened.kind === 'forged' || opened.kind === 'ended') throw refused(deps, opened.kind);
  if (opened.kind === 'unreadable') {
    reportUnreadableLink(deps.log, opened.unread.roomId, opened.unread.problems);
    throw refused(deps, 'unreadable');
  }
  if (opened.kind === 'forgotten' || opened.isExpired) throw refused(deps, 'expired');
  const isOutdated = opened.room.status === 'booked' && opened.link.sequence !== opened.room.sequence;
  if (isOutdated) throw refused(deps, 'outdated');
  return opened;
}

function refused(deps: LinksDeps, because: 'forged' | 'ended' | 'expired' | 'outdated' | 'unreadable' | 'used'): HttpError {
  count(deps, because);
  return new HttpError(`link-${because}`);
}

/** The proposal that the command asked for; undefined when the link has made another one before. */
function waitingIn(room: StoredRoom['room'], command: Propose, role: Role): Proposal | undefined {
  if (room.status === 'uncreated' || !isRepeated(room, command)) return undefined;
  const isMeant = ({ by, startUtc }: Proposal) => by === role && startUtc === command.startUtc;
  return room.proposals.findLast((one) => isMeant(one) && statusAt(one, command.at) === 'pending');
}

const viewOf = (proposal: Proposal): ProposedByLink => ({
  proposalId: proposal.id,
  status: proposal.status,
  proposedStartUtc: proposal.startUtc,
  proposedEndUtc: endOf(proposal),
  options: slotsOf(proposal).map((slot) => ({ startUtc: slot.startUtc, endUtc: endOf(slot) })),
  expiresAt: proposal.expiresAt,
});
