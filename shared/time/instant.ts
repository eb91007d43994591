import type { Brand } from '../words/brand.ts';

/** A point in time, as `Date.prototype.toISOString` writes it: always UTC, so text order is time order. */
export type Instant = Brand<string, 'Instant'>;

const RFC_3339 = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

/** Parses a date-time with an offset (RFC 3339; seconds may be left out). Fractions of a second are dropped: iCalendar has none. */
export function parseInstant(text: string): Instant | undefined {
  if (!RFC_3339.test(text) || !isCalendarDate(text.slice(0, 10))) return undefined;
  const millis = Date.parse(text.toUpperCase());
  return Number.isNaN(millis) ? undefined : instantAt(Math.floor(millis / 1000) * 1000);
}

/** The instant this many milliseconds after the epoch. Throws a RangeError outside the years that a Date can hold. */
export const instantAt = (millis: number): Instant => new Date(millis).toISOString() as Instant;

export const millisOf = (instant: Instant): number => Date.parse(instant);

export const plusMinutes = (instant: Instant, minutes: number): Instant => instantAt(millisOf(instant) + minutes * 60_000);

/** Whether every clock reads the same at both, as far as it is shown to people: hours and minutes. */
export const isSameMinute = (a: Instant, b: Instant): boolean => Math.floor(millisOf(a) / 60_000) === Math.floor(millisOf(b) / 60_000);

export const earliest = (...instants: readonly [Instant, ...Instant[]]): Instant => instants.reduce((a, b) => (a < b ? a : b));

// `Date.parse` accepts 31 February and moves it into March.
const isCalendarDate = (date: string): boolean => new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
