import type { ProposalFault } from '../../shared/itip/inbound-itip.ts';
import type { UnreadableCalendar } from '../../shared/itip/read-itip.ts';
import type { Refusal } from '../../shared/words/refusals.ts';
import type { UnreadableMail } from './read-mail.ts';

/** What became of a mail: each one ends in exactly one of these, and none is silently dropped. */
export type MailOutcome =
  | { readonly kind: 'applied' }
  | { readonly kind: 'unchanged'; readonly reason?: 'repeated' | 'stale' | 'older' | 'no-longer-invited' }
  /** `not-asked`: a limit stood against one more question; the timeline says so. */
  | { readonly kind: 'needs-confirmation'; readonly reason?: 'not-asked' }
  | { readonly kind: 'refused'; readonly reason: MailRefusal | ProposalFault | Refusal }
  | { readonly kind: 'unreadable'; readonly reason: Unreadable };

/** Why a mail does nothing, whatever it says. */
export type MailRefusal =
  | 'virus'
  | 'spam'
  | 'bounce'
  | 'own-mail'
  | 'automatic'
  | 'no-sender'
  | 'several-senders'
  | 'sender-unclear'
  | 'dmarc-failed'
  | 'method-not-obeyed'
  | 'unknown-uid'
  | 'not-an-attendee'
  | 'not-proven'
  /** The sender has suggested as many times as one person may in a day. */
  | 'person-limit';

/** Why a mail could not be understood. */
export type Unreadable = UnreadableMail | UnreadableCalendar | 'no-calendar' | 'winmail' | 'no-answer' | 'unknown-time-zone';

export const refuseMail = (reason: MailRefusal | ProposalFault | Refusal): MailOutcome => ({ kind: 'refused', reason });
export const unreadable = (reason: Unreadable): MailOutcome => ({ kind: 'unreadable', reason });

export const reasonOf = (outcome: MailOutcome): string | null => ('reason' in outcome ? (outcome.reason ?? null) : null);
