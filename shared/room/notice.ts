import type { ProposalId } from '../words/ids.ts';
import type { EmailAddress } from '../words/email-address.ts';
import type { ConfirmableReply } from './attendee-reply.ts';

/** What a notice that a `notify` command asks for is about. */
export type Notice =
  | { readonly kind: 'reply-unreadable'; readonly why: string }
  | { readonly kind: 'proposal-impossible'; readonly why: string }
  | { readonly kind: 'confirm-reply'; readonly reply: ConfirmableReply }
  | { readonly kind: 'fresh-link'; readonly purpose: 'reschedule' | 'decide'; readonly proposalId: ProposalId | null };

/** What a notice is about, where its kind does not say it. */
export type OwedNotice =
  | Notice
  /** The other party's address: the one mail that names it, because both asked for it. */
  | { readonly kind: 'introduction'; readonly email: EmailAddress };
