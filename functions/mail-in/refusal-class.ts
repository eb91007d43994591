import type { MailRefusal, TimeFault } from '../../shared/words/inbound-reasons.ts';
import type { RefusalClass } from '../../shared/words/refusal-classes.ts';
import type { Refusal } from '../../shared/words/refusals.ts';

const CLASSES: Readonly<Partial<Record<MailRefusal | TimeFault | Refusal, RefusalClass>>> = {
  'dmarc-failed': 'forged',
  'several-senders': 'forged',
  'sender-unclear': 'forged',
  'no-sender': 'forged',
  virus: 'forged',
  automatic: 'robot',
  'own-mail': 'robot',
  spam: 'robot',
  bounce: 'bounce',
  'room-started': 'too-late',
  'room-over': 'too-late',
  'room-cancelled': 'too-late',
  'start-in-past': 'too-late',
};

/** The class of a reason; `other` for an answer that somebody may give and that cannot be done. */
export const classOf = (reason: MailRefusal | TimeFault | Refusal): RefusalClass => CLASSES[reason] ?? 'other';
