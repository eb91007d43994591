import { isProposal, partstatOf, timesOf, wordOf, type Answer, type MailProgram } from './answer.ts';
import { calendarText, escapeText, steadyZone, utcStamp, wallStamp, westernEurope } from './calendar-text.ts';
import { base64Part, mailbox, mailDate, message, multipart, plainPart, writeQuotedPrintablePart, type Entity } from './mime.ts';

/** How a program without a file of its own writes its replies. */
interface Habits {
  readonly prodid: string;
  /** The parameters of ATTENDEE before its value. */
  readonly attendee: (answer: Answer) => string;
  readonly mailto?: string;
  /** Null: times in UTC. */
  readonly zone?: { readonly tzid: string; readonly iana: string; readonly definition: readonly string[] };
  readonly part: (method: string, calendar: string) => Entity;
  readonly wrap: (text: Entity, calendar: Entity, boundary: string) => Entity;
  readonly headers?: readonly string[];
}

const BERLIN = 'Europe/Berlin';
const KOLKATA = 'Asia/Kolkata';
const MOZILLA_PREFIX = '/freeassociation.sourceforge.net/';

const mixed: Habits['wrap'] = (text, calendar, boundary) => multipart('mixed', boundary, [text, calendar]);
const alternative: Habits['wrap'] = (text, calendar, boundary) => multipart('alternative', boundary, [text, calendar]);
const alone: Habits['wrap'] = (_text, calendar) => calendar;

const HABITS = {
  zimbra: {
    prodid: 'Zimbra-Calendar-Provider',
    attendee: ({ from, says }) => `CN=${from.name};ROLE=REQ-PARTICIPANT;PARTSTAT=${partstatOf(says)}`,
    zone: { tzid: BERLIN, iana: BERLIN, definition: westernEurope(BERLIN) },
    part: (method, calendar) => writeQuotedPrintablePart(`text/calendar; charset=utf-8; method=${method}; name=meeting.ics`, calendar),
    wrap: alternative,
    headers: ['X-Mailer: Zimbra 9.0.0 (ZimbraWebClient - FF3.0)'],
  },
  kde: {
    prodid: '-//K Desktop Environment//NONSGML libkcal 4.3//EN',
    attendee: ({ from, says }) => `CN="${from.name}";RSVP=FALSE;PARTSTAT=${partstatOf(says)};ROLE=REQ-PARTICIPANT;CUTYPE=INDIVIDUAL`,
    part: (method, calendar) =>
      base64Part(`text/calendar; name="cal.ics"; method="${method.toLowerCase()}"; charset="utf-8"`, calendar, [
        'Content-Disposition: inline',
      ]),
    wrap: mixed,
    headers: ['User-Agent: KMail/5.23'],
  },
  horde: {
    prodid: '-//The Horde Project//Horde iCalendar Library//EN',
    attendee: ({ from, says }) => `ROLE=REQ-PARTICIPANT;PARTSTAT=${partstatOf(says)};CN=${from.name}`,
    part: (method, calendar) => plainPart(`text/calendar; charset=utf-8; name=event-reply.ics; METHOD=${method}`, calendar),
    wrap: alternative,
  },
  bluemind: {
    prodid: '-//BlueMind//BlueMind Calendar//FR',
    attendee: ({ from, says }) =>
      `CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=${partstatOf(says)};CN=${from.name};X-RESPONSE-COMMENT=""`,
    zone: { tzid: 'Europe/Paris', iana: 'Europe/Paris', definition: westernEurope('Europe/Paris') },
    part: (method, calendar) => base64Part(`text/calendar; charset=UTF-8; method=${method}`, calendar),
    wrap: alternative,
  },
  yahoo: {
    prodid: '-//Yahoo//Calendar//EN',
    attendee: ({ from, says }) => `PARTSTAT=${partstatOf(says)};ROLE=REQ_PARTICIPANT;RSVP=FALSE;CN=${from.email}`,
    part: (method, calendar) => base64Part(`text/calendar; charset="UTF-8"; method="${method}"`, calendar),
    wrap: alternative,
  },
  fastmail: {
    prodid: '-//CyrusIMAP.org//Cyrus 3.9//EN',
    attendee: ({ from, says }) => `X-SEQUENCE=0;X-DTSTAMP=20291101T090000Z;CN=${from.name};PARTSTAT=${partstatOf(says)}`,
    part: (method, calendar) => plainPart(`text/calendar; charset=utf-8; method=${method}; component=VEVENT`, calendar),
    wrap: mixed,
  },
  samsung: {
    prodid: '-//Samsung Electronics//Samsung Calendar//EN',
    attendee: ({ says }) => `PARTSTAT=${partstatOf(says)}`,
    mailto: 'MAILTO:',
    part: (method, calendar) => base64Part(`TEXT/CALENDAR; method=${method}; name="invite.ics"`, calendar, [], 'Base64'),
    wrap: mixed,
  },
  proton: {
    prodid: '-//Proton AG//ProtonCalendar 1.0.0//EN',
    attendee: ({ from, says }) => `PARTSTAT=${partstatOf(says)};X-PM-TOKEN=0a1b2c;CN=${from.email}`,
    zone: { tzid: BERLIN, iana: BERLIN, definition: [] },
    part: (method, calendar) =>
      base64Part(`text/calendar; filename=invite.ics; name=invite.ics; charset=utf-8; method=${method.toLowerCase()}`, calendar, [
        'Content-Disposition: attachment; filename=invite.ics; name=invite.ics',
      ]),
    wrap: mixed,
  },
  sogo: {
    prodid: '-//Inverse inc./SOGo 5.8.0//EN',
    attendee: ({ from, says }) => `PARTSTAT=${partstatOf(says)};CN="${from.name}";ROLE=REQ-PARTICIPANT`,
    zone: { tzid: BERLIN, iana: BERLIN, definition: westernEurope(BERLIN) },
    part: (method, calendar) => base64Part(`text/calendar; method=${method}; charset=utf-8`, calendar),
    wrap: mixed,
  },
  nextcloud: {
    prodid: '-//Sabre//Sabre VObject 4.5.4//EN',
    attendee: ({ from, says }) =>
      `CN=${from.name};CUTYPE=INDIVIDUAL;PARTSTAT=${partstatOf(says)};ROLE=REQ-PARTICIPANT;RSVP=TRUE;LANGUAGE=en`,
    part: (method, calendar) => base64Part(`text/calendar; name=event.ics; method=${method}; charset=utf-8`, calendar),
    wrap: alternative,
  },
  notes: {
    prodid: '-//Lotus Development Corporation//NONSGML Notes 9.0.1//EN_C',
    attendee: ({ from, says }) => `ROLE=REQ-PARTICIPANT;PARTSTAT=${partstatOf(says)};CN="${from.name}/EYE/Example";RSVP=FALSE`,
    zone: { tzid: 'India', iana: KOLKATA, definition: steadyZone('India', '+0530') },
    part: (method, calendar) => base64Part(`text/calendar; method=${method}; charset=UTF-8`, calendar),
    wrap: alternative,
    headers: ['X-Mailer: IBM Notes Release 9.0.1'],
  },
  evolution: {
    prodid: '-//Ximian//NONSGML Evolution Calendar//EN',
    attendee: ({ from, says }) =>
      `CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=${partstatOf(says)};RSVP=TRUE;CN=${from.name};LANGUAGE=en`,
    zone: { tzid: `${MOZILLA_PREFIX}${KOLKATA}`, iana: KOLKATA, definition: steadyZone(`${MOZILLA_PREFIX}${KOLKATA}`, '+0530') },
    part: (method, calendar) => plainPart(`text/calendar; name="calendar.ics"; charset="utf-8"; METHOD=${method}`, calendar),
    wrap: alone,
  },
  openXchange: {
    prodid: '-//Open-Xchange//8.20//EN',
    attendee: ({ from, says }) => `CN="${from.name}";PARTSTAT=${partstatOf(says)};CUTYPE=INDIVIDUAL;EMAIL="${from.email}"`,
    part: (method, calendar) => plainPart(`text/calendar; charset=UTF-8; method=${method}`, calendar),
    wrap: alternative,
  },
} satisfies Record<string, Habits>;

