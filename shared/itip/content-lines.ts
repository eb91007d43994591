import type { CalendarFault } from '../words/inbound-reasons.ts';

/** One property of RFC 5545 3.1. */
export interface Line {
  readonly name: string;
  /** Values by lower-case name, without quotes; the values of a list joined by commas. */
  readonly params: ReadonlyMap<string, string>;
  readonly value: string;
}

export interface Component {
  readonly name: string;
  /** Names in upper case, and what follows them, as written: parsed on demand, because most is never needed. */
  readonly written: Written[];
  readonly components: Component[];
}

export interface Written {
  readonly name: string;
  readonly rest: string;
}

/** Caps against calendars made to be expensive; real replies have about 30 lines, with time zones 60. */
const CALENDAR_LIMITS = { chars: 65_536, lines: 500, depth: 8 } as const;

/**
 * Each of these is cheap alone and dear as a factor: attendees times zones times dates. A session has two people, and a real
 * zone a handful of dates.
 */
const FACTOR_LIMITS = { attendees: 20, zones: 20, dates: 50, parameters: 40 } as const;

const BEGIN_CALENDAR = /^\s*BEGIN\s*:\s*VCALENDAR$/i;
// A line break that a gateway adds to UTF-16 becomes half a character, or another one.
const END_CALENDAR = /^\s*END\s*:\s*VCALENDAR(?![\w-])/i;

/**
 * The component tree of one VCALENDAR, with only the properties that a reader here asks for. Lenient like the world:
 * any line ends, folds with spaces or tabs, text around the calendar, and lines that are no properties are passed over.
 */
export function readComponents(text: string): Component | CalendarFault {
  if (text.length > CALENDAR_LIMITS.chars) return 'calendar-too-large';
  const lines = unfoldLines(text);
  const first = lines.findIndex((line) => BEGIN_CALENDAR.test(line));
  const last = lines.findLastIndex((line) => END_CALENDAR.test(line));
  if (first < 0) return 'not-a-calendar';
  if (last < first) return 'truncated';
  const body = [...lines.slice(first, last), 'END:VCALENDAR'];
  if (body.length > CALENDAR_LIMITS.lines) return 'calendar-too-large';
  if (body.filter((line) => BEGIN_CALENDAR.test(line)).length > 1) return 'ambiguous';
  const calendar = treeOf(body);
  return typeof calendar !== 'string' && isTooComplex(calendar) ? 'too-complex' : calendar;
}

function isTooComplex(calendar: Component): boolean {
  const components = withDescendants(calendar);
  const written = components.flatMap((component) => component.written);
  const attendees = written.filter(({ name }) => name === 'ATTENDEE').length;
  const zones = components.filter(({ name }) => name === 'VTIMEZONE').length;
  const dates = written.filter(({ name }) => name === 'RDATE').reduce((sum, { rest }) => sum + rest.split(',').length, 0);
  return (
    attendees > FACTOR_LIMITS.attendees ||
    zones > FACTOR_LIMITS.zones ||
    dates > FACTOR_LIMITS.dates ||
    written.some(({ rest }) => parametersIn(rest) > FACTOR_LIMITS.parameters)
  );
}

const withDescendants = (component: Component): readonly Component[] => [component, ...component.components.flatMap(withDescendants)];

// Of a COMMENT only what stands before its text.
const parametersIn = (rest: string): number => (rest.startsWith(';') ? (rest.split(':', 1)[0] ?? '').split(';').length - 1 : 0);

/**
 * Logical lines: unfolded (RFC 5545 3.1), without a byte order mark, NULs and empty lines. Some gateways write every line end
 * twice, also the one in front of a fold, so empty lines go first.
 */
