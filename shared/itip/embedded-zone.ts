import { lineOf, linesOf, type Component } from './content-lines.ts';
import { parseWrittenTime, type PartlyKnownOffset, type WallMillis, type WrittenTime } from './wall-time.ts';

/**
 * The clock that a VTIMEZONE describes (RFC 5545 3.6.5); undefined if nothing in it is understood. A part that this reader does
 * not evaluate makes only those times unknown that it may decide: a rule that ended in 1972 says nothing about today. Only yearly rules are evaluated: real zones have no others, and nothing here loops over more than the years around
 * the moment asked for, however old (1601) or hostile the definition is.
 */
export function resolveEmbeddedZone(zone: Component): PartlyKnownOffset | undefined {
  const parts = zone.components.filter(({ name }) => name === 'STANDARD' || name === 'DAYLIGHT');
  const observances = parts.map((part) => observanceOf(part) ?? unknownPeriodOf(part));
  const known = observances.filter((observance) => 'to' in observance);
  const unknown = observances.filter((observance) => 'begins' in observance);
  if (known.length === 0) return undefined;
  const changes = new Map<number, readonly Onset[]>();
  return (utcMillis) => {
    const year = new Date(utcMillis).getUTCFullYear();
    const onsets = changes.get(year) ?? changesAround(known, year);
    changes.set(year, onsets);
    const last = onsets.findLast(({ at }) => at <= utcMillis);
    const since = last?.at ?? Number.NEGATIVE_INFINITY;
    if (unknown.some((period) => period.begins <= utcMillis && period.ends >= since)) return undefined;
    return (last?.to ?? onsets[0]?.from) || 0;
  };
}

interface Observance {
  readonly from: number;
  readonly to: number;
  readonly start: WallMillis;
  readonly rule: YearlyRule | null;
  readonly dates: readonly WallMillis[];
}

/** When a part that is not understood may change the clocks, in milliseconds after the epoch and with a day to spare. */
interface UnknownPeriod {
  readonly begins: number;
  readonly ends: number;
}

const DAY = 86_400_000;

function unknownPeriodOf(component: Component): UnknownPeriod {
  const start = parseWrittenTime(lineOf(component, 'DTSTART')?.value ?? '')?.wall;
  const hasDates = linesOf(component, 'RDATE').length > 0;
  return {
    begins: (start ?? Number.NEGATIVE_INFINITY) - DAY,
    ends: hasDates ? Number.POSITIVE_INFINITY : lastChangeOf(lineOf(component, 'RRULE')?.value, start) + DAY,
  };
}

/** The latest moment at which a part without dates changes the clocks; without a rule it is its start. */
function lastChangeOf(rule: string | undefined, start: WallMillis | undefined): WallMillis {
  const until = /\bUNTIL\s*=\s*([^;]+)/i.exec(rule ?? '')?.[1];
  if (until !== undefined) return parseWrittenTime(until)?.wall ?? Number.POSITIVE_INFINITY;
  if (start === undefined) return Number.POSITIVE_INFINITY;
  if (rule === undefined) return start;
  const count = Number(/\bCOUNT\s*=\s*(\d{1,4})(?!\d)/i.exec(rule)?.[1] ?? Number.NaN);
  const isWithinYears = /\bFREQ\s*=\s*(?:YEARLY|MONTHLY|WEEKLY|DAILY)\b/i.test(rule) && !/\bINTERVAL\b/i.test(rule);
  // No rule of these goes on for more than so many years.
  return Number.isNaN(count) || !isWithinYears ? Number.POSITIVE_INFINITY : start + count * LEAP_YEARS_APART;
}

/** A rule for 29 February changes the clocks only in leap years, and these are eight years apart at most. */
const LEAP_YEARS_APART = 8 * 366 * DAY;

interface YearlyRule {
  readonly month: number;
  /** Null: the day of the month on which the observance started. */
  readonly weekday: number | null;
  /** Which of those weekdays: 1 the first, -1 the last; null when `days` says so. */
  readonly nth: number | null;
  readonly days: readonly number[];
  readonly until: WrittenTime | null;
}

function observanceOf(component: Component): Observance | undefined {
  const from = offsetOf(component, 'TZOFFSETFROM');
  const to = offsetOf(component, 'TZOFFSETTO');
  const start = parseWrittenTime(lineOf(component, 'DTSTART')?.value ?? '')?.wall;
  const written = lineOf(component, 'RRULE')?.value;
  if (from === undefined || to === undefined || start === undefined) return undefined;
  const rule = written === undefined ? null : yearlyRule(written, start);
  const dates = linesOf(component, 'RDATE').flatMap(({ value }) => value.split(','));
  return rule === undefined
    ? undefined
    : { from, to, start, rule, dates: dates.map((date) => parseWrittenTime(date)?.wall).filter((wall) => wall !== undefined) };
}

function offsetOf(component: Component, name: string): number | undefined {
  const [, sign, hours, minutes, seconds] = /^([+-])(\d\d):?(\d\d):?(\d\d)?$/.exec(lineOf(component, name)?.value ?? '') ?? [];
  if (hours === undefined || Number(hours) > 15) return undefined;
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0)) * 1000;
  return sign === '-' ? -size : size;
}

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

