import ICAL from 'ical.js';
import { sync, type VEvent } from 'node-ical';

/*
 * What programs that share no code with our writer read in a calendar part.
 */

export interface ForeignReading {
  readonly method: string;
  readonly uid: string;
  readonly sequence: number;
  /** Times in UTC, as ISO text; a floating one would come out as something else. */
  readonly dtstamp: string;
  readonly start: string;
  readonly end: string;
  readonly summary: string;
  readonly description: string;
  readonly status: string | null;
  readonly organizer: string;
  readonly attendees: readonly ForeignAttendee[];
  readonly location: string | null;
  readonly url: string | null;
  /** Null too where the reader does not know the property. */
  readonly conference: string | null;
  readonly alarms: readonly { readonly action: string; readonly secondsBefore: number }[];
}

export interface ForeignAttendee {
  readonly address: string;
  readonly cn: string;
  readonly partstat: string;
  readonly rsvp: boolean;
}

type Read = (ics: string) => ForeignReading;

export const foreignReaders: readonly (readonly [name: string, read: Read])[] = [
  ['ical.js', readWithIcalJs],
  ['node-ical', readWithNodeIcal],
];

function readWithIcalJs(ics: string): ForeignReading {
  const calendar = new ICAL.Component(ICAL.parse(ics));
  const events = calendar.getAllSubcomponents('vevent');
  if (events.length !== 1 || calendar.getAllSubcomponents().length !== 1) throw new Error('Not one VEVENT alone');
  const event = events[0]!;
  const one = (name: string): ICAL.Property => {
    const properties = event.getAllProperties(name);
    if (properties.length !== 1) throw new Error(`${name}: ${properties.length}`);
    return properties[0]!;
  };
  const text = (name: string): string => String(one(name).getFirstValue());
  const perhaps = (name: string): string | null => (event.hasProperty(name) ? text(name) : null);
  const time = (name: string): string => {
    const value = one(name).getFirstValue() as ICAL.Time;
    if (value.zone !== ICAL.Timezone.utcTimezone) throw new Error(`${name} is not in UTC`);
    return value.toJSDate().toISOString();
  };
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    uid: text('uid'),
    sequence: Number(text('sequence')),
    dtstamp: time('dtstamp'),
    start: time('dtstart'),
    end: time('dtend'),
    summary: text('summary'),
    description: text('description'),
    status: perhaps('status'),
    location: perhaps('location'),
    url: perhaps('url'),
    conference: perhaps('conference'),
    organizer: text('organizer'),
    alarms: event.getAllSubcomponents('valarm').map((alarm) => ({
      action: String(alarm.getFirstPropertyValue('action')),
      secondsBefore: -(alarm.getFirstPropertyValue('trigger') as ICAL.Duration).toSeconds(),
    })),
    attendees: event.getAllProperties('attendee').map((attendee) => ({
      address: String(attendee.getFirstValue()),
      cn: attendee.getFirstParameter('cn') ?? '',
      partstat: attendee.getFirstParameter('partstat') ?? '',
      rsvp: attendee.getFirstParameter('rsvp') === 'TRUE',
    })),
  };
}

function readWithNodeIcal(ics: string): ForeignReading {
  const components = sync.parseICS(ics);
  const events = Object.values(components).filter((component): component is VEvent => component?.type === 'VEVENT');
  if (events.length !== 1) throw new Error('Not one VEVENT alone');
  const event = events[0]!;
  const { method, status, summary, description, location, url, conference } = event as unknown as Record<
    'method' | 'summary' | 'description',
    string
  > & {
    readonly status?: string;
    readonly location?: unknown;
    readonly url?: unknown;
    readonly conference?: unknown;
  };
  // A value with parameters is an object.
  const text = (value: unknown): string | null =>
    typeof value === 'object' && value !== null && 'val' in value ? String(value.val) : typeof value === 'string' ? value : null;
  const attendees = [event.attendee ?? []].flat().map((attendee) => {
    if (typeof attendee === 'string') throw new Error('ATTENDEE without parameters');
    const { CN, PARTSTAT, RSVP } = attendee.params as Record<string, unknown>;
    return { address: attendee.val, cn: String(CN), partstat: String(PARTSTAT), rsvp: RSVP === true };
  });
  return {
    method,
    uid: event.uid,
    sequence: Number(event.sequence),
    dtstamp: event.dtstamp.toISOString(),
    start: event.start.toISOString(),
    end: event.end!.toISOString(),
    summary,
    description,
    status: status ?? null,
    organizer: typeof event.organizer === 'string' ? event.organizer : String(event.organizer?.val),
    attendees,
    location: text(location),
    url: text(url),
    conference: text(conference),
    alarms: (event.alarms ?? []).map(({ action, trigger }) => ({ action, secondsBefore: secondsBefore(trigger) })),
  };
}

/** `-PT15M` */
const secondsBefore = (trigger: string): number => 60 * Number(/^-PT(\d+)M$/.exec(trigger)?.[1] ?? Number.NaN);

/** Property names of the calendar and of its event, in their order, from the bytes alone. */
export const propertiesOf = (ics: string): readonly string[] =>
  ics
    .replace(/\r\n[ \t]/g, '')
    .trimEnd()
    .split('\r\n')
    .map((line) => /^[A-Z-]+/.exec(line)?.[0] ?? '?');
