import { createHash } from 'node:crypto';
import type { ProposalId } from '../../shared/words/ids.ts';
import { uuidOf } from '../platform/uuid-of.ts';
import type { ClassifiedMail } from './classify-mail.ts';

/**
 * What makes a mail that mail and no other. A sender chooses the Message-ID, so it counts only together with who is proven to
 * have sent it and what it says: the Message-ID of somebody else, used first, silences nobody. Without a Message-ID, and
 * for mail that acts for nobody, it is the id that SES gave.
 */
export function messageKeyOf(mail: ClassifiedMail, messageId: string | null, sesMessageId: string): string {
  if (messageId === null || mail.kind === 'dropped') return `ses:${sesMessageId}`;
  const said = mail.kind === 'answer' ? mail.itip : [mail.reason, mail.uids];
  const digest = digestOf(JSON.stringify([messageId, mail.from, mail.proof, said]));
  return `mail:${digest.toString('hex').slice(0, 40)}`;
}

/** The same mail read again makes the same proposal. */
export const proposalIdFor = (messageKey: string): ProposalId => uuidOf(digestOf(messageKey)) as ProposalId;

/** What tells one notice about a mail from another of its kind. */
export const noticeCauseFor = (messageKey: string): string => digestOf(messageKey).toString('hex').slice(0, 32);

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