const EVALUATED = new Set('FREQ INTERVAL WKST BYMONTH BYDAY BYMONTHDAY BYSETPOS UNTIL BYHOUR BYMINUTE BYSECOND'.split(' ').concat(''));

function yearlyRule(text: string, start: WallMillis): YearlyRule | undefined {
  const parts = new Map(
    text
      .toUpperCase()
      .replace(/\s/g, '')
      .split(';')
      .map((part) => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']),
  );
  const isEvaluated = [...parts.keys()].every((key) => EVALUATED.has(key)) && isAtStart(parts, start);
  const isYearly = parts.get('FREQ') === 'YEARLY' && (parts.get('INTERVAL') ?? '1') === '1';
  const until = parts.has('UNTIL') ? parseWrittenTime(parts.get('UNTIL') ?? '') : null;
  const month = Number(parts.get('BYMONTH') ?? new Date(start).getUTCMonth() + 1);
  const days = (parts.get('BYMONTHDAY') ?? '')
    .split(',')
    .filter((day) => day !== '')
    .map(Number);
  const isWhole = isBetween(month, 1, 12) && days.every((day) => isBetween(day, 1, 31));
  const weekday = weekdayIn(parts.get('BYDAY'), parts.get('BYSETPOS'));
  if (!isEvaluated || !isYearly || !isWhole || until === undefined || weekday === undefined) return undefined;
  if (weekday.weekday !== null && weekday.nth === null && days.length === 0) return undefined;
  return { month, ...weekday, days, until };
}

const isBetween = (value: number, low: number, high: number): boolean => Number.isInteger(value) && value >= low && value <= high;

/** Some repeat in the rule at which time of day clocks change: then it has to be the time of DTSTART. */
function isAtStart(parts: ReadonlyMap<string, string>, start: WallMillis): boolean {
  const date = new Date(start);
  const clock = { BYHOUR: date.getUTCHours(), BYMINUTE: date.getUTCMinutes(), BYSECOND: date.getUTCSeconds() };
  return Object.entries(clock).every(([key, value]) => !parts.has(key) || Number(parts.get(key) || Number.NaN) === value);
}

/** The last Sunday is `BYDAY=-1SU`, and some write `BYDAY=SU;BYSETPOS=-1` for it. */
function weekdayIn(text: string | undefined, position: string | undefined): Pick<YearlyRule, 'weekday' | 'nth'> | undefined {
  if (text === undefined) return position === undefined ? { weekday: null, nth: null } : undefined;
  if (position !== undefined) return /^[A-Z]{2}$/.test(text) ? weekdayIn(position + text, undefined) : undefined;
  const [, nth, weekday] = /^([+-]?[1-5])?(SU|MO|TU|WE|TH|FR|SA)$/.exec(text) ?? [];
  return weekday === undefined ? undefined : { weekday: WEEKDAYS.indexOf(weekday), nth: nth === undefined ? null : Number(nth) };
}

/** Every change of clocks that can matter in that year, in order. The last one before a moment decides; before all, what was until the first. */
const changesAround = (observances: readonly Observance[], year: number): readonly Onset[] =>
  observances.flatMap((observance) => onsetsNear(observance, year)).sort((a, b) => a.at - b.at);

interface Onset {
  /** In milliseconds after the epoch. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

function onsetsNear({ from, to, start, rule, dates }: Observance, year: number): Onset[] {
  const until = rule?.until ?? null;
  const lastYear = until ? Math.min(year + 1, new Date(until.wall).getUTCFullYear()) : year + 1;
  const years = rule === null ? [] : [lastYear - 2, lastYear - 1, lastYear];
  const ruled = years.map((each) => onsetIn(each, rule, start)).filter((wall) => wall !== undefined && wall >= start);
  const walls = [start, ...dates, ...ruled.filter((wall) => wall !== undefined && (until === null || !isAfter(wall, from, until)))];
  return walls.map((wall) => ({ at: (wall ?? start) - from, from, to }));
}

/** RFC 5545 3.3.10 wants UNTIL in UTC here, and some write it on the clock of the zone; a date means all of that day. */
function isAfter(wall: WallMillis, from: number, until: WrittenTime): boolean {
  if (until.isDate) return wall >= until.wall + DAY;
  return until.isUtc ? wall - from > until.wall : wall > until.wall;
}

/** When the rule strikes in that year, on the clock as it was before. */
function onsetIn(year: number, rule: YearlyRule | null, start: WallMillis): WallMillis | undefined {
  if (rule === null) return undefined;
  const monthLength = new Date(Date.UTC(year, rule.month, 0)).getUTCDate();
  const isOn = (day: number) => rule.weekday === null || new Date(Date.UTC(year, rule.month - 1, day)).getUTCDay() === rule.weekday;
  const allowed = rule.days.length > 0 ? rule.days : rule.weekday === null ? [new Date(start).getUTCDate()] : null;
  const days = Array.from({ length: monthLength }, (_, index) => index + 1).filter((day) => isOn(day) && (allowed?.includes(day) ?? true));
  const day = rule.nth === null ? days[0] : days.at(rule.nth > 0 ? rule.nth - 1 : rule.nth);
  const timeOfDay = ((start % 86_400_000) + 86_400_000) % 86_400_000;
  return day === undefined ? undefined : Date.UTC(year, rule.month - 1, day) + timeOfDay;
}
