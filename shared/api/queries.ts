import * as z from 'zod/mini';
import { millisOf, parseInstant, type Instant } from '../time/instant.ts';
import { LAST_MILLIS } from './contract.ts';

/*
 * What the lists of the HTTP API can be asked for.
 */

/** Days of the list of open rooms: unless asked otherwise, and at most. */
export const LISTED_DAYS = { usual: 14, most: 31 } as const;

const FROM_RULE = 'Give a day, or a date and time with an offset, before the year 2100, for example 2030-01-08';
const DAYS_RULE = `Choose 1 to ${LISTED_DAYS.most} days`;
const CURSOR_RULE = 'Take the cursor from the previous page as it is, or leave it out';

const from = z.pipe(
  z
    .string()
    .check(z.maxLength(40, FROM_RULE), z.meta({ description: 'First day (UTC) or instant; left out: now', examples: ['2030-01-08'] })),
  z.transform((text, context): Instant => {
    // An unescaped plus sign arrives as a space.
    const instant = parseInstant(text.length === 10 ? `${text}T00:00Z` : text.replace(' ', '+'));
    if (instant && millisOf(instant) < LAST_MILLIS) return instant;
    context.issues.push({ code: 'custom', message: FROM_RULE, input: text });
    return z.NEVER;
  }),
);
const days = z.pipe(
  z
    .string()
    .check(
      z.regex(/^([1-9]|[12]\d|3[01])$/, DAYS_RULE),
      z.meta({ type: 'integer', pattern: undefined, minimum: 1, maximum: LISTED_DAYS.most, default: LISTED_DAYS.usual }),
    ),
  z.transform(Number),
);
const cursor = z.string().check(z.maxLength(400, CURSOR_RULE), z.describe('From the page before; it remembers `from` and `days`'));

export const openRoomsQuery = z.strictObject({ from: z.optional(from), days: z.optional(days), cursor: z.optional(cursor) });
const pastCursor = z
  .string()
  .check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#\d{1,15}$/, CURSOR_RULE), z.describe('From the page before'));

export const historyQuery = z.strictObject({ cursor: z.optional(pastCursor) });
export const ownRoomsQuery = z.strictObject({ cursor: z.optional(cursor) });
