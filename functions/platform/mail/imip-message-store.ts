import { GetCommand, PutCommand, QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { REPLY_OUTCOMES, type ReplyOutcome } from '../../../shared/words/reply-outcomes.ts';
import { IMIP_MESSAGES } from '../../../shared/words/table-names.ts';
import { conditionally } from '../conditional-write.ts';

/** One row per message that arrived, with what became of it. Attribute names are those of the table. */
const imipMessage = z.object({
  /** The sender's Message-ID; `ses:` and SES's own id where there is none. */
  message_id: z.string(),
  outcome: z.enum(REPLY_OUTCOMES),
  reason: z.nullable(z.string()),
  uid: z._default(z.nullable(z.string()), null),
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

/** The row as a message; undefined when it breaks the schema. */
export const readImipMessage = (row: unknown): ImipMessage | undefined => imipMessage.safeParse(row).data;

export interface MessagePage {
  readonly messages: readonly ImipMessage[];
  /** The ids of rows that this version cannot read. They are left out, because one row must not break a list. */
  readonly unreadable: readonly string[];
  /** Where the next page starts; null when this one is not full. */
  readonly next: string | null;
}

export interface ImipMessages {
  readonly find: (messageId: string) => Promise<ImipMessage | null>;
  /** Stores what became of a message. One that was applied stays so, whatever becomes of a later copy. */
  readonly record: (message: ImipMessage) => Promise<void>;
  /** The newest messages with that outcome. */
  readonly withOutcome: (outcome: ReplyOutcome, limit: number, before?: string) => Promise<MessagePage>;
}

const LONGEST_UID_BYTES = 255;

/** An index is made of it, so DynamoDB takes it neither empty nor long. No session of ours has such a UID. */
function withoutStrangeUid({ uid, ...message }: ImipMessage): Partial<ImipMessage> {
  const isUsable = uid !== null && uid !== '' && Buffer.byteLength(uid) <= LONGEST_UID_BYTES;
  return isUsable ? { ...message, uid } : message;
}

// As long as the ledger of what was sent.
const KEPT_SECONDS = 400 * 24 * 3600;

export const createImipMessages = (db: DynamoDBDocumentClient, table: string): ImipMessages => ({
  find: async (messageId) => {
    const { Item } = await db.send(new GetCommand({ TableName: table, Key: { [IMIP_MESSAGES.key]: messageId }, ConsistentRead: true }));
    // One that nobody here can read counts as new: its room takes the same answer once.
    return (Item && readImipMessage(Item)) ?? null;
  },
  record: async (message) => {
    const write = new PutCommand({
      TableName: table,
      Item: { ...withoutStrangeUid(message), ttl: Math.floor(Date.parse(message.received_at) / 1000) + KEPT_SECONDS },
      ConditionExpression: 'attribute_not_exists(message_id) OR NOT #outcome IN (:applied, :unchanged)',
      ExpressionAttributeNames: { '#outcome': 'outcome' },
      ExpressionAttributeValues: { ':applied': 'applied', ':unchanged': 'unchanged' },
    });
    await conditionally(db.send(write));
  },
  withOutcome: async (outcome, limit, before = '9999') => {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName: table,
        IndexName: IMIP_MESSAGES.indexes.byOutcome.name,
        KeyConditionExpression: '#outcome = :outcome AND received_at < :before',
        ExpressionAttributeNames: { '#outcome': 'outcome' },
        ExpressionAttributeValues: { ':outcome': outcome, ':before': before },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    const rows = Items.map((item) => ({
      id: String(item[IMIP_MESSAGES.key]),
      at: String(item['received_at']),
      message: readImipMessage(item),
    }));
    return {
      messages: rows.flatMap(({ message }) => message ?? []),
      unreadable: rows.flatMap(({ id, message }) => (message ? [] : [id])),
      next: rows.length === limit ? (rows.at(-1)?.at ?? null) : null,
    };
  },
});
