import { instantAt, millisOf, plusMinutes, type Instant } from './instant.ts';
import { ENGLISH_MOMENTS, type MomentWords } from './moment-words.ts';
import type { TimeSlot } from './time-slot.ts';

/*
 * The one place that words an instant. Every page, mail, subject and calendar text gets its times from here, so that
 * they never disagree. `words` says in which language.
 */

/** One clock's reading of a session. */
export interface Reading {
  /** Thursday 26 November 2026, 00:00–00:30 */
  readonly time: string;
  /** India Standard Time (UTC+05:30) */
  readonly zone: string;
  /** What is easily overlooked about it; empty if nothing. */
  readonly hints: readonly string[];
}

/** `Thu 26 Nov, 00:00 IST`: a moment in one zone, for subjects and lists. */
export const shortMoment = (at: Instant, zone: string, words: MomentWords = ENGLISH_MOMENTS): string =>
  `${shortDay(at, zone, words)}${words.comma}${clockAndZone(at, zone, words)}`;

/** `Thu 26 Nov, 00:00 IST or Fri 27 Nov, 01:00 IST`: times of which one is meant. */
export const shortMoments = (slots: readonly TimeSlot[], zone: string, words: MomentWords = ENGLISH_MOMENTS): string =>
  words.either(slots.map(({ startUtc }) => shortMoment(startUtc, zone, words)));

/** `Thu 26 Nov 00:00 → Fri 27 Nov 01:00 IST`: a move, in one zone. When its clocks change in between, each side names its own; so it is with the years. */
export function shortMove(from: Instant, to: Instant, zone: string, words: MomentWords = ENGLISH_MOMENTS): string {
  const before = clocksChange(from, to, zone) ? clockAndZone(from, zone, words) : clock(from, zone);
  const [year, next] = [isoDate(from, zone).slice(0, 4), isoDate(to, zone).slice(0, 4)];
  const day = (at: Instant, its: string): string => (year === next ? shortDay(at, zone, words) : `${shortDay(at, zone, words)} ${its}`);
  return words.move(`${day(from, year)} ${before}`, `${day(to, next)} ${clockAndZone(to, zone, words)}`);
}

/** `Thursday 26 November 2026, 00:00–00:30` */
export const longTimeSlot = (span: TimeSlot, zone: string, words: MomentWords = ENGLISH_MOMENTS): string =>
  `${longDay(span.startUtc, zone, words)}${words.comma}${clockTimes(span, zone, words)}`;

/** `00:00–00:30`; when the clocks change during it, `01:30 BST–01:30 GMT`; when it ends on another day, `23:30–Fri 27 Nov 00:30`. */
export function clockTimes({ startUtc, durationMinutes }: TimeSlot, zone: string, words: MomentWords = ENGLISH_MOMENTS): string {
  const end = plusMinutes(startUtc, durationMinutes);
  const endDay = longDay(end, zone) === longDay(startUtc, zone) ? '' : `${shortDay(end, zone, words)} `;
  const read = clocksChange(startUtc, end, zone) ? clockAndZone : clock;
  return words.range(read(startUtc, zone, words), `${endDay}${read(end, zone, words)}`);
}

/** `India Standard Time (UTC+05:30)`, as in force at that instant. */
export function zoneLabel(at: Instant, zone: string, words: MomentWords = ENGLISH_MOMENTS): string {
  if (isUtc(zone)) return 'UTC';
  const offset = utcOffset(at, zone);
  if (FIXED_OFFSET.test(zone) && !GMT_NAMES.test(zone)) return offset;
  return `${zoneName(at, zone, words)} (${offset})`;
}

/** `India Standard Time`, as in force at that instant; the zone's id where it has no name. */
export function zoneName(at: Instant, zone: string, words: MomentWords = ENGLISH_MOMENTS): string {
  const name = GMT_NAMES.test(zone) ? words.greenwich : partOf(formatter(words.locale, zone, { timeZoneName: 'long' }), at, 'timeZoneName');
  return NAMELESS.test(name) ? zone.replaceAll('_', ' ') : name;
}

/**
 * A session as the owner of a zone reads it. Everybody is warned of a time at night on their own clock.
 * @param beside the zone of the reader, where the owner is another person: the date may differ there
 */
export function reading(span: TimeSlot, zone: string, beside: string | null, words: MomentWords = ENGLISH_MOMENTS): Reading {
  const hints = [beside === null ? '' : dayHint(span.startUtc, zone, beside, words), isAtNight(span, zone) ? words.atNight : ''];
  return { time: longTimeSlot(span, zone, words), zone: zoneLabel(span.startUtc, zone, words), hints: hints.filter(Boolean) };
}

/** Whether any of the session is between 23:00 and 06:00 in the zone. */
export function isAtNight({ startUtc, durationMinutes }: TimeSlot, zone: string): boolean {
  const lastMinute = instantAt(millisOf(startUtc) + durationMinutes * 60_000 - 60_000);
  const hours = [startUtc, lastMinute].map((at) => Number(clock(at, zone).slice(0, 2)));
  return hours.some((hour) => hour >= 23 || hour < 6);
}

