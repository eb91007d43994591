import type { ProposalId } from '../words/ids.ts';
import type { ConfirmableReply } from './attendee-reply.ts';

/** What a notice that a `notify` command asks for is about. */
export type Notice =
  | { readonly kind: 'reply-unreadable'; readonly why: string }
  | { readonly kind: 'proposal-impossible'; readonly why: string }
  | { readonly kind: 'confirm-reply'; readonly reply: ConfirmableReply }
  | { readonly kind: 'fresh-link'; readonly purpose: 'reschedule' | 'decide'; readonly proposalId: ProposalId | null };
