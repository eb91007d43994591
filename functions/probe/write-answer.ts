import MailComposer from 'nodemailer/lib/mail-composer';
import type { Instant } from '../../shared/time/instant.ts';
import { millisOf } from '../../shared/time/instant.ts';
import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { ReceivedRequest } from './read-request.ts';

export interface AcceptedRequest {
  readonly from: EmailAddress;
  readonly organizer: EmailAddress;
  readonly invitation: ReceivedRequest;
  readonly at: Instant;
}

/** The mail that a calendar program sends when its owner presses Accept (RFC 5546 3.2.3, RFC 6047 2.4). */
export function writeAnswer({ from, organizer, invitation, at }: AcceptedRequest): Promise<Buffer> {
  const { uid, sequence, start, end } = invitation;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//probe//EN',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${at.slice(0, 19).replace(/[-:]/g, '')}Z`,
    `DTSTART:${start}`,
    `DTEND:${end}`,
    `ORGANIZER:mailto:${organizer}`,
    `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${from}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ];
  return new MailComposer({
    from,
    to: organizer,
    subject: 'Accepted',
    date: new Date(millisOf(at)),
    messageId: `<${uid}${from.slice(from.lastIndexOf('@'))}>`,
    xMailer: false,
    newline: '\r\n',
    disableFileAccess: true,
    disableUrlAccess: true,
    text: 'Accepted by a probe.\r\n',
    icalEvent: { method: 'REPLY', content: lines.join('\r\n') },
  })
    .compile()
    .build();
}
