import { isProposal, partstatOf, timesOf, wordOf, type Answer } from './answer.ts';
import { calendarText, escapeText, utcStamp } from './calendar-text.ts';
import { base64Part, mailbox, mailDate, message, multipart, plainPart, writeQuotedPrintablePart } from './mime.ts';

/**
 * Google Calendar in the name of a Gmail user: marked auto-generated, the calendar inline and attached, and
 * `method=REPLY` on the part even when the calendar inside says COUNTER.
 */
export function gmail(answer: Answer): string {
  const calendar = gmailCalendar(answer);
  const boundary = `000000000000${answer.id}`;
  const said = `${answer.from.name} has replied "${wordOf(answer.says)}" to this invitation.`;
  const body = multipart('alternative', `${boundary}01`, [
    base64Part('text/plain; charset="UTF-8"; format=flowed; delsp=yes', said),
    writeQuotedPrintablePart('text/html; charset="UTF-8"', `<html><body><p style="color: #3c4043">${said}</p></body></html>`),
    plainPart('text/calendar; charset="UTF-8"; method=REPLY', calendar),
  ]);
  const attached = base64Part('application/ics; name="invite.ics"', calendar, ['Content-Disposition: attachment; filename="invite.ics"']);
  return message(gmailHeaders(answer), multipart('mixed', boundary, [body, attached]));
}

const gmailHeaders = ({ from, organizer, id, at, says, summary }: Answer): string[] => [
  `Reply-To: ${mailbox(from)}`,
  'Sender: Google Calendar <calendar-notification@google.com>',
  'Auto-Submitted: auto-generated',
  `Message-ID: <calendar-${id}@google.com>`,
  `Date: ${mailDate(at)}`,
  `Subject: ${isProposal(says) ? 'Proposed new time' : wordOf(says)}: ${summary}`,
  `From: ${mailbox(from)}`,
  `To: ${organizer.email}`,
];

function gmailCalendar(answer: Answer): string {
  const { from, organizer, uid, sequence, summary, says, at } = answer;
  const { startUtc, endUtc } = timesOf(answer);
  return calendarText([
    'BEGIN:VCALENDAR',
    'PRODID:-//Google Inc//Google Calendar 70.9054//EN',
    'VERSION:2.0',
    'CALSCALE:GREGORIAN',
    `METHOD:${isProposal(says) ? 'COUNTER' : 'REPLY'}`,
    'BEGIN:VEVENT',
    `DTSTART:${utcStamp(startUtc)}`,
    `DTEND:${utcStamp(endUtc)}`,
    `DTSTAMP:${utcStamp(at)}`,
    `ORGANIZER;CN=${organizer.name}:mailto:${organizer.email}`,
    `UID:${uid}`,
    `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=${partstatOf(says)};CN=${from.email};X-NUM-GUESTS=0:mailto:${from.email}`,
    `CREATED:${utcStamp(at)}`,
    'DESCRIPTION:Join from your calendar.',
    `LAST-MODIFIED:${utcStamp(at)}`,
    'LOCATION:',
    `SEQUENCE:${sequence}`,
    'STATUS:CONFIRMED',
    `SUMMARY:${escapeText(summary)}`,
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
}
