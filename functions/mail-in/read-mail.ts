import PostalMime, { type Email } from 'postal-mime';
import { isAutomatic } from './automatic-mail.ts';
import { calendarPartsIn, hasOddCalendar, type CalendarPart } from './calendar-parts.ts';
import { hasStrayControls, isTooComplex, MAIL_LIMITS } from './mail-limits.ts';
import type { UnreadableReason } from '../../shared/words/inbound-reasons.ts';
import { labelSingleBytes, withoutFlow } from './single-bytes.ts';
import { parseFrom, type Sender } from './parse-from.ts';

export interface InboundMail {
  /** The sender's own Message-ID without brackets; null if there is none to go by. */
  readonly messageId: string | null;
  readonly from: Sender;
  /** What the mail answers: the message ids in In-Reply-To and References, ours among them. */
  readonly answers: readonly string[];
  readonly calendars: readonly CalendarPart[];
  /** Delivery reports, read receipts, a null return path: nobody to answer. */
  readonly isReport: boolean;
  /** Vacation replies and list mail; also every genuine calendar reply of Google, so it counts only without a calendar. */
  readonly isAutomatic: boolean;
  /** Outlook's private format around everything: nobody else can open it. */
  readonly isWinmail: boolean;
  /** Every header, names in lower case, in the order of the message. */
  readonly headers: readonly Header[];
}

export interface Header {
  readonly key: string;
  readonly value: string;
}

/**
 * Reads a mail as far as its calendar. Total: any bytes give a value. What is expensive to parse is turned away by
 * cheap looks first; a message inside a message stays closed, because a forwarded reply is not a reply.
 */
export async function readMail(bytes: Uint8Array): Promise<InboundMail | UnreadableReason> {
  if (bytes.length > MAIL_LIMITS.bytes) return 'too-large';
  if (isTooComplex(bytes)) return 'too-complex';
  const read = withoutFlow(bytes);
  const email = await parsed(read);
  if (email === null) return 'malformed-mail';
  if (email.attachments.length > MAIL_LIMITS.parts) return 'too-complex';
  const again = hasOddCalendar(email.attachments) ? await parsed(labelSingleBytes(read)) : null;
  const mail = mailOf(email, again);
  return hasStrayControls(bytes) ? { ...mail, from: { fault: 'sender-unclear' } } : mail;
}

async function parsed(bytes: Uint8Array): Promise<Email | null> {
  try {
    return await PostalMime.parse(bytes, {
      forceRfc822Attachments: true,
      maxNestingDepth: MAIL_LIMITS.depth,
      maxHeadersSize: MAIL_LIMITS.headerBytes,
    });
  } catch {
    // postal-mime throws when one of its limits is passed.
    return null;
  }
}

/** @param again the same mail with its calendars read as single bytes; null where their labels can be trusted */
const mailOf = (email: Email, again: Email | null): InboundMail => ({
  messageId: idsIn(valuesOf(email, 'message-id'))[0] ?? null,
  from: parseFrom(asWritten(email)),
  answers: idsIn([...valuesOf(email, 'in-reply-to'), ...valuesOf(email, 'references')]),
  calendars: calendarPartsIn(email.attachments.map((part, n) => ({ part, asSingleBytes: again?.attachments[n] }))),
  isReport: isReport(email),
  isAutomatic: isAutomatic(email),
  isWinmail: email.attachments.some(({ mimeType, filename }) => mimeType.endsWith('ms-tnef') || filename?.toLowerCase() === 'winmail.dat'),
  headers: email.headers,
});

/** Headers with names as they stand in the mail: postal-mime leaves out white space around them. */
const asWritten = ({ headers, headerLines }: Email): readonly Header[] =>
  headers.map(({ value }, n) => ({ key: headerLines[n]?.line.split(':', 1)[0]?.toLowerCase() ?? '', value }));

const valuesOf = (email: Email, key: string): string[] => email.headers.filter((header) => header.key === key).map(({ value }) => value);

const LONGEST_ID = 500;
const idsIn = (values: readonly string[]): string[] =>
  values.flatMap((value) => value.match(/[^\s<>,"]+/g) ?? []).filter((id) => id.length <= LONGEST_ID);

function isReport(email: Email): boolean {
  const [type = ''] = valuesOf(email, 'content-type');
  const parts = ['message/delivery-status', 'message/disposition-notification', 'message/feedback-report'];
  return /^\s*multipart\/report\b/i.test(type) || email.attachments.some(({ mimeType }) => parts.includes(mimeType));
}
