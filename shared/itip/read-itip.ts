import type { EmailAddress } from '../words/email-address.ts';
import type { Uid } from '../words/ids.ts';
import type { Instant } from '../time/instant.ts';
import type { CalendarFault } from '../words/inbound-reasons.ts';
import { calendarAddress } from './calendar-address.ts';
import { hasLine, lineOf, linesOf, readComponents, unfoldLines, type Component, type Line } from './content-lines.ts';
import { parseUid } from './event-uid.ts';
import type { InboundAttendee, InboundItip } from './inbound-itip.ts';
import { appleProposedTime, findProposalText, readCounteredTime } from './proposed-time.ts';
import { readTime } from './zones.ts';

export type ReadItip =
  | { readonly kind: 'itip'; readonly itip: InboundItip }
  /** Well-formed, but not what an attendee may say to the organizer: REQUEST, CANCEL, PUBLISH, ADD … */
  | { readonly kind: 'not-handled'; readonly method: string; readonly uid: Uid | null }
  | { readonly kind: 'unreadable'; readonly reason: CalendarFault; readonly uid: Uid | null };

/**
 * Reads one calendar as an attendee's message to the organizer. Total: any text gives a value. `hint` is the method
 * parameter of the MIME part and counts only when the calendar itself names none: Google sends `method=REPLY` around a
 * COUNTER.
 * @param isSpent whether the time for reading is used up; asked between the parts. Once true it stays true, so what was
 * left out is never used: the result is `unreadable(too-complex)`
 */
export function readItip(text: string, hint: string | null = null, isSpent: () => boolean = () => false): ReadItip {
  if (isSpent()) return { kind: 'unreadable', reason: 'too-complex', uid: uidSeenIn(text) };
  const calendar = readComponents(text);
  if (typeof calendar === 'string') return { kind: 'unreadable', reason: calendar, uid: uidSeenIn(text) };
  const events = calendar.components.filter(({ name }) => name === 'VEVENT');
  const [event] = events;
  const uid = event ? uidOf(event) : null;
  const methods = new Set(methodsOf(calendar, event, hint));
  const [method] = methods;
  if (methods.size > 1 || events.length > 1 || (event && recurs(event))) return { kind: 'unreadable', reason: 'ambiguous', uid };
  if (method === undefined) return { kind: 'unreadable', reason: 'no-method', uid };
  if (!isHandled(method)) return { kind: 'not-handled', method, uid };
  if (!event) return { kind: 'unreadable', reason: 'no-event', uid };
  if (contradictsItself(event)) return { kind: 'unreadable', reason: 'ambiguous', uid };
  if (uid === null) return { kind: 'unreadable', reason: 'no-uid', uid };
  const itip = itipOf(method, uid, event, calendar, isSpent);
  return isSpent() ? { kind: 'unreadable', reason: 'too-complex', uid } : { kind: 'itip', itip };
}

const HANDLED = ['REPLY', 'COUNTER', 'REFRESH'] as const;
type Handled = (typeof HANDLED)[number];
const isHandled = (method: string): method is Handled => HANDLED.some((handled) => handled === method);

function methodsOf(calendar: Component, event: Component | undefined, hint: string | null): readonly string[] {
  const written = [calendar, ...(event ? [event] : [])].map((component) => linesOf(component, 'METHOD'));
  const [lines] = written.filter(({ length }) => length > 0);
  const named = lines?.map(({ value }) => value) ?? (hint === null ? [] : [hint]);
  return named.map((value) => value.replace(/[\s"]/g, '').toUpperCase().slice(0, 40)).filter((value) => value !== '');
}

// A room is one meeting: an answer for a series or for one instance of it is for something else.
const recurs = (event: Component): boolean => hasLine(event, 'RRULE', 'RDATE', 'RECURRENCE-ID');

const uidOf = (event: Component): Uid | null => parseUid(lineOf(event, 'UID')?.value ?? '');

/** What a broken calendar still says it is about, so that we can answer its sender. */
function uidSeenIn(text: string): Uid | null {
  const line = unfoldLines(text.slice(0, 10_000)).find((candidate) => /^UID:/i.test(candidate));
  return parseUid(line?.slice(4) ?? '');
}

function itipOf(method: Handled, uid: Uid, event: Component, calendar: Component, isSpent: () => boolean): InboundItip {
  const said = {
    uid,
    sequence: sequenceOf(event),
    startUtc: startOf(event, calendar),
    dtstamp: stampOf(event, calendar),
    attendees: attendeesOf(event, calendar, isSpent),
    prodid: lineOf(calendar, 'PRODID')?.value.slice(0, 200) ?? '',
    comment: commentOf(event),
  };
  return method === 'COUNTER' ? { method, ...said, proposed: readCounteredTime(event, calendar) } : { method, ...said };
}

const LONGEST_COMMENT = 10_000;

/** Some programs write one COMMENT per paragraph. */
const commentOf = (event: Component): string =>
  linesOf(event, 'COMMENT')
    .map(({ value }) => value.replace(/\\n/gi, '\n'))
    .join('\n')
    .slice(0, LONGEST_COMMENT);

function sequenceOf(event: Component): number | null {
  const text = lineOf(event, 'SEQUENCE')?.value.trim() ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function startOf(event: Component, calendar: Component): Instant | null {
  const line = lineOf(event, 'DTSTART');
  const read = line && readTime(line, calendar);
  return read && 'instant' in read ? read.instant : null;
}

/** DTSTAMP only orders one attendee's messages, so one without a zone may be taken for UTC. */
function stampOf(event: Component, calendar: Component): Instant | null {
  const line = lineOf(event, 'DTSTAMP');
  if (!line) return null;
  const read = readTime(line, calendar);
  if ('instant' in read) return read.instant;
  const asUtc = readTime({ ...line, value: `${line.value}Z` }, calendar);
  return 'instant' in asUtc ? asUtc.instant : null;
}

/** One entry per person: a client that repeats somebody says the same thing twice, or once nothing. */
function attendeesOf(event: Component, calendar: Component, isSpent: () => boolean): readonly InboundAttendee[] {
  const seen = new Map<EmailAddress | Line, InboundAttendee>();
  for (const line of linesOf(event, 'ATTENDEE')) {
    if (isSpent()) break;
    const attendee = { ...answerOf(line), proposed: appleProposedTime(line, calendar) };
    const key = attendee.email ?? line;
    if (attendee.partstat !== null || attendee.isIndirect || !seen.has(key)) seen.set(key, attendee);
  }
  return [...seen.values()];
}

/**
 * Yes and no of the same person in one message: either may be the wrong one. The same holds for two new times. Only one person
 * speaks, so only one new time is ever worked out: it may cost a search through all zones.
 */
function contradictsItself(event: Component): boolean {
  const lines = linesOf(event, 'ATTENDEE');
  const answers = lines.map(answerOf).filter(({ email, partstat }) => email !== null && partstat !== null);
  const isDivided = answers.some(({ email, partstat }) => answers.some((other) => other.email === email && other.partstat !== partstat));
  return isDivided || new Set(lines.flatMap((line) => findProposalText(line) ?? [])).size > 1;
}

function answerOf(line: Line): Omit<InboundAttendee, 'proposed'> {
  const stated = (line.params.get('partstat') ?? '').trim().toUpperCase();
  const partstat = stated === 'ACCEPTED' || stated === 'DECLINED' || stated === 'TENTATIVE' ? stated : null;
  return {
    email: calendarAddress(line) ?? null,
    partstat,
    isIndirect: stated === 'DELEGATED' || ['sent-by', 'delegated-to', 'delegated-from'].some((name) => line.params.has(name)),
  };
}
