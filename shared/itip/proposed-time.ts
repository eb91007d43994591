import { instantAt, millisOf, type Instant } from '../time/instant.ts';
import { lineOf, type Component, type Line, type Written } from './content-lines.ts';
import type { ProposedTime } from './inbound-itip.ts';
import { readTime } from './zones.ts';

const MINUTE = 60_000;

/** The time that a COUNTER asks for: its DTSTART with DTEND or DURATION (RFC 5546 3.2.7). */
export function readCounteredTime(event: Component, calendar: Component): ProposedTime {
  const written = lineOf(event, 'DTSTART');
  if (!written) return { fault: 'not-a-time' };
  const start = readTime(written, calendar);
  if ('fault' in start) return start;
  const end = endOf(event, calendar, start.instant);
  if (end !== null && 'fault' in end) return end;
  if (end !== null && end.instant <= start.instant) return { fault: 'end-before-start' };
  return {
    startUtc: start.instant,
    durationMinutes: end && (millisOf(end.instant) - millisOf(start.instant)) / MINUTE,
    originalStartUtc: originalStart(event, calendar),
  };
}

function endOf(event: Component, calendar: Component, start: Instant): ReturnType<typeof readTime> | null {
  const written = lineOf(event, 'DTEND');
  if (written) return readTime(written, calendar);
  const length = durationIn(lineOf(event, 'DURATION')?.value ?? '');
  return length === undefined ? null : { instant: instantAt(millisOf(start) + length) };
}

/** RFC 5545 3.3.6, in milliseconds. */
function durationIn(text: string): number | undefined {
  const match = /^\+?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$/i.exec(text.trim());
  if (!match || !/\d/.test(text)) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((digits) => Number(digits ?? 0));
  return ((weeks * 7 + days) * 86_400 + hours * 3600 + minutes * 60 + seconds) * 1000;
}

/** Outlook and Exchange say which time they answer. */
function originalStart(event: Component, calendar: Component): Instant | null {
  const written = lineOf(event, 'X-MS-OLK-ORIGINALSTART');
  const read = written && readTime(written, calendar);
  return read && 'instant' in read ? read.instant : null;
}

const APPLE_START = /(?:^|;)\s*DTSTART(?:;TZID=([^:]+))?:([^;]+)/i;
const APPLE_END = /(?:^|;)\s*DTEND(?:;TZID=([^:]+))?:([^;]+)/i;

/** Apple's words for a new time, as written beside an attendee; undefined if there are none. */
export function findProposalText(attendee: Line): string | undefined {
  const text = attendee.params.get('to-all-proposed-new-time') ?? '';
  return APPLE_START.test(text) ? text : undefined;
}

/**
 * The time in Apple's ATTENDEE parameter TO-ALL-PROPOSED-NEW-TIME ("DTSTART:20300109T170000Z;STATUS:NEEDS-ACTION"); null
 * if it holds none: then the proposal was taken back.
 */
export function appleProposedTime(attendee: Line, calendar: Component): ProposedTime | null {
  const text = findProposalText(attendee) ?? '';
  const start = appleTime(APPLE_START, 'DTSTART', text);
  const end = appleTime(APPLE_END, 'DTEND', text);
  return start ? readCounteredTime({ name: 'VEVENT', written: end ? [start, end] : [start], components: [] }, calendar) : null;
}

function appleTime(pattern: RegExp, name: string, text: string): Written | undefined {
  const [, tzid, value] = pattern.exec(text) ?? [];
  return value === undefined ? undefined : { name, rest: tzid === undefined ? `:${value}` : `;TZID="${tzid}":${value}` };
}
