import * as z from 'zod/mini';
import { parseInstant, type Instant } from '../../shared/time/instant.ts';
import { parseLanguage, type Language } from '../../shared/words/languages.ts';
import { parseEmailAddress, type EmailAddress } from '../../shared/words/email-address.ts';
import type { VenueUrl } from '../../shared/words/venue-url.ts';

/*
 * Values as they stand in stored rows, parsed.
 */

export const instant = z.pipe(
  z.string(),
  z.transform((text, context): Instant => {
    const parsed = parseStoredInstant(text);
    if (parsed) return parsed;
    context.issues.push({ code: 'custom', message: 'not a date and time', input: text });
    return z.NEVER;
  }),
);

/** Ours are written by `toISOString`, with milliseconds; older rows hold `2025-01-07 18:30:00`, in UTC, with or without a zone. */
function parseStoredInstant(text: string): Instant | undefined {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) return text as Instant;
  const zoned = /(Z|[+-]\d\d(:?\d\d)?)$/i.test(text) && text.length > 10 ? text : `${text}Z`;
  return parseInstant(zoned.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
}

export const email = z.pipe(
  z.string(),
  z.transform((text, context): EmailAddress => {
    const parsed = parseEmailAddress(text);
    if (parsed) return parsed;
    context.issues.push({ code: 'custom', message: 'not an e-mail address', input: '' });
    return z.NEVER;
  }),
);

// It was checked when the host gave it, against the providers of that day. What is no https address makes nothing else unreadable.
export const venueUrl = z.pipe(
  z.string(),
  z.transform((text): VenueUrl | null => (/^https:\/\/[!-~]+$/.test(text) ? (text as VenueUrl) : null)),
);

// A language of a newer version counts as not told: mail is then in English.
export const language = z.pipe(
  z.unknown(),
  z.transform((raw): Language | null => (typeof raw === 'string' ? (parseLanguage(raw) ?? null) : null)),
);
