import MailComposer from 'nodemailer/lib/mail-composer';
import type { Branding } from '../../shared/words/branding.ts';
import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { Message } from '../../shared/mail/message.ts';
import type { OwedMail } from '../../shared/room/owed-mail.ts';
import { displayNameOf } from '../../shared/itip/titles.ts';
import { writeHtml } from '../../shared/mail/write-html.tsx';
import { writeText } from '../../shared/mail/write-text.ts';
import { millisOf } from '../../shared/time/instant.ts';

export interface Envelope {
  readonly organizer: EmailAddress;
  readonly brand: Branding;
  /** Everything goes there instead, with the intended recipient in a header and in the subject; the calendar part is unchanged. */
  readonly redirectTo: EmailAddress | null;
  /** Stands for this one mail: boundaries and Message-ID derive from it, so that a retry has the same bytes. */
  readonly fingerprint: string;
  /** Where the reader ends what this mail is sent for; null: mail about a session of theirs. */
  readonly unsubscribe: string | null;
}

/**
 * The bytes of one mail to one person (RFC 6047 2.4): text, HTML and calendar as alternatives, the same calendar once
 * more as an attachment for programs that look only there.
 */
export function writeMime(
  mail: OwedMail,
  message: Message,
  { organizer, brand, redirectTo, fingerprint, unsubscribe }: Envelope,
): Promise<Buffer> {
  const domain = organizer.slice(organizer.lastIndexOf('@') + 1);
  const sender = { name: brand.name, address: organizer };
  return new MailComposer({
    from: sender,
    replyTo: sender,
    to: redirectTo ?? { name: displayNameOf(mail.to), address: mail.to.email },
    subject: redirectTo ? `[for ${mail.to.email}] ${message.subject}` : message.subject,
    date: new Date(millisOf(mail.stamp)),
    messageId: `<${fingerprint}@${domain}>`,
    // Keeps all mail of one session in one conversation; SES writes its own Message-ID.
    references: `<${mail.uid}@${domain}>`,
    baseBoundary: fingerprint,
    newline: '\r\n',
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
    headers: {
      'Auto-Submitted': 'auto-generated',
      // Exchange and Outlook then send no absence note to the organizer's mailbox.
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      // RFC 2369 and RFC 8058: the mail program shows a button, and posts to the address without a page.
      ...(unsubscribe && { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
      ...(redirectTo && { 'X-Intended-Recipient': mail.to.email }),
    },
    text: withCrlf(writeText(message)),
    html: withCrlf(writeHtml(message, brand)),
    textEncoding: 'base64',
    // Written twice by the composer: last of the alternatives, and attached.
    ...(message.calendar && { icalEvent: { method: message.calendar.method, filename: 'invite.ics', content: message.calendar.ics } }),
  })
    .compile()
    .build();
}

// RFC 2045 6.8: base64 does not change line ends, and in text parts they are CRLF.
const withCrlf = (text: string): string => text.replaceAll('\n', '\r\n');
