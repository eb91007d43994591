import type { ProposalId } from '../words/ids.ts';
import type { ProposalChannel, ProposalStatus } from '../words/proposal-words.ts';
import type { EmailAddress } from '../words/email-address.ts';
import type { Instant } from '../time/instant.ts';
import type { DurationMinutes } from '../words/durations.ts';
import type { OrOther } from '../words/other.ts';
import type { Role } from '../words/roles.ts';

/** A new time that one party suggested. The old time stands until the other party approves. */
export interface Proposal {
  readonly id: ProposalId;
  readonly by: Role;
  readonly proposerEmail: EmailAddress;
  readonly startUtc: Instant;
  readonly durationMinutes: DurationMinutes;
  /** What the proposer wrote to the other party, cleaned; empty if nothing. */
  readonly note: string;
  /** Stored status. A pending one past `expiresAt` counts as expired: see `statusAt`. */
  readonly status: OrOther<ProposalStatus>;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly approvedBy: Role | null;
  readonly decisionAt: Instant | null;
  readonly via: OrOther<ProposalChannel>;
  /** The COUNTER that it came from: what a DECLINECOUNTER has to echo (RFC 5546 3.2.8). */
  readonly counter: CounterOrigin | null;
}

export interface CounterOrigin {
  readonly sequence: number;
  /** The client is known to show DECLINECOUNTER to people; others get the current REQUEST again. */
  readonly understandsDeclineCounter: boolean;
}

/** The status as of now: a proposal that nobody decided in time has expired, whatever is stored. */
export const statusAt = (proposal: Proposal, now: Instant): Proposal['status'] =>
  proposal.status === 'pending' && proposal.expiresAt <= now ? 'expired' : proposal.status;
