import type { OutboundMethod } from '../../shared/words/itip.ts';

/*
 * The calendar of one attendee, as strict as RFC 5546 lets it be. It is written from the RFC alone and shares no code with
 * the service, so that the two can disagree.
 */

/** What a calendar reads in a message. Times are text that sorts by time. */
export interface CalendarMessage {
  readonly method: OutboundMethod;
  readonly uid: string;
  readonly sequence: number;
  readonly dtstamp: string;
  readonly start: string;
  readonly end: string;
  readonly title: string;
  readonly status: string | null;
}

export interface CalendarEvent {
  readonly start: string;
  readonly end: string;
  readonly title: string;
}

export interface Calendar {
  readonly heard: readonly CalendarMessage[];
  readonly entries: ReadonlyMap<string, Entry>;
}

interface Entry {
  readonly latest: CalendarMessage;
  /** Null once cancelled. The numbers of the CANCEL are kept: what comes late must not bring the event back. */
  readonly event: CalendarEvent | null;
}

export const emptyCalendar: Calendar = { heard: [], entries: new Map() };

/** What this calendar shows under a UID; null if there is nothing. */
export const shown = (calendar: Calendar, uid: string): CalendarEvent | null => calendar.entries.get(uid)?.event ?? null;

/** The calendar after one more message. */
export function receive(calendar: Calendar, message: CalendarMessage): Calendar {
  const heard = [...calendar.heard, message];
  const held = calendar.entries.get(message.uid);
  if (message.method === 'DECLINECOUNTER' || (held && !supersedes(message, held.latest))) return { ...calendar, heard };
  const { start, end, title } = message;
  const event = message.method === 'CANCEL' ? null : { start, end, title };
  return { heard, entries: new Map([...calendar.entries, [message.uid, { latest: message, event }]]) };
}

/**
 * RFC 5546 2.1.5: the higher SEQUENCE is the newer message, at the same SEQUENCE the later DTSTAMP. A CANCEL and a new
 * invitation after it have to raise the SEQUENCE (2.1.4): many calendars ignore them otherwise, and so does this one.
 */
function supersedes(message: CalendarMessage, held: CalendarMessage): boolean {
  if (message.sequence !== held.sequence) return message.sequence > held.sequence;
  return message.method === 'REQUEST' && held.method === 'REQUEST' && message.dtstamp > held.dtstamp;
}

/** What an organizer may not do (RFC 5546 2.1.4), whatever the order in which the messages came. */
export function complaints({ heard }: Calendar): string[] {
  return heard.flatMap((one, nth) => heard.slice(nth + 1).flatMap((other) => clash(one, other) ?? []));
}

function clash(one: CalendarMessage, other: CalendarMessage): string | null {
  if (one.uid !== other.uid || one.sequence !== other.sequence) return null;
  if (one.method === 'DECLINECOUNTER' || other.method === 'DECLINECOUNTER') return null;
  const both = `SEQUENCE ${one.sequence} twice`;
  if (one.method !== other.method) return `${both}: ${one.method} and ${other.method}`;
  if (one.method === 'REQUEST' && (one.start !== other.start || one.end !== other.end)) return `${both}: ${one.start} and ${other.start}`;
  return one.dtstamp === other.dtstamp ? `${both}: at the same DTSTAMP ${one.dtstamp}` : null;
}
