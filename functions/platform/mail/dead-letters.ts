import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Role } from '../../../shared/words/roles.ts';
import type { RoomId } from '../../../shared/words/ids.ts';

/** A mail that was given up: what an operator needs to find it, and nothing that names a person. */
export interface DeadLetter {
  readonly roomId: RoomId;
  readonly sendKey: string;
  readonly kind: string;
  readonly role: Role;
  readonly attempts: number;
}

export interface DeadLetters {
  readonly send: (letter: DeadLetter) => Promise<void>;
}

export const createDeadLetters = (sqs: SQSClient, queueUrl: string): DeadLetters => ({
  send: async (letter) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(letter) }));
  },
});
