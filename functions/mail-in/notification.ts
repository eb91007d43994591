import * as z from 'zod/mini';
import { instantAt, parseInstant, type Instant } from '../../shared/time/instant.ts';

const VERDICTS = ['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'DISABLED'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What SES says about a mail that it received and stored: the only word that counts about who sent it. */
export interface Received {
  /** SES's own id of the mail; the sender cannot know it in advance. */
  readonly sesMessageId: string;
  readonly bucket: string;
  readonly key: string;
  readonly receivedAt: Instant;
  /** Envelope sender; empty or <> for a null return path. Null: not told. */
  readonly returnPath: string | null;
  readonly verdicts: Verdicts;
}

interface Verdicts {
  readonly spam: Verdict;
  readonly virus: Verdict;
  readonly spf: Verdict;
  readonly dkim: Verdict;
  readonly dmarc: Verdict;
}

const verdict = z.optional(z.object({ status: z.string() }));

const received = z.object({
  notificationType: z.literal('Received'),
  receipt: z.object({
    timestamp: z.string(),
    spamVerdict: verdict,
    virusVerdict: verdict,
    spfVerdict: verdict,
    dkimVerdict: verdict,
    dmarcVerdict: verdict,
    action: z.object({ type: z.literal('S3'), bucketName: z.string(), objectKey: z.string() }),
  }),
  mail: z.object({ messageId: z.string(), source: z.optional(z.string()) }),
});

/** What SES publishes by itself, about no mail: when a topic is new to it, and when a receipt rule is made or changed. */
const greeting = z.union([
  z.object({ notificationType: z.literal('AmazonSnsSubscriptionSucceeded') }),
  z.object({ mail: z.object({ messageId: z.literal('AMAZON_SES_SETUP_NOTIFICATION') }) }),
]);
const envelope = z.object({ Type: z.literal('Notification'), Message: z.string() });

/**
 * The notification in an SQS message: as SNS wraps it, or raw. Null for a greeting of SES.
 * Throws on anything else, so that the queue's redrive parks it.
 */
export function parseNotification(body: string): Received | null {
  const outer: unknown = JSON.parse(body);
  const wrapped = envelope.safeParse(outer);
  const inner: unknown = wrapped.success ? JSON.parse(wrapped.data.Message) : outer;
  if (greeting.safeParse(inner).success) return null;
  const { receipt, mail } = received.parse(inner);
  if (!parseInstant(receipt.timestamp)) throw new Error('The notification names no time of receipt');
  // With its milliseconds: messages of one second that name no time of their own differ in them.
  const receivedAt = instantAt(Date.parse(receipt.timestamp));
  return {
    sesMessageId: mail.messageId,
    bucket: receipt.action.bucketName,
    key: receipt.action.objectKey,
    receivedAt,
    returnPath: mail.source ?? null,
    verdicts: {
      spam: verdictOf(receipt.spamVerdict),
      virus: verdictOf(receipt.virusVerdict),
      spf: verdictOf(receipt.spfVerdict),
      dkim: verdictOf(receipt.dkimVerdict),
      dmarc: verdictOf(receipt.dmarcVerdict),
    },
  };
}

// A verdict that is missing or unknown proves nothing, as GRAY does.
const verdictOf = (given: z.output<typeof verdict>): Verdict => VERDICTS.find((known) => known === given?.status) ?? 'GRAY';
