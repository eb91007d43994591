import { createHash } from 'node:crypto';
import type { Propose } from '../../shared/room/command.ts';
import { decide } from '../../shared/room/decide.ts';
import type { Proposal } from '../../shared/room/proposal.ts';
import type { ExistingRoom } from '../../shared/room/room.ts';
import type { ProposalId } from '../../shared/words/ids.ts';
import { uuidOf } from '../platform/uuid-of.ts';
import type { Known } from './open-link.ts';

/*
 * A reschedule link makes one proposal. The proposal's id is derived from the link, so the room's own conditional write lets only
 * one in, whatever happens at the same moment. The link's row is marked after that, and a crash in between loses nothing.
 */

/** The id of the one proposal that this link can make. @param hash of the token */
export const proposalIdOf = (hash: string): ProposalId => uuidOf(createHash('sha256').update(`proposal ${hash}`).digest()) as ProposalId;

/** Whether the link has made its proposal. */
export const isUsed = ({ link, room, hash }: Known): boolean => link.usedAt !== null || proposalIn(room, hash) !== undefined;

const proposalIn = ({ proposals }: ExistingRoom, hash: string): Proposal | undefined =>
  proposals.find(({ id }) => id === proposalIdOf(hash));

/** What was suggested with the link; where it was not kept, the holder's newest suggestion. */
export const proposalOf = ({ room, hash, holder }: Known): Proposal | undefined =>
  proposalIn(room, hash) ?? room.proposals.findLast(({ by }) => by === holder.role);

/** Whether the same suggestion waits for an answer already: pressing a button twice suggests once. */
export const isRepeated = (room: ExistingRoom, command: Propose): boolean =>
  decide(room, { ...command, id: 'of no proposal' as ProposalId }).kind === 'unchanged';
