import type { ProposalId, WishId } from '../words/ids.ts';
import type { EmailAddress } from '../words/email-address.ts';
import type { Instant } from '../time/instant.ts';
import type { TimeFault, UnreadableReason } from '../words/inbound-reasons.ts';
import type { Refusal } from '../words/refusals.ts';
import type { ConfirmableReply } from './attendee-reply.ts';

/** Why a time that somebody proposed from their calendar cannot be passed on. */
export type ImpossibleReason = TimeFault | Refusal | 'person-limit';

/** What a notice that a `notify` command asks for is about. */
export type Notice =
  /** Why; null in mail of a version that gave a reason that this one does not know. */
  | { readonly kind: 'reply-unreadable'; readonly why: UnreadableReason | null }
  | { readonly kind: 'proposal-impossible'; readonly why: ImpossibleReason | null }
  | { readonly kind: 'confirm-reply'; readonly reply: ConfirmableReply }
  | { readonly kind: 'fresh-link'; readonly purpose: 'reschedule' | 'decide'; readonly proposalId: ProposalId | null };

/** What a notice is about, where its kind does not say it. */
export type OwedNotice =
  | Notice
  /** The other party's address: the one mail that names it, because both asked for it. */
  | { readonly kind: 'introduction'; readonly email: EmailAddress }
  /** Until when the room is the recipient's alone. */
  | { readonly kind: 'reservation'; readonly until: Instant }
  /** Until when they can say how the session went. */
  | { readonly kind: 'afterwards'; readonly until: Instant }
  /** Whether the other one would practise with them again. */
  | { readonly kind: 'afterwards-answer'; readonly again: boolean }
  /** The wish that the session fits, and whose it is. */
  | {
      readonly kind: 'wish-fits';
      readonly sub: string;
      readonly wishId: WishId;
      readonly wishedAt: Instant;
      readonly wishedUntil: Instant;
    }
  /** Whether the person has said no, and whether everyone may book the room now. Otherwise it is off. */
  | { readonly kind: 'reservation-ended'; readonly isDeclined: boolean; readonly isOpen: boolean };
