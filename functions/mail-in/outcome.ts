import type { MailRefusal, TimeFault, UnreadableReason } from '../../shared/words/inbound-reasons.ts';
import type { Refusal } from '../../shared/words/refusals.ts';

/** What became of a mail: each one ends in exactly one of these, and none is silently dropped. */
export type MailOutcome =
  | { readonly kind: 'applied' }
  | { readonly kind: 'unchanged'; readonly reason?: 'repeated' | 'stale' | 'older' | 'no-longer-invited' }
  /** `not-asked`: a limit stood against one more question; the timeline says so. */
  | { readonly kind: 'needs-confirmation'; readonly reason?: 'not-asked' }
  | { readonly kind: 'refused'; readonly reason: MailRefusal | TimeFault | Refusal }
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason };

export const refuseMail = (reason: MailRefusal | TimeFault | Refusal): MailOutcome => ({ kind: 'refused', reason });
export const unreadable = (reason: UnreadableReason): MailOutcome => ({ kind: 'unreadable', reason });

export const reasonOf = (outcome: MailOutcome): string | null => ('reason' in outcome ? (outcome.reason ?? null) : null);
