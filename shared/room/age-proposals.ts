import { earliest, instantAt, millisOf, type Instant } from '../time/instant.ts';
import { otherRole } from '../words/roles.ts';
import { addToHistory } from './changes.ts';
import { noticeMail, type Stamped } from './compose-owed-mail.ts';
import type { OwedMail } from './owed-mail.ts';
import { statusAt, type Proposal } from './proposal.ts';
import type { BookedRoom, Room } from './room.ts';

/*
 * A proposal that nobody answers. Half-way to its end the other party is asked once more, and at its end the proposer reads that the
 * old time stands. What was decided, moved or cancelled meanwhile is no longer pending, so there is nothing left to say.
 */

/** When something is due next because of proposals; null: nothing is. */
export function nextAgeingOf(room: BookedRoom): Instant | null {
  const [first, ...others] = room.proposals
    .filter(({ status }) => status === 'pending')
    .map((proposal) => (proposal.nudgedAt === undefined ? halfWayOf(proposal) : proposal.expiresAt));
  return first === undefined ? null : earliest(first, ...others);
}

/** What happens to the proposals of a room because of the time. */
export interface Ageing {
  /** Those whose answerer is asked once more. */
  readonly nudged: readonly Proposal[];
  /** Those that have ended unanswered. */
  readonly ended: readonly Proposal[];
}

export function findAgeing({ proposals }: BookedRoom, at: Instant): Ageing {
  const pending = proposals.filter(({ status }) => status === 'pending');
  return {
    nudged: pending.filter((proposal) => proposal.expiresAt > at && proposal.nudgedAt === undefined && halfWayOf(proposal) <= at),
    ended: pending.filter(({ expiresAt }) => expiresAt <= at),
  };
}

/** The room in which these proposals have been asked about, or have ended, with a line in the history for each end. */
export function ageProposals(room: BookedRoom, { nudged, ended }: Ageing, at: Instant): BookedRoom {
  const proposals = room.proposals.map((proposal): Proposal => {
    if (ended.includes(proposal)) return { ...proposal, status: 'expired', decisionAt: at };
    return nudged.includes(proposal) ? { ...proposal, nudgedAt: at } : proposal;
  });
  return ended.reduce<BookedRoom>((before, proposal) => recordEnd(before, proposal, at), { ...room, proposals });
}

const recordEnd = (room: BookedRoom, { startUtc, durationMinutes, alternatives }: Proposal, at: Instant): BookedRoom =>
  addToHistory(room, {
    at,
    event: 'proposal-expired',
    by: 'system',
    name: null,
    sequence: room.sequence,
    startUtc,
    durationMinutes,
    ...(alternatives && { alternatives }),
    note: '',
  });

export function composeAgeingMail(told: Stamped & BookedRoom, { nudged, ended }: Ageing, at: Instant, seed: string): readonly OwedMail[] {
  const about = (proposal: Proposal) => ({ cause: proposal.id, proposal });
  return [
    ...nudged.map((proposal) => noticeMail('proposal-unanswered', told, otherRole(proposal.by), seed, about(proposal))),
    // Once the session has begun there is no other time to suggest.
    ...(told.startUtc > at ? ended.map((proposal) => noticeMail('proposal-expired', told, proposal.by, seed, about(proposal))) : []),
  ];
}

/** A mail that asks once more still has something to ask. Other mail always says something true. */
export function isNudgeTrue(mail: OwedMail, room: Room, now: Instant): boolean {
  if (mail.kind !== 'proposal-unanswered' || room.status === 'uncreated') return true;
  const proposal = room.proposals.find(({ id }) => 'proposal' in mail && id === mail.proposal?.id);
  return room.status === 'booked' && proposal !== undefined && statusAt(proposal, now) === 'pending';
}

const halfWayOf = ({ createdAt, expiresAt }: Proposal): Instant => instantAt((millisOf(createdAt) + millisOf(expiresAt)) / 2);