export function unfoldLines(text: string): string[] {
  const plain = text.replace(/[\uFEFF\0]/g, '').replace(/\r+\n?/g, '\n');
  return plain
    .replace(/\n{2,}/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

function treeOf(lines: readonly string[]): Component | CalendarFault {
  const root: Component = { name: '', written: [], components: [] };
  const open: Component[] = [root];
  for (const text of lines) {
    const current = open.at(-1) ?? root;
    const [, mark, name] = /^\s*(BEGIN|END)\s*:\s*([\w-]{1,40})\s*$/i.exec(text) ?? [];
    if (mark === undefined || name === undefined) addLine(current, text);
    else if (mark.toUpperCase() === 'BEGIN') {
      if (open.length > CALENDAR_LIMITS.depth) return 'calendar-too-large';
      const component: Component = { name: name.toUpperCase(), written: [], components: [] };
      current.components.push(component);
      open.push(component);
    } else if (current.name === name.toUpperCase()) open.pop();
    else return 'truncated';
  }
  return open.length === 1 ? (root.components[0] ?? 'not-a-calendar') : 'truncated';
}

const READ = new Set(
  (
    'METHOD PRODID UID SEQUENCE DTSTAMP DTSTART DTEND DURATION ATTENDEE RRULE RDATE RECURRENCE-ID ' +
    'COMMENT X-MS-OLK-ORIGINALSTART TZID TZOFFSETFROM TZOFFSETTO'
  ).split(' '),
);

function addLine(component: Component, text: string): void {
  // `item1.ATTENDEE`: the group of RFC 6350 3.3, which some programs write in calendars, too.
  const [written = '', property = ''] = /^(?:[\w-]{1,40}\.)?([\w-]{1,40})(?=\s*[;:])/.exec(text) ?? [];
  const name = property.toUpperCase();
  if (READ.has(name)) component.written.push({ name, rest: text.slice(written.length).trimStart() });
}

/** The first property of that name that can be parsed. */
export const lineOf = (component: Component, name: string): Line | undefined => linesOf(component, name)[0];

/** All properties of that name that can be parsed. */
export const linesOf = (component: Component, name: string): Line[] =>
  component.written.flatMap((written) => (written.name === name ? (parsed(written) ?? []) : []));

export const hasLine = (component: Component, ...names: readonly string[]): boolean =>
  component.written.some(({ name }) => names.includes(name));

// A TZID with a colon belongs in quotes; some write it without. The value of these lines tells where the TZID ends. No name is
// longer than that; without the cap a line of nothing but colons costs its length squared.
const UNQUOTED_TZID = /^([^":]*;TZID=)([^";]{1,200}):(\d{8}(?:T\d{6})?)$/i;
const PARAMETER = /;\s*([\w-]+)(?:\s*=((?:"[^"]*"|[^;:,]*)(?:,(?:"[^"]*"|[^;:,]*))*))?/y;

/** Undefined: the line is malformed, but the rest may still say enough. */
function parsed(written: Written): Line | undefined {
  const line = strictLine(written);
  return written.name === 'ATTENDEE' && (line === undefined || MAILTO.test(line.value)) ? attendeeLine(written.rest, line) : line;
}

// What stands before `mailto:` in a value is the rest of a parameter.
const MAILTO = /:\s*mailto:/i;
const LOOSE_PARAMETER = /;\s*([\w-]+)\s*=\s*("[^"]*"(?=\s*(?:;|$))|[^;]*)/g;

/**
 * An attendee whose parameters break the grammar: names in them have quotes inside of quotes, or a colon and no quotes at all.
 * The address is behind the last `mailto:`, and semicolons separate what stands before it.
 */
function attendeeLine(rest: string, strict: Line | undefined): Line | undefined {
  const end = rest.toLowerCase().lastIndexOf('mailto:');
  if (end < 0) return strict;
  const loose = [
    ...rest
      .slice(0, end)
      .replace(/[:\s"]*$/, '')
      .matchAll(LOOSE_PARAMETER),
  ].map(([, name = '', value = '']) => [name.toLowerCase(), unescapedParameter(value)] as const);
  return { name: 'ATTENDEE', params: new Map([...loose, ...(strict?.params ?? [])]), value: rest.slice(end) };
}

/** RFC 5545 3.1, parameters as RFC 6868 writes them. */
function strictLine({ name, rest }: Written): Line | undefined {
  const text = rest.replace(UNQUOTED_TZID, '$1"$2":$3');
  const params = new Map<string, string>();
  let at = 0;
  while (text[at] === ';') {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(text);
    if (!match) return undefined;
    params.set((match[1] ?? '').toLowerCase(), unescapedParameter(match[2] ?? ''));
    at += match[0].length;
  }
  if (text[at] !== ':') return undefined;
  return { name, params, value: text.slice(at + 1).replace(/\\([\\;,])/g, '$1') };
}

const PARAMETER_ESCAPES: Readonly<Record<string, string>> = { "^'": '"', '^n': ' ', '^^': '^' };

const unescapedParameter = (text: string): string =>
  text.replaceAll('"', '').replace(/\^['n^]/g, (escape) => PARAMETER_ESCAPES[escape] ?? escape);
