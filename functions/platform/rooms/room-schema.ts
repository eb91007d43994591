import * as z from 'zod/mini';
import { parseEmailAddress, type EmailAddress } from '../../../shared/words/email-address.ts';
import { HISTORY_EVENTS } from '../../../shared/words/history-events.ts';
import { PROPOSAL_STATUSES } from '../../../shared/words/proposal-words.ts';
import { parseInstant, type Instant } from '../../../shared/time/instant.ts';

/*
 * What an item of `practice_rooms` looks like. Attribute names are the column names of the relational schema that came
 * before, so that its rows import as they are; what those rows lack has a default here.
 */

const LEGACY_DURATION_MINUTES = 60;

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

const email = z.pipe(
  z.string(),
  z.transform((text, context): EmailAddress => {
    const parsed = parseEmailAddress(text);
    if (parsed) return parsed;
    context.issues.push({ code: 'custom', message: 'not an e-mail address', input: '' });
    return z.NEVER;
  }),
);
export const duration = z.pipe(
  z.transform((value) => value ?? undefined),
  z._default(z.literal([30, 60, 90]), LEGACY_DURATION_MINUTES),
);
const role = z.enum(['host', 'guest']);
export const partstat = z.enum(['NEEDS-ACTION', 'ACCEPTED', 'DECLINED', 'TENTATIVE']);
const orNull = <T extends z.core.$ZodType>(schema: T) => z._default(z.nullable(schema), null);

export const participant = z.object({
  sub: z.string(),
  email,
  name: z._default(z.string(), ''),
  time_zone: z._default(z.string(), 'UTC'),
  partstat: z._default(partstat, 'NEEDS-ACTION'),
  last_reply_sequence: orNull(z.number()),
  last_reply_dtstamp: orNull(instant),
  last_major_sequence: orNull(z.number()),
  last_resent_at: orNull(instant),
  joined_at: orNull(instant),
});

export const proposal = z.object({
  id: z.string(),
  proposed_by: role,
  proposer_email: email,
  proposed_start_utc: instant,
  proposed_end_utc: instant,
  note: z._default(z.string(), ''),
  status: z.enum(PROPOSAL_STATUSES),
  created_at: instant,
  expires_at: instant,
  approved_by: orNull(role),
  decision_at: orNull(instant),
  via: z._default(z.enum(['form', 'app', 'counter']), 'form'),
  counter: orNull(z.object({ sequence: z.number(), understands_declinecounter: z.boolean() })),
});

export const history = z.object({
  at: instant,
  event: z.enum(HISTORY_EVENTS),
  by: z.enum(['host', 'guest', 'system']),
  name: orNull(z.string()),
  sequence: z.number(),
  start_utc: orNull(instant),
  duration_minutes: orNull(z.literal([30, 60, 90])),
});

const notice = z.object({
  kind: z.enum([
    'proposal-received',
    'proposal-sent',
    'proposal-declined',
    'reply-unreadable',
    'proposal-impossible',
    'confirm-reply',
    'fresh-link',
  ]),
  to: role,
  at: instant,
  cause: z._default(z.string(), ''),
});

// Written and read by this version of the code only, and gone when sent: checked for what sending would trip over.
const owedMail = z.looseObject({
  kind: z.string(),
  to: z.looseObject({ role, email }),
  uid: z.string(),
  sequence: z.number(),
  stamp: instant,
  seed: z.string(),
});

export const roomItem = z.object({
  id: z.uuid(),
  version: z._default(z.number(), 0),
  ics_uid: z.string(),
  ics_sequence: z._default(z.nullable(z.number()), 0),
  last_dtstamp: orNull(instant),
  status: z.enum(['open', 'booked', 'cancelled']),
  start_utc: z.optional(instant),
  datetime_utc: z.optional(instant),
  duration_minutes: duration,
  host: participant,
  guest: orNull(participant),
  proposals: z._default(z.array(proposal), []),
  notices: z._default(z.array(notice), []),
  history: z._default(z.array(history), []),
  outbox: z.optional(z.record(z.string(), owedMail)),
  created_at: orNull(instant),
  updated_at: orNull(instant),
});
export type RoomItem = z.output<typeof roomItem>;
