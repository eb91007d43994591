import * as z from 'zod/mini';

/*
 * Requests and responses of the HTTP API. The functions check requests against these schemas, the web app is typed by
 * them, and the OpenAPI document is generated from them. Unknown keys are refused everywhere.
 */

export const JSON_BODY_LIMIT_BYTES = 16 * 1024;
export const NOTE_LIMIT = 500;

const dateTime = z.string().check(z.maxLength(40), z.describe('Date and time with an offset (RFC 3339), e.g. 2030-01-08T19:00:00Z'));
const timeZone = z.string().check(z.minLength(1), z.maxLength(64), z.describe('IANA time zone, e.g. Asia/Kolkata'));
const durationMinutes = z.literal([30, 60, 90]).check(z.describe('Length in minutes'));
const note = z.string().check(z.maxLength(10_000), z.describe('A few words to the other party; the first 500 characters are kept'));

export const createRoomRequest = z.strictObject({ startUtc: dateTime, durationMinutes, timeZone: z.optional(timeZone) });
export const bookRoomRequest = z.strictObject({ timeZone: z.optional(timeZone) });
export const rescheduleRoomRequest = z.strictObject({ startUtc: dateTime, durationMinutes: z.optional(durationMinutes) });
export const proposeRequest = z.strictObject({
  proposedStartUtc: dateTime,
  proposedEndUtc: dateTime,
  note: z.optional(note),
});
export const proposeByLinkRequest = z.strictObject({
  token: z.string().check(z.minLength(1), z.maxLength(1000)),
  proposedStartUtc: dateTime,
  proposedEndUtc: dateTime,
  note: z.optional(note),
});

const instant = z.iso.datetime();
const role = z.enum(['host', 'guest']);
const partstat = z.enum(['NEEDS-ACTION', 'ACCEPTED', 'DECLINED', 'TENTATIVE']);
const party = z.strictObject({ firstName: z.string(), partstat });

export const proposalView = z.strictObject({
  id: z.string(),
  by: role,
  proposedStartUtc: instant,
  proposedEndUtc: instant,
  note: z.string(),
  status: z.enum(['pending', 'approved', 'declined', 'superseded', 'withdrawn', 'expired']),
  expiresAt: instant,
  decisionAt: z.nullable(instant),
});

export const historyView = z.strictObject({
  at: instant,
  event: z.enum([
    'created',
    'booked',
    'rescheduled',
    'left',
    'cancelled',
    'accepted',
    'tentative',
    'declined',
    'proposed',
    'approved',
    'proposal-declined',
    'proposal-withdrawn',
    'mail-failed',
  ]),
  by: z.enum(['host', 'guest', 'system']),
  name: z.nullable(z.string()),
  icsSequence: z.number(),
  startUtc: z.nullable(instant),
  durationMinutes: z.nullable(z.number()),
});

export const roomView = z.strictObject({
  id: z.string(),
  status: z.enum(['open', 'booked', 'cancelled']),
  startUtc: instant,
  endUtc: instant,
  durationMinutes: z.number(),
  icsSequence: z.number(),
  role: z.nullable(role),
  host: party,
  guest: z.nullable(party),
  /** The other party's zone, so that both clocks can be shown; for participants only. */
  otherTimeZone: z.optional(z.nullable(z.string())),
  /** For participants only. */
  proposals: z.optional(z.array(proposalView)),
  history: z.optional(z.array(historyView)),
});

export const roomList = z.strictObject({ rooms: z.array(roomView), cursor: z.nullable(z.string()) });
export const proposalCreated = z.strictObject({ proposalId: z.string(), room: roomView });

/** RFC 9457 problem details, with a stable `code`. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.optional(z.string()),
  errors: z.optional(z.array(z.strictObject({ field: z.string(), message: z.string() }))),
  requestId: z.optional(z.string()),
});

export type RoomView = z.infer<typeof roomView>;
export type RoomList = z.infer<typeof roomList>;
export type ProposalView = z.infer<typeof proposalView>;
export type HistoryView = z.infer<typeof historyView>;
export type Problem = z.infer<typeof problem>;
export type CreateRoomRequest = z.infer<typeof createRoomRequest>;
export type RescheduleRoomRequest = z.infer<typeof rescheduleRoomRequest>;
export type ProposeRequest = z.infer<typeof proposeRequest>;
