import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { SENDS } from '../../../shared/words/table-names.ts';
import type { Instant } from '../../../shared/time/instant.ts';

/** How many mails SES took within a time and has told nothing of since: no delivery, no delay, no bounce. At most 8,000. */
export type CountUnheard = (from: Instant, to: Instant) => Promise<number>;

/** Mail waits for its event in so many partitions, by its key. Each takes 1,000 writes a second, and a row two. */
const SHARDS = 8;
const COUNTED_PER_SHARD = 1000;

/** The partition of a mail that waits for its event. */
export const unheardShardOf = (sendKeyId: string): string => String(Number.parseInt(sendKeyId.slice(0, 8), 16) % SHARDS);

export const createCountUnheard =
  (db: DynamoDBDocumentClient, table: string): CountUnheard =>
  async (from, to) => {
    const count = async (shard: number): Promise<number> => {
      const { Count = 0 } = await db.send(
        new QueryCommand({
          TableName: table,
          IndexName: SENDS.indexes.unheard.name,
          KeyConditionExpression: 'unheard_shard = :shard AND unheard_since BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':shard': String(shard), ':from': from, ':to': to },
          Select: 'COUNT',
          Limit: COUNTED_PER_SHARD,
        }),
      );
      return Count;
    };
    const counts = await Promise.all(Array.from({ length: SHARDS }, (_, shard) => count(shard)));
    return counts.reduce((sum, one) => sum + one, 0);
  };
