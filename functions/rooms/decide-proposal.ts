import { approveRequest, proposeRequest, readOption, readProposedSlots, type ProposalCreated } from '../../shared/api/contract.ts';
import type { Propose } from '../../shared/room/command.ts';
import { hasSameSlots } from '../../shared/room/proposal.ts';
import { findRefusedSlot } from '../../shared/room/proposals.ts';
import type { ProposalId } from '../../shared/words/ids.ts';
import type { ExistingRoom } from '../../shared/room/room.ts';
import { hasBody, readJson } from '../platform/http/http-body.ts';
import { HttpError } from '../platform/http/http-error.ts';
import { requireRoom, answerWithRoom, type SlotFields } from './answer-with-room.ts';
import { runCharged, type ChargedOutcome } from '../platform/people/run-charged.ts';
import type { SignedInEndpoint } from './deps.ts';
import { newProposalId, proposalIdOf, roomIdOf } from './request-ids.ts';
import { viewWithVenue } from './view.ts';

const FIELDS: SlotFields = { start: 'proposedStartUtc', duration: 'proposedEndUtc' };

/** What the request calls the time that is refused. */
function fieldsOf(outcome: ChargedOutcome, command: Propose, isList: boolean): SlotFields {
  if (!isList) return FIELDS;
  const n = outcome.kind === 'refused' ? (findRefusedSlot(outcome.now, command, outcome.reason) ?? 0) : 0;
  return { start: `options.${n}.startUtc`, duration: `options.${n}.endUtc` };
}

/** `POST /api/rooms/{id}/proposals` */
export const proposeTime: SignedInEndpoint = async (deps, request, caller) => {
  const { sub } = caller;
  const roomId = roomIdOf(request);
  const asked = readJson(request, proposeRequest);
  const { note = '', allowOverlap = false } = asked;
  const id = newProposalId(request, sub, roomId, deps.world);
  const [at, seed] = [deps.world.now(), deps.world.seed()];
  const slots = readProposedSlots(asked);
  const command: Propose = { type: 'propose', id, by: { sub }, ...slots, note, via: 'app', counter: null, at, seed };
  const outcome = await runCharged(deps, roomId, command, { allowOverlap });
  const room = requireRoom(outcome, caller, fieldsOf(outcome, command, asked.options !== undefined));
  if (outcome.kind === 'changed') deps.log.count('ProposalsCreated');
  const view = await viewWithVenue(deps, sub, room, at);
  if (!view) throw new HttpError('room-not-found');
  const body: ProposalCreated = { proposalId: idIn(room, { id, ...slots }), room: view };
  return { status: 201, body };
};

/** `POST /api/rooms/{id}/proposals/{pid}/approve` */
export const approveProposal = deciding('approve', 'ProposalsApproved');

/** `POST /api/rooms/{id}/proposals/{pid}/decline` */
export const declineProposal = deciding('decline-proposal', 'ProposalsDeclined');

function deciding(type: 'approve' | 'decline-proposal', metric: 'ProposalsApproved' | 'ProposalsDeclined'): SignedInEndpoint {
  return async (deps, request, caller) => {
    const [proposalId, at, seed] = [proposalIdOf(request), deps.world.now(), deps.world.seed()];
    const { allowOverlap = false, option } = hasBody(request) ? readJson(request, approveRequest) : {};
    const asked = { by: { sub: caller.sub }, proposalId, at, seed };
    const command = type === 'approve' ? { type, ...asked, ...(option && { slot: readOption(option) }) } : { type, ...asked };
    const outcome = await runCharged(deps, roomIdOf(request), command, { allowOverlap });
    const room = requireRoom(outcome, caller);
    if (outcome.kind === 'changed') deps.log.count(metric);
    return answerWithRoom(deps, room, caller, at);
  };
}

/** The proposal that the room made of the command: its own, or the same one that was pending already. */
function idIn({ proposals }: ExistingRoom, { id, ...slots }: Pick<Propose, 'id'> & ReturnType<typeof readProposedSlots>): ProposalId {
  const isMeant = (proposal: ExistingRoom['proposals'][number]) => proposal.status === 'pending' && hasSameSlots(proposal, slots);
  return proposals.some((proposal) => proposal.id === id) ? id : (proposals.findLast(isMeant)?.id ?? id);
}
