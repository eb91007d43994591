import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { RoomId } from '../../../shared/words/ids.ts';

/** Tells the mailer that a room owes mail. Only a hint: a lost one costs a minute, for the sweeper finds the room again. */
export interface Hints {
  /** `afterSeconds`: 0 to 900, whole. */
  readonly send: (room: RoomId, afterSeconds?: number) => Promise<void>;
}

export const createHints = (sqs: SQSClient, queueUrl: string): Hints => ({
  send: async (roomId, afterSeconds = 0) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify({ roomId }), DelaySeconds: afterSeconds }));
  },
});

const hint = z.object({ roomId: z.uuid() });

/** Throws on anything that is not a hint, so that the queue's redrive parks it. */
export const parseHint = (body: string): RoomId => hint.parse(JSON.parse(body)).roomId as RoomId;
