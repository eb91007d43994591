import { GetQueueAttributesCommand, SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { ROLES, type Role } from '../../../shared/words/roles.ts';
import type { RoomId } from '../../../shared/words/ids.ts';

/** Tells the mailer that a room owes mail. Only a hint: a lost one costs a minute, because the sweeper finds the room again. */
export interface Hints {
  /** `afterSeconds`: 0 to `LONGEST_DELAY_SECONDS`, whole. */
  readonly send: (room: RoomId, afterSeconds?: number) => Promise<void>;
}

/** Hints for many rooms. */
export interface ManyHints {
  /** At most `HINTS_PER_BATCH` rooms. Gives how many hints the queue did not take. */
  readonly sendBatch: (rooms: readonly RoomId[]) => Promise<number>;
  /** About how many hints wait to be worked on. */
  readonly countWaiting: () => Promise<number>;
}

/** SQS would take fifteen minutes, but counts a delay as age, of which an alarm speaks when it reaches fifteen minutes. */
export const LONGEST_DELAY_SECONDS = 300;
/** SQS takes so many messages in one call. */
export const HINTS_PER_BATCH = 10;

export const createHints = (sqs: SQSClient, queueUrl: string): Hints => ({
  send: async (roomId, afterSeconds = 0) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify({ roomId }), DelaySeconds: afterSeconds }));
  },
});

export const createManyHints = (sqs: SQSClient, queueUrl: string): ManyHints => ({
  sendBatch: async (rooms) => {
    const Entries = rooms.map((roomId, n) => ({ Id: String(n), MessageBody: JSON.stringify({ roomId }) }));
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    return Failed.length;
  },
  countWaiting: async () => {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [WAITING] }));
    return Number(Attributes?.[WAITING] ?? 0);
  },
});

const WAITING = 'ApproximateNumberOfMessages';

/** What a message of the mail queue asks for: mail that a room owes, and perhaps that some mail is decided anew before. */
export interface MailHint {
  readonly roomId: RoomId;
  /** A dead letter that came back: the ledger's id of the mail that ended unsent. */
  readonly failedKey: string | null;
  /** An operator asks that this role gets a mail with how the session stands. */
  readonly repeatTo: Role | null;
}

const hint = z.object({
  roomId: z.uuid(),
  sendKey: z.optional(z.string()),
  repeatTo: z.optional(z.enum(ROLES)),
});

/** Throws on anything that is not a hint, so that the queue's redrive parks it. */
export function parseHint(body: string): MailHint {
  const { roomId, sendKey = null, repeatTo = null } = hint.parse(JSON.parse(body));
  return { roomId: roomId as RoomId, failedKey: sendKey, repeatTo };
}
