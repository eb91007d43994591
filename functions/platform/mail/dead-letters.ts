import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Role } from '../../../shared/words/roles.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import type { FailureReason } from './ledger.ts';

/** A mail that ended unsent: what is needed to find it and to send it again, and nothing that names a person. */
export interface DeadLetter {
  readonly roomId: RoomId;
  readonly sendKey: string;
  readonly kind: string;
  readonly role: Role;
  readonly attempts: number;
  readonly reason: FailureReason;
}

export interface DeadLetters {
  readonly send: (letter: DeadLetter) => Promise<void>;
}

export const createDeadLetters = (sqs: SQSClient, queueUrl: string): DeadLetters => ({
  send: async (letter) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(letter) }));
  },
});
