import * as z from 'zod/mini';
import { parseInstant, type Instant } from '../../shared/time/instant.ts';
import { SEND_KEY_TAG } from '../platform/mail/send-key-tag.ts';

const EVENTS = ['Send', 'Delivery', 'DeliveryDelay', 'Bounce', 'Complaint', 'Reject'] as const;

/** What SES tells about one mail after it took it. */
export interface StatusEvent {
  readonly type: (typeof EVENTS)[number];
  /** The ledger's id of the mail. */
  readonly sendKey: string;
  readonly sesMessageId: string;
  readonly at: Instant;
  /** Permanent, Transient or Undetermined; null for anything but a bounce. */
  readonly bounceType: string | null;
}

const moment = z.optional(z.object({ timestamp: z.string() }));
const sesEvent = z.object({
  eventType: z.string(),
  mail: z.object({
    messageId: z.string(),
    timestamp: z.string(),
    tags: z.optional(z.record(z.string(), z.array(z.string()))),
  }),
  delivery: moment,
  deliveryDelay: moment,
  bounce: z.optional(z.object({ timestamp: z.string(), bounceType: z.string() })),
  complaint: moment,
});

// What SES publishes once when its events are first sent to a topic; it is no JSON.
const GREETING = 'Successfully validated SNS topic';

/**
 * One event as SES publishes it to SNS ("Contents of event data that Amazon SES publishes to Amazon SNS", SES developer guide). Null
 * for what is not about a mail of the ledger or not of use to it. Throws on anything else, so that the queue's redrive parks it.
 */
export function parseStatusEvent(text: string): StatusEvent | null {
  if (text.startsWith(GREETING)) return null;
  const { eventType, mail, bounce, ...others } = sesEvent.parse(JSON.parse(text));
  const type = EVENTS.find((known) => known === eventType);
  const sendKey = mail.tags?.[SEND_KEY_TAG]?.[0];
  if (!type || sendKey === undefined) return null;
  const { timestamp } = bounce ?? others.complaint ?? others.delivery ?? others.deliveryDelay ?? mail;
  const at = parseInstant(timestamp);
  if (!at) throw new Error('The event names no time');
  return { type, sendKey, sesMessageId: mail.messageId, at, bounceType: bounce?.bounceType ?? null };
}
