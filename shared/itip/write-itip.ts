import ical, {
  ICalAlarmType,
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventClass,
  ICalEventStatus,
  ICalEventTransparency,
  type ICalEventData,
} from 'ical-generator';
import type { EmailAddress } from '../words/email-address.ts';
import type { CalendarMail } from '../room/owed-mail.ts';
import { withConferences } from './conference.ts';
import { displayNameOf } from './titles.ts';
import { endOf } from '../time/time-slot.ts';
import { millisOf } from '../time/instant.ts';
import type { OutboundMethod, PartStat } from '../words/itip.ts';

export interface ItipText {
  readonly summary: string;
  readonly description: string;
  readonly organizer: EmailAddress;
  readonly organizerName: string;
  /** The page of the session. */
  readonly url?: string;
  /** Where the two meet: an address in ASCII, as `VenueUrl` and `fillVenueTemplate` give it. */
  readonly venue?: string;
}

/** The iTIP method that tells a calendar what this mail is about (RFC 5546 3.2). */
export function methodOf(kind: CalendarMail['kind']): OutboundMethod {
  switch (kind) {
    case 'invitation':
    case 'moved':
    case 'restored':
    case 'venue-changed':
    case 'guest-left':
    case 'current':
      return 'REQUEST';
    case 'cancelled':
    case 'unbooked':
      return 'CANCEL';
    case 'counter-declined':
      return 'DECLINECOUNTER';
  }
}

/**
 * One VCALENDAR with one VEVENT for one attendee, times in UTC, so no VTIMEZONE (RFC 5546 3.2; RFC 6047). The same mail
 * and text give the same bytes.
 */
export function writeItip(mail: CalendarMail, text: ItipText): { readonly method: OutboundMethod; readonly ics: string } {
  const method = methodOf(mail.kind);
  const calendar = ical({
    method: ICalCalendarMethod[method],
    prodId: { company: text.organizerName, product: 'Scheduling', language: 'EN' },
  });
  const event = calendar.createEvent({ ...sharedProperties(mail, text), ...(method === 'REQUEST' ? requestProperties(mail, text) : {}) });
  // RFC 5546 3.2.5: CANCELLED says that the whole event is off; without it only this attendee is un-invited.
  if (mail.kind === 'cancelled') event.status(ICalEventStatus.CANCELLED);
  const ics = withLowerCaseScheme(withMethodFirst(calendar.toString(), method));
  return { method, ics: method === 'REQUEST' ? withConferences(ics, [text.venue]) : ics };
}

const sharedProperties = (mail: CalendarMail, { summary, description, organizer, organizerName }: ItipText): ICalEventData => ({
  id: mail.uid,
  sequence: mail.sequence,
  stamp: dateOf(mail.stamp),
  start: dateOf(mail.when.startUtc),
  end: dateOf(endOf(mail.when)),
  summary,
  description,
  organizer: { name: organizerName, email: organizer },
  attendees: [
    {
      email: mail.to.email,
      name: displayNameOf(mail.to),
      type: ICalAttendeeType.INDIVIDUAL,
      role: ICalAttendeeRole.REQ,
      status: PARTSTATS[mail.partstat],
      // Without RSVP neither Gmail nor Outlook shows buttons; a CANCEL asks for no answer.
      ...(methodOf(mail.kind) === 'REQUEST' && { rsvp: true }),
    },
  ],
});

/** So long before the start the calendar itself reminds of the session, where it does not follow a setting of its owner. */
const ALARM_SECONDS = 15 * 60;

const requestProperties = (mail: CalendarMail, { url, venue, summary }: ItipText): Partial<ICalEventData> => ({
  ...(url !== undefined && { url }),
  // Every calendar shows LOCATION; Outlook shows nothing else.
  ...(venue !== undefined && { location: venue }),
  status: ICalEventStatus.CONFIRMED,
  created: dateOf(mail.createdAt),
  lastModified: dateOf(mail.stamp),
  transparency: ICalEventTransparency.OPAQUE,
  class: ICalEventClass.PUBLIC,
  busystatus: ICalEventBusyStatus.BUSY,
  x: [['X-MICROSOFT-DISALLOW-COUNTER', 'FALSE']],
  alarms: [{ type: ICalAlarmType.display, trigger: ALARM_SECONDS, description: summary }],
});

const PARTSTATS: Readonly<Record<PartStat, ICalAttendeeStatus>> = {
  'NEEDS-ACTION': ICalAttendeeStatus.NEEDSACTION,
  ACCEPTED: ICalAttendeeStatus.ACCEPTED,
  DECLINED: ICalAttendeeStatus.DECLINED,
  TENTATIVE: ICalAttendeeStatus.TENTATIVE,
};

const dateOf = (instant: CalendarMail['stamp']): Date => new Date(millisOf(instant));

// Some clients look for METHOD before anything else, and all want the last line ended.
function withMethodFirst(text: string, method: OutboundMethod): string {
  const line = `METHOD:${method}\r\n`;
  return `${text.replace(line, '').replace('BEGIN:VCALENDAR\r\n', `BEGIN:VCALENDAR\r\n${line}`)}\r\n`;
}

const ATTENDEE = /(?<=\r\n)ATTENDEE;(?:[^\r]|\r\n )+/;
// Wherever the line is folded; the last one, because a name may say the same.
const SCHEME = new RegExp(`${'MAILTO:'.split('').join('(?:\\r\\n )?')}(?=[^:]*$)`);

// The library writes MAILTO: here and mailto: in ORGANIZER; a program that compares the two letter by letter must not be misled.
const withLowerCaseScheme = (text: string): string =>
  text.replace(ATTENDEE, (property) => property.replace(SCHEME, (scheme) => scheme.toLowerCase()));
