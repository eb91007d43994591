import { sync } from 'node-ical';

/*
 * The calendar of one attendee, by RFC 5546 alone: it imports nothing of the service, so that the two can disagree. It reads the
 * mails that SES took, in the bytes that SES took, with a library that does not write them.
 */

/** What a calendar message says. Times in milliseconds since 1970. */
export interface CalendarMessage {
  readonly method: string;
  readonly uid: string;
  readonly sequence: number;
  readonly dtstamp: number;
  readonly start: number;
  readonly end: number;
  readonly title: string;
  readonly status: string | null;
  readonly attendee: string;
}

/** What a calendar shows of one event. */
export interface Shown {
  readonly start: number;
  readonly end: number;
  readonly title: string;
}

interface Entry {
  readonly newest: CalendarMessage;
  readonly isShown: boolean;
}

/** A strict calendar: messages may come late, twice, and out of order. */
export class AttendeeCalendar {
  /** What an organizer may not do. */
  readonly complaints: string[] = [];
  private readonly entries = new Map<string, Entry>();
  private readonly seen: CalendarMessage[] = [];

  receive(message: CalendarMessage): void {
    if (message.method !== 'REQUEST' && message.method !== 'CANCEL') return;
    this.complaints.push(...this.seen.flatMap((other) => complaintAbout(message, other) ?? []));
    this.seen.push(message);
    const entry = this.entries.get(message.uid);
    if (entry !== undefined && !isNewer(message, entry.newest)) return;
    this.entries.set(message.uid, { newest: message, isShown: message.method === 'REQUEST' });
  }

  shows(uid: string): Shown | null {
    const entry = this.entries.get(uid);
    if (entry === undefined || !entry.isShown) return null;
    const { start, end, title } = entry.newest;
    return { start, end, title };
  }
}

/** RFC 5546 2.1.4: the SEQUENCE rises when the time changes, and on each CANCEL. */
function complaintAbout(message: CalendarMessage, other: CalendarMessage): string | null {
  if (other.uid !== message.uid || other.sequence !== message.sequence) return null;
  const both = `SEQUENCE ${message.sequence} twice: ${other.method}, then ${message.method}`;
  if (other.method !== message.method) return both;
  if (other.start !== message.start || other.end !== message.end) return `${both}, at two times`;
  // The same mail twice is no fault of the organizer's; two mails need two DTSTAMPs, or calendars drop one.
  return other.dtstamp === message.dtstamp && other.title !== message.title ? `${both}, which differ at one DTSTAMP` : null;
}

/** RFC 5546 2.1.5. A CANCEL, and an invitation after one, have to raise the SEQUENCE: strict calendars ignore them otherwise. */
function isNewer(message: CalendarMessage, held: CalendarMessage): boolean {
  if (message.sequence !== held.sequence) return message.sequence > held.sequence;
  return message.method === 'REQUEST' && held.method === 'REQUEST' && message.dtstamp > held.dtstamp;
}

/** Reads the calendar part of a mail; null when it has none. Throws an Error that says what no calendar program would take. */
export function readCalendar(raw: Buffer): CalendarMessage | null {
  const text = calendarPartOf(raw.toString('latin1'));
  if (text === null) return null;
  const events = Object.values(sync.parseICS(text)).filter((component) => component?.type === 'VEVENT');
  const [event] = events;
  if (event?.type !== 'VEVENT' || events.length !== 1) throw new Error(`A calendar part with ${events.length} events`);
  const attendees = [event.attendee].flat().map((attendee) => (typeof attendee === 'string' ? attendee : (attendee?.val ?? '')));
  const addresses = attendees.filter((address) => address !== '').map((address) => address.replace(/^mailto:/i, '').toLowerCase());
  if (addresses.length !== 1) throw new Error(`A calendar part with ${addresses.length} attendees`);
  return {
    method: String(event.method),
    uid: event.uid,
    sequence: Number(event.sequence),
    dtstamp: event.dtstamp.getTime(),
    start: event.start.getTime(),
    end: event.end?.getTime() ?? 0,
    title: typeof event.summary === 'string' ? event.summary : event.summary.val,
    status: event.status ?? null,
    attendee: addresses[0] ?? '',
  };
}

/** The first text/calendar part, decoded. */
function calendarPartOf(raw: string): string | null {
  const part = /Content-Type: text\/calendar;([\s\S]*?)\r\n\r\n([\s\S]*?)\r\n--/i.exec(raw);
  const [, headers = '', body = ''] = part ?? [];
  if (part === null) return null;
  return /Content-Transfer-Encoding: base64/i.test(headers) ? Buffer.from(body, 'base64').toString('utf8') : body;
}
