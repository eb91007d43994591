import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { InboundItip } from '../../shared/itip/inbound-itip.ts';
import type { Uid } from '../../shared/words/ids.ts';
import type { Received } from './notification.ts';
import type { UnreadableReason } from '../../shared/words/inbound-reasons.ts';
import { refuseMail, unreadable, type MailOutcome } from './outcome.ts';
import { proveSender, type SenderProof } from './sender-proof.ts';
import type { InboundMail } from './read-mail.ts';
import { readReply } from './read-reply.ts';

export type ClassifiedMail =
  /** A calendar message of an attendee, from a sender who is proven or not. */
  | { readonly kind: 'answer'; readonly itip: InboundItip; readonly from: EmailAddress; readonly proof: SenderProof }
  /** Somebody who can be answered wrote something that cannot be read; `uids` are what it may be about. */
  | {
      readonly kind: 'unreadable';
      readonly reason: UnreadableReason;
      readonly from: EmailAddress;
      readonly proof: SenderProof;
      readonly uids: readonly Uid[];
    }
  | { readonly kind: 'dropped'; readonly outcome: MailOutcome };

/**
 * What a mail is, before any room is looked at.
 * @param organizer our own address: mail from it is ours coming back
 * @param isSpent whether the budget for reading its calendars is used up
 */
export function classifyMail(
  received: Received,
  mail: InboundMail | UnreadableReason,
  organizer: EmailAddress,
  isSpent: () => boolean = () => false,
): ClassifiedMail {
  if (typeof mail === 'string') return { kind: 'dropped', outcome: unreadable(mail) };
  if (mail.isReport || isNullPath(received, mail)) return dropped('bounce');
  if ('fault' in mail.from) return dropped(mail.from.fault);
  const from = mail.from.email;
  if (from === organizer) return dropped('own-mail');
  const proof = proveSender(received, mail.from, mail.headers);
  if (proof === 'disproven') return dropped('dmarc-failed');
  if (proof === 'contradicted') return dropped('sender-unclear');
  return mail.calendars.length === 0 ? withoutCalendar(mail, from, proof) : withCalendar(mail, from, proof, isSpent);
}

const dropped = (reason: Parameters<typeof refuseMail>[0]): ClassifiedMail => ({ kind: 'dropped', outcome: refuseMail(reason) });

/** RFC 5321 4.5.5: a null return path marks what nobody may answer. */
function isNullPath({ returnPath }: Received, { headers }: InboundMail): boolean {
  const written = headers.find(({ key }) => key === 'return-path')?.value.trim();
  return returnPath?.trim() === '<>' || written === '<>' || (returnPath === '' && written === undefined);
}

function withoutCalendar(mail: InboundMail, from: EmailAddress, proof: SenderProof): ClassifiedMail {
  if (mail.isAutomatic) return dropped('automatic');
  return { kind: 'unreadable', reason: mail.isWinmail ? 'winmail' : 'no-calendar', from, proof, uids: uidsAnswered(mail) };
}

function withCalendar(mail: InboundMail, from: EmailAddress, proof: SenderProof, isSpent: () => boolean): ClassifiedMail {
  const read = readReply(mail.calendars, isSpent);
  if (read.kind === 'itip') return { kind: 'answer', itip: read.itip, from, proof };
  if (read.kind === 'not-handled') return dropped('method-not-obeyed');
  const uids = [...(read.uid === null ? [] : [read.uid]), ...uidsAnswered(mail)];
  return { kind: 'unreadable', reason: read.reason, from, proof, uids };
}

const OUR_REFERENCE = /^([\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})@/i;
const UIDS_TRIED = 3;

/** Our mails reference <uid@domain>, and an answer to them repeats that. */
function uidsAnswered({ answers }: InboundMail): readonly Uid[] {
  const uids = answers.flatMap((id) => (OUR_REFERENCE.exec(id)?.[1]?.toLowerCase() as Uid | undefined) ?? []);
  return [...new Set(uids)].slice(0, UIDS_TRIED);
}
