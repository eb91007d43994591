import { approveRequest, proposeRequest, type ProposalCreated } from '../../shared/api/contract.ts';
import type { Propose } from '../../shared/room/command.ts';
import type { ProposalId } from '../../shared/words/ids.ts';
import type { ExistingRoom } from '../../shared/room/room.ts';
import { millisOf } from '../../shared/time/instant.ts';
import { hasBody, readJson } from '../platform/http/http-body.ts';
import { HttpError } from '../platform/http/http-error.ts';
import { requireRoom, answerWithRoom, type SlotFields } from './answer-with-room.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import type { SignedInEndpoint } from './deps.ts';
import { newProposalId, proposalIdOf, roomIdOf } from './request-ids.ts';
import { viewWithVenue } from './view.ts';

const FIELDS: SlotFields = { start: 'proposedStartUtc', duration: 'proposedEndUtc' };

/** `POST /api/rooms/{id}/proposals` */
export const proposeTime: SignedInEndpoint = async (deps, request, caller) => {
  const { sub } = caller;
  const roomId = roomIdOf(request);
  const { proposedStartUtc: startUtc, proposedEndUtc, note = '', allowOverlap = false } = readJson(request, proposeRequest);
  const durationMinutes = (millisOf(proposedEndUtc) - millisOf(startUtc)) / 60_000;
  const id = newProposalId(request, sub, roomId, deps.world);
  const [at, seed] = [deps.world.now(), deps.world.seed()];
  const command: Propose = { type: 'propose', id, by: { sub }, startUtc, durationMinutes, note, via: 'app', counter: null, at, seed };
  const outcome = await runCharged(deps, roomId, command, { allowOverlap });
  const room = requireRoom(outcome, caller, FIELDS);
  if (outcome.kind === 'changed') deps.log.count('ProposalsCreated');
  const view = await viewWithVenue(deps, sub, room, at);
  if (!view) throw new HttpError('room-not-found');
  const body: ProposalCreated = { proposalId: idIn(room, command), room: view };
  return { status: 201, body };
};

/** `POST /api/rooms/{id}/proposals/{pid}/approve` */
export const approveProposal = deciding('approve', 'ProposalsApproved');

/** `POST /api/rooms/{id}/proposals/{pid}/decline` */
export const declineProposal = deciding('decline-proposal', 'ProposalsDeclined');

function deciding(type: 'approve' | 'decline-proposal', metric: 'ProposalsApproved' | 'ProposalsDeclined'): SignedInEndpoint {
  return async (deps, request, caller) => {
    const [proposalId, at, seed] = [proposalIdOf(request), deps.world.now(), deps.world.seed()];
    const { allowOverlap = false } = hasBody(request) ? readJson(request, approveRequest) : {};
    const command = { type, by: { sub: caller.sub }, proposalId, at, seed };
    const outcome = await runCharged(deps, roomIdOf(request), command, { allowOverlap });
    const room = requireRoom(outcome, caller);
    if (outcome.kind === 'changed') deps.log.count(metric);
    return answerWithRoom(deps, room, caller, at);
  };
}

/** The proposal that the room made of the command: its own, or the same one that was pending already. */
function idIn({ proposals }: ExistingRoom, { id, startUtc, durationMinutes }: Propose): ProposalId {
  const isMeant = (proposal: ExistingRoom['proposals'][number]) =>
    proposal.status === 'pending' && proposal.startUtc === startUtc && proposal.durationMinutes === durationMinutes;
  return proposals.some((proposal) => proposal.id === id) ? id : (proposals.findLast(isMeant)?.id ?? id);
}
