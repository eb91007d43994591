import type { ProposalId } from '../words/ids.ts';
import type { ProposalChannel, ProposalStatus } from '../words/proposal-words.ts';
import type { EmailAddress } from '../words/email-address.ts';
import type { Instant } from '../time/instant.ts';
import type { DurationMinutes } from '../words/durations.ts';
import type { OrOther } from '../words/other.ts';
import type { Role } from '../words/roles.ts';
import { isSameSlot, type TimeSlot } from '../time/time-slot.ts';

/** One of the times of a proposal. */
export interface ProposedSlot extends TimeSlot {
  readonly durationMinutes: DurationMinutes;
}

/**
 * A new time that one party suggested, or up to three of which the other party may approve one. The old time stands until the other
 * party approves. Start and length are those of the first time; of an approved proposal, those of the approved time.
 */
export interface Proposal extends ProposedSlot {
  readonly id: ProposalId;
  readonly by: Role;
  readonly proposerEmail: EmailAddress;
  /** The other times, where several were suggested. */
  readonly alternatives?: readonly ProposedSlot[];
  /** What the proposer wrote to the other party, cleaned; empty if nothing. */
  readonly note: string;
  /** Stored status. A pending one past `expiresAt` counts as expired: see `statusAt`. */
  readonly status: OrOther<ProposalStatus>;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly approvedBy: Role | null;
  readonly decisionAt: Instant | null;
  /** When the other party was asked once more, half-way to its end. */
  readonly nudgedAt?: Instant;
  readonly via: OrOther<ProposalChannel>;
  /** The COUNTER that it came from: what a DECLINECOUNTER has to echo (RFC 5546 3.2.8). */
  readonly counter: CounterOrigin | null;
}

export interface CounterOrigin {
  readonly sequence: number;
  /** The client is known to show DECLINECOUNTER to people; others get the current REQUEST again. */
  readonly understandsDeclineCounter: boolean;
}

interface Slot<Minutes extends number> extends TimeSlot {
  readonly durationMinutes: Minutes;
}

/** All times of a proposal, the first one first. */
export const slotsOf = <Minutes extends number>({
  startUtc,
  durationMinutes,
  alternatives = [],
}: Slot<Minutes> & { readonly alternatives?: readonly Slot<Minutes>[] }): readonly [Slot<Minutes>, ...Slot<Minutes>[]] => [
  { startUtc, durationMinutes },
  ...alternatives,
];

/** Whether two proposals name the same times, in any order. */
export function hasSameSlots(a: Parameters<typeof slotsOf>[0], b: Parameters<typeof slotsOf>[0]): boolean {
  const [mine, theirs] = [slotsOf(a), slotsOf(b)];
  return mine.length === theirs.length && mine.every((slot) => theirs.some((other) => isSameSlot(slot, other)));
}

/** The status as of now: a proposal that nobody decided in time has expired, whatever is stored. */
export const statusAt = (proposal: Proposal, now: Instant): Proposal['status'] =>
  proposal.status === 'pending' && proposal.expiresAt <= now ? 'expired' : proposal.status;