export type OtherProgram = keyof typeof HABITS;

/** Programs that each differ in a few habits only. */
export const otherProgram =
  (name: OtherProgram): MailProgram =>
  (answer) => {
    const habits: Habits = HABITS[name];
    const { from, organizer, id, at, says, summary } = answer;
    const method = isProposal(says) ? 'COUNTER' : 'REPLY';
    const text = plainPart('text/plain; charset=utf-8', `${from.name}: ${wordOf(says)}\r\n`);
    const content = habits.wrap(text, habits.part(method, calendarOf(habits, answer)), `=_${id}`);
    const headers = [
      `Date: ${mailDate(at)}`,
      `From: ${mailbox(from)}`,
      `To: ${mailbox(organizer)}`,
      `Message-ID: <${id}@${from.email.split('@')[1] ?? 'localhost'}>`,
      `Subject: ${wordOf(says)}: ${summary}`,
      ...(habits.headers ?? []),
    ];
    return message(headers, content);
  };

function calendarOf({ prodid, attendee, mailto, zone }: Habits, answer: Answer): string {
  const { from, organizer, uid, sequence, summary, says, at } = answer;
  const times = timesOf(answer);
  const time = (name: string, instant: Answer['at']) =>
    zone ? `${name};TZID=${zone.tzid}:${wallStamp(instant, zone.iana)}` : `${name}:${utcStamp(instant)}`;
  return calendarText([
    'BEGIN:VCALENDAR',
    `PRODID:${prodid}`,
    'VERSION:2.0',
    `METHOD:${isProposal(says) ? 'COUNTER' : 'REPLY'}`,
    ...(zone?.definition ?? []),
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `SUMMARY:${escapeText(summary)}`,
    `ATTENDEE;${attendee(answer)}:${mailto ?? 'mailto:'}${from.email}`,
    `ORGANIZER;CN="${organizer.name}":mailto:${organizer.email}`,
    time('DTSTART', times.startUtc),
    time('DTEND', times.endUtc),
    `DTSTAMP:${utcStamp(at)}`,
    `SEQUENCE:${sequence}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
}
