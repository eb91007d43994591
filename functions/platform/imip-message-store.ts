import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';

/** One row per message that arrived, with what became of it. Attribute names are those of the table. */
const imipMessage = z.object({
  /** The sender's Message-ID; `ses:` and SES's own id where there is none. */
  message_id: z.string(),
  outcome: z.enum(['applied', 'unchanged', 'needs-confirmation', 'refused', 'unreadable']),
  reason: z.nullable(z.string()),
  uid: z.nullable(z.string()),
  method: z.nullable(z.string()),
  sequence: z.nullable(z.number()),
  attendee_email: z.nullable(z.string()),
  partstat: z.nullable(z.string()),
  dtstamp: z.nullable(z.string()),
  /** Key of the raw mail in the inbox. */
  raw_pointer: z.string(),
  received_at: z.string(),
  /** What SES said of it, as parsed: a replay judges by the same words. */
  notification: z.string(),
});

export type ImipMessage = z.output<typeof imipMessage>;
export type OutcomeKind = ImipMessage['outcome'];

export interface ImipMessages {
  readonly find: (messageId: string) => Promise<ImipMessage | null>;
  /** Stores what became of a message. One that was obeyed stays so, whatever a later copy of it comes to. */
  readonly record: (message: ImipMessage) => Promise<void>;
  /** The newest messages with that outcome, and where the next page starts. */
  readonly withOutcome: (outcome: OutcomeKind, limit: number, before?: string) => Promise<readonly ImipMessage[]>;
}

export const createImipMessages = (db: DynamoDBDocumentClient, table: string): ImipMessages => ({
  find: async (messageId) => {
    const { Item } = await db.send(new GetCommand({ TableName: table, Key: { message_id: messageId }, ConsistentRead: true }));
    return Item ? imipMessage.parse(Item) : null;
  },
  record: async (message) => {
    try {
      await db.send(
        new PutCommand({
          TableName: table,
          Item: message,
          ConditionExpression: 'attribute_not_exists(message_id) OR NOT #outcome IN (:applied, :unchanged)',
          ExpressionAttributeNames: { '#outcome': 'outcome' },
          ExpressionAttributeValues: { ':applied': 'applied', ':unchanged': 'unchanged' },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  },
  withOutcome: async (outcome, limit, before = '9999') => {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'messages_by_outcome',
        KeyConditionExpression: '#outcome = :outcome AND received_at < :before',
        ExpressionAttributeNames: { '#outcome': 'outcome' },
        ExpressionAttributeValues: { ':outcome': outcome, ':before': before },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return Items.map((item) => imipMessage.parse(item));
  },
});
