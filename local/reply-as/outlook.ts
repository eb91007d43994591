import { isProposal, partstatOf, timesOf, wordOf, type Answer } from './answer.ts';
import { calendarText, escapeText, utcStamp, wallStamp, westernEurope } from './calendar-text.ts';
import { base64Part, mailbox, mailDate, message, multipart, writeQuotedPrintablePart } from './mime.ts';

const ZONE = 'W. Europe Standard Time';
const IANA = 'Europe/Berlin';

/** Outlook on Exchange, Microsoft 365 or Outlook.com: no ORGANIZER, a zone with rules since 1601, the old time of a proposal named. */
export function outlook(answer: Answer, change: (calendar: string) => string = (calendar) => calendar): string {
  const { from, organizer, id, at, says, summary } = answer;
  const method = isProposal(says) ? 'COUNTER' : 'REPLY';
  const headers = [
    `From: ${mailbox(from)}`,
    `To: ${mailbox(organizer)}`,
    `Subject: ${wordOf(says)}: ${summary}`,
    `Thread-Topic: ${summary}`,
    `Date: ${mailDate(at)}`,
    `Message-ID: <${id.toUpperCase()}@AM9PR01MB1234.eurprd01.prod.exchangelabs.com>`,
    'Accept-Language: en-GB',
    'X-MS-Has-Attach:',
    'X-MS-TNEF-Correlator:',
  ];
  const content = multipart('alternative', `_000_${id.toUpperCase()}_`, [
    writeQuotedPrintablePart('text/plain; charset="us-ascii"', '\r\n'),
    writeQuotedPrintablePart('text/html; charset="us-ascii"', '<html><head><style></style></head><body></body></html>'),
    base64Part(`text/calendar; charset="utf-8"; method=${method}`, change(exchangeCalendar(answer))),
  ]);
  return message(headers, content);
}

function exchangeCalendar(answer: Answer): string {
  const { from, uid, sequence, summary, says, at, startUtc, endUtc } = answer;
  const times = timesOf(answer);
  const local = (name: string, instant: Answer['at']) => `${name};TZID=${ZONE}:${wallStamp(instant, IANA)}`;
  return calendarText([
    'BEGIN:VCALENDAR',
    `METHOD:${isProposal(says) ? 'COUNTER' : 'REPLY'}`,
    'PRODID:Microsoft Exchange Server 2010',
    'VERSION:2.0',
    ...westernEurope(ZONE),
    'BEGIN:VEVENT',
    `ATTENDEE;PARTSTAT=${partstatOf(says)};CN=${from.name}:mailto:${from.email}`,
    String.raw`COMMENT;LANGUAGE=en-GB:\n`,
    `UID:${uid}`,
    `SUMMARY;LANGUAGE=en-GB:${wordOf(says)}: ${escapeText(summary)}`,
    local('DTSTART', times.startUtc),
    local('DTEND', times.endUtc),
    'CLASS:PUBLIC',
    'PRIORITY:5',
    `DTSTAMP:${utcStamp(at)}`,
    'TRANSP:OPAQUE',
    'STATUS:CONFIRMED',
    `SEQUENCE:${sequence}`,
    'LOCATION;LANGUAGE=en-GB:',
    'X-MICROSOFT-CDO-APPT-SEQUENCE:0',
    'X-MICROSOFT-CDO-BUSYSTATUS:BUSY',
    'X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY',
    'X-MICROSOFT-CDO-ALLDAYEVENT:FALSE',
    'X-MICROSOFT-CDO-IMPORTANCE:1',
    'X-MICROSOFT-CDO-INSTTYPE:0',
    'X-MICROSOFT-DISALLOW-COUNTER:FALSE',
    isProposal(says) ? local('X-MS-OLK-ORIGINALSTART', startUtc) : null,
    isProposal(says) ? local('X-MS-OLK-ORIGINALEND', endUtc) : null,
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
}

/** Outlook for Windows over IMAP or POP, without Exchange: MIMEDIR, everything in upper case, UTC times, folded with tabs. */
export function outlookDesktop(answer: Answer): string {
  const { from, organizer, id, at, says, summary } = answer;
  const method = isProposal(says) ? 'COUNTER' : 'REPLY';
  const headers = [
    `From: ${mailbox(from)}`,
    `To: ${mailbox(organizer)}`,
    `Subject: ${wordOf(says)}: ${summary}`,
    `Date: ${mailDate(at)}`,
    `Message-ID: <000001d9$${id}$@local>`,
    'X-Mailer: Microsoft Outlook 16.0',
  ];
  const content = multipart('alternative', `----=_NextPart_000_${id}`, [
    writeQuotedPrintablePart('text/plain;\r\n\tcharset="us-ascii"', '\r\n'),
    base64Part(`text/calendar;\r\n\tcharset="utf-8";\r\n\tmethod=${method};\r\n\tname="meeting.ics"`, mimedirCalendar(answer)),
  ]);
  return message(headers, content);
}

function mimedirCalendar(answer: Answer): string {
  const { from, organizer, uid, sequence, summary, says, at, startUtc, endUtc } = answer;
  const times = timesOf(answer);
  return calendarText(
    [
      'BEGIN:VCALENDAR',
      'PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN',
      'VERSION:2.0',
      `METHOD:${isProposal(says) ? 'COUNTER' : 'REPLY'}`,
      'X-MS-OLK-FORCEINSPECTOROPEN:TRUE',
      'BEGIN:VEVENT',
      `ATTENDEE;PARTSTAT=${partstatOf(says)}:MAILTO:${from.email}`,
      'CLASS:PUBLIC',
      `CREATED:${utcStamp(at)}`,
      String.raw`DESCRIPTION:\n`,
      `DTEND:${utcStamp(times.endUtc)}`,
      `DTSTAMP:${utcStamp(at)}`,
      `DTSTART:${utcStamp(times.startUtc)}`,
      `LAST-MODIFIED:${utcStamp(at)}`,
      `ORGANIZER;CN="${organizer.name}":MAILTO:${organizer.email}`,
      'PRIORITY:5',
      `SEQUENCE:${sequence}`,
      `SUMMARY;LANGUAGE=en-us:${wordOf(says)}: ${escapeText(summary)}`,
      'TRANSP:OPAQUE',
      `UID:${uid}`,
      'X-MICROSOFT-CDO-BUSYSTATUS:BUSY',
      isProposal(says) ? `X-MS-OLK-ORIGINALEND:${utcStamp(endUtc)}` : null,
      isProposal(says) ? `X-MS-OLK-ORIGINALSTART:${utcStamp(startUtc)}` : null,
      'END:VEVENT',
      'END:VCALENDAR',
    ],
    '\t',
  );
}