/** Whether the clocks of the zone change between two instants: times then shift against other zones. */
export const clocksChange = (from: Instant, to: Instant, zone: string): boolean => utcOffset(from, zone) !== utcOffset(to, zone);

/** `UTC+05:30`, as in force at that instant. */
export function utcOffset(at: Instant, zone: string): string {
  const offset = partOf(formatter('en-GB', zone, { timeZoneName: 'longOffset' }), at, 'timeZoneName').replace('GMT', 'UTC');
  return offset === 'UTC' ? 'UTC+00:00' : offset;
}

/** Whether two zones show the same clock at that instant. */
export const sameClock = (at: Instant, a: string, b: string): boolean => utcOffset(at, a) === utcOffset(at, b);

/** `2026-11-26`: the calendar date in the zone. */
export function isoDate(at: Instant, zone: string): string {
  const parts = partsOf(formatter('en-GB', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }), at);
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** `00:30`, 24 hours. */
export const clock = (at: Instant, zone: string): string =>
  formatter('en-GB', zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(millisOf(at));

/** `Thu 26 Nov` */
export function shortDay(at: Instant, zone: string, words: MomentWords = ENGLISH_MOMENTS): string {
  const format = formatter(words.locale, zone, { weekday: 'short', day: 'numeric', month: 'short' });
  if (words !== ENGLISH_MOMENTS) return format.format(millisOf(at));
  const parts = partsOf(format, at);
  return `${parts.weekday} ${parts.day} ${MONTHS[parts.month ?? ''] ?? parts.month}`;
}

/** `Thursday 26 November 2026` */
export function longDay(at: Instant, zone: string, words: MomentWords = ENGLISH_MOMENTS): string {
  const format = formatter(words.locale, zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  if (words !== ENGLISH_MOMENTS) return format.format(millisOf(at));
  const parts = partsOf(format, at);
  return `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}`;
}

/** Whether `Intl` knows the zone, under its present or an older name. */
export function isTimeZone(zone: string): boolean {
  // Offsets such as +05:30 are accepted by some engines, but they are not places and know no summer time.
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(zone)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en-GB', { timeZone: zone }));
  } catch {
    return false;
  }
}

// en-GB alone says "Sept" where subjects want three letters.
const MONTHS: Readonly<Record<string, string>> = { Sept: 'Sep' };

// Engines have one name for these two, and give it to either. A zone that nobody knows is read as UTC.
const UTC_NAMES = /^(etc\/)?(utc|uct|universal|zulu)$/i;
const GMT_NAMES = /^(etc\/)?(gmt([+-]?0)?|greenwich)$/i;
// The signs in these names are the other way round.
const FIXED_OFFSET = /^etc\/gmt[+-]\d+$/i;

const isUtc = (zone: string): boolean => UTC_NAMES.test(zone) || !isKnown(zone);

const knownZones = new Map<string, boolean>();

// Asking the engine makes a formatter, as below. Only zones that people have chosen come here, so there are few.
function isKnown(zone: string): boolean {
  const known = knownZones.get(zone) ?? isTimeZone(zone);
  knownZones.set(zone, known);
  return known;
}

/** What a zone or its abbreviation is called where there is no name for it: an offset. */
const NAMELESS = /^(GMT|UTC)?[+-]/;

const clockAndZone = (at: Instant, zone: string, words: MomentWords): string => `${clock(at, zone)} ${zoneAbbreviation(at, zone, words)}`;

/** The first that a locale has, else the offset. */
function zoneAbbreviation(at: Instant, zone: string, words: MomentWords): string {
  if (isUtc(zone)) return 'UTC';
  if (GMT_NAMES.test(zone)) return 'GMT';
  const names = words.abbreviating.map((locale) => partOf(formatter(locale, zone, { timeZoneName: 'short' }), at, 'timeZoneName'));
  return names.find((name) => !NAMELESS.test(name)) ?? utcOffset(at, zone);
}

function dayHint(at: Instant, zone: string, beside: string, words: MomentWords): string {
  const [here, there] = [isoDate(at, zone), isoDate(at, beside)];
  if (here === there) return '';
  return here < there ? words.dayBefore : words.dayAfter;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

// Making a formatter costs a hundred times what using it costs.
function formatter(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${zone.toLowerCase()} ${Object.entries(options).flat().join(' ')}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: isTimeZone(zone) ? zone : 'UTC' });
  formatters.set(key, made);
  return made;
}

const partOf = (format: Intl.DateTimeFormat, at: Instant, type: Intl.DateTimeFormatPartTypes): string =>
  format.formatToParts(millisOf(at)).find((part) => part.type === type)?.value ?? '';

const partsOf = (format: Intl.DateTimeFormat, at: Instant): Partial<Record<Intl.DateTimeFormatPartTypes, string>> =>
  Object.fromEntries(format.formatToParts(millisOf(at)).map(({ type, value }) => [type, value]));
