import { isProposal, partstatOf, wordOf, type Answer } from './answer.ts';
import { calendarText, escapeText, steadyZone, utcStamp, wallStamp } from './calendar-text.ts';
import { mailbox, mailDate, message, multipart, plainPart, writeQuotedPrintablePart } from './mime.ts';

const ZONE = 'Asia/Kolkata';

/**
 * Calendar on iPhone and Mac: a proposal is a tentative REPLY at the old time, with the new one in a parameter of
 * ATTENDEE.
 */
export function apple(answer: Answer, change: (calendar: string) => string = (calendar) => calendar): string {
  const { from, organizer, id, at, says, summary } = answer;
  const headers = [
    `From: ${mailbox(from)}`,
    'Content-Transfer-Encoding: 7bit',
    `Subject: ${wordOf(says)}: ${summary}`,
    `Message-Id: <${id.toUpperCase()}@icloud.com>`,
    `Date: ${mailDate(at)}`,
    `To: ${organizer.email}`,
    'X-Mailer: iPhone Mail (21A329)',
  ];
  const content = multipart('alternative', `Apple-Mail-${id}`, [
    plainPart('text/plain;\r\n\tcharset=us-ascii', '\r\n'),
    multipart('mixed', `Apple-Mail-${id}-2`, [
      plainPart('text/html;\r\n\tcharset=us-ascii', '<html><body></body></html>'),
      writeQuotedPrintablePart(
        'text/calendar;\r\n\tmethod=REPLY;\r\n\tcharset=utf-8;\r\n\tname=iCal-20291101.ics',
        change(appleCalendar(answer)),
        ['Content-Disposition: attachment;\r\n\tfilename=iCal-20291101.ics'],
      ),
    ]),
  ]);
  return message(headers, content);
}

function appleCalendar({ from, organizer, uid, sequence, summary, says, at, startUtc, endUtc }: Answer): string {
  const proposal = isProposal(says) ? `;TO-ALL-PROPOSED-NEW-TIME="DTSTART:${utcStamp(says.startUtc)};STATUS:NEEDS-ACTION"` : '';
  return calendarText([
    'BEGIN:VCALENDAR',
    'CALSCALE:GREGORIAN',
    'METHOD:REPLY',
    'PRODID:-//Apple Inc.//iPhone OS 17.0//EN',
    'VERSION:2.0',
    'BEGIN:VEVENT',
    `ATTENDEE;CN="${from.name}";CUTYPE=INDIVIDUAL;EMAIL=${from.email};PARTSTAT=${partstatOf(says)};ROLE=REQ-PARTICIPANT${proposal}:mailto:${from.email}`,
    `DTEND;TZID=${ZONE}:${wallStamp(endUtc, ZONE)}`,
    `DTSTAMP:${utcStamp(at)}`,
    `DTSTART;TZID=${ZONE}:${wallStamp(startUtc, ZONE)}`,
    `LAST-MODIFIED:${utcStamp(at)}`,
    `ORGANIZER;CN="${organizer.name}":mailto:${organizer.email}`,
    `SEQUENCE:${sequence}`,
    `SUMMARY:${escapeText(summary)}`,
    `UID:${uid}`,
    'X-CALENDARSERVER-PRIVATE-COMMENT:',
    'END:VEVENT',
    ...steadyZone(ZONE, '+0530'),
    'END:VCALENDAR',
  ]);
}
