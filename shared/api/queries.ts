import * as z from 'zod/mini';
import { millisOf, parseInstant, type Instant } from '../time/instant.ts';
import { isTimeZone } from '../time/moment.ts';
import { DURATIONS, DURATIONS_IN_WORDS } from '../words/durations.ts';
import { CHOICE_LIMIT } from '../words/practice.ts';
import { PARTS_OF_DAY, WEEKDAYS } from '../words/times-of-week.ts';
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

/** Choices with commas between them, each once: `30,60`. */
function choicesOf<const T extends string | number>(known: readonly T[], description: string) {
  const rule = `Choose from ${known.join(', ')}, with commas between`;
  return z.pipe(
    z
      .string()
      .check(
        z.maxLength(200, rule),
        z.meta({ description: `${description}: ${known.join(', ')}, with commas between`, examples: [String(known[0])] }),
      ),
    z.transform((text, context): readonly T[] => {
      const chosen = text.split(',').map((word) => known.find((choice) => String(choice) === word.trim()));
      const right = chosen.filter((choice) => choice !== undefined);
      if (right.length === chosen.length) return [...new Set(right)];
      context.issues.push({ code: 'custom', message: rule, input: text });
      return z.NEVER;
    }),
  );
}

const NAMES_RULE = 'Choose from the list of this service, with commas between';
/** Names of the operator's lists; whether they are in the list is looked at where the list is. */
const names = (what: string) =>
  z.pipe(
    z
      .string()
      .check(
        z.maxLength(40 * (CHOICE_LIMIT + 1), NAMES_RULE),
        z.meta({ description: `${what}, with commas between; \`Any\`: those that leave it open`, examples: ['Any'] }),
      ),
    z.transform((text): readonly string[] => [...new Set(text.split(',').map((name) => name.trim()))]),
  );
const TIME_ZONE_RULE = 'Give an IANA time zone, for example Asia/Kolkata';
const timeZone = z
  .string()
  .check(
    z.maxLength(64, TIME_ZONE_RULE),
    z.refine(isTimeZone, TIME_ZONE_RULE),
    z.meta({ description: 'Zone of `weekdays` and `partOfDay`; left out: the zoneinfo claim of the ID token', examples: ['Asia/Kolkata'] }),
  );
const counts = z.pipe(
  z
    .enum(['true', 'false'], 'Write counts as true or false')
    .check(z.describe('Whether the answer also counts what each choice would show')),
  z.transform((text) => text === 'true'),
);

export const openRoomsQuery = z.strictObject({
  from: z.optional(from),
  days: z.optional(days),
  cursor: z.optional(cursor),
  topic: z.optional(names('Topics')),
  exam: z.optional(names('Exams')),
  durationMinutes: z.optional(choicesOf(DURATIONS, `Lengths, ${DURATIONS_IN_WORDS} minutes`)),
  weekdays: z.optional(choicesOf(WEEKDAYS, 'Weekdays in `timeZone`')),
  partOfDay: z.optional(choicesOf(PARTS_OF_DAY, 'Parts of the day in `timeZone`, from 6, 12, 18 and 22 o’clock')),
  timeZone: z.optional(timeZone),
  counts: z.optional(counts),
});
const pastCursor = z
  .string()
  .check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#\d{1,15}$/, CURSOR_RULE), z.describe('From the page before'));

export const historyQuery = z.strictObject({ cursor: z.optional(pastCursor) });
export const ownRoomsQuery = z.strictObject({ cursor: z.optional(cursor) });
