import { isProposal, partstatOf, timesOf, wordOf, type Answer } from './answer.ts';
import { calendarText, escapeText, utcStamp } from './calendar-text.ts';
import { base64Part, mailbox, mailDate, message, multipart, plainPart } from './mime.ts';

/** Thunderbird: the calendar as an alternative in 8 bit and again as invite.ics; proposals are true COUNTERs. */
export function thunderbird(answer: Answer): string {
  const { from, organizer, id, at, says, summary } = answer;
  const method = isProposal(says) ? 'COUNTER' : 'REPLY';
  const calendar = thunderbirdCalendar(answer);
  const headers = [
    `Message-ID: <${id}@${from.email.split('@')[1] ?? 'localhost'}>`,
    `Date: ${mailDate(at)}`,
    'User-Agent: Mozilla Thunderbird',
    `From: ${mailbox(from)}`,
    `To: ${mailbox(organizer)}`,
    `Subject: ${isProposal(says) ? 'Counterproposal' : `Event Invitation Reply (${wordOf(says)})`}: ${summary}`,
  ];
  const content = multipart('mixed', `------------${id}`, [
    multipart('alternative', `------------${id}a`, [
      plainPart('text/plain; charset=UTF-8; format=flowed', `${from.name} <${from.email}> has answered your event invitation.\r\n`),
      plainPart(`text/calendar; charset=UTF-8; method=${method}`, calendar),
    ]),
    base64Part('application/ics; name="invite.ics"', calendar, ['Content-Disposition: attachment; filename="invite.ics"']),
  ]);
  return message(headers, content);
}

function thunderbirdCalendar(answer: Answer): string {
  const { from, organizer, uid, sequence, summary, says, at } = answer;
  const { startUtc, endUtc } = timesOf(answer);
  return calendarText([
    'BEGIN:VCALENDAR',
    'PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN',
    'VERSION:2.0',
    `METHOD:${isProposal(says) ? 'COUNTER' : 'REPLY'}`,
    'BEGIN:VEVENT',
    `CREATED:${utcStamp(at)}`,
    `LAST-MODIFIED:${utcStamp(at)}`,
    `DTSTAMP:${utcStamp(at)}`,
    `UID:${uid}`,
    `SUMMARY:${escapeText(summary)}`,
    `ORGANIZER;CN="${organizer.name}":mailto:${organizer.email}`,
    `ATTENDEE;CN="${from.name}";PARTSTAT=${partstatOf(says)};ROLE=REQ-PARTICIPANT:mailto:${from.email}`,
    'X-MOZ-RECEIVED-SEQUENCE:0',
    `X-MOZ-RECEIVED-DTSTAMP:${utcStamp(at)}`,
    `DTSTART:${utcStamp(startUtc)}`,
    `DTEND:${utcStamp(endUtc)}`,
    `SEQUENCE:${sequence}`,
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
}
