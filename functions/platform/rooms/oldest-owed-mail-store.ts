import { BatchGetCommand, QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { RoomId } from '../../../shared/words/ids.ts';
import { ROOMS } from '../../../shared/words/table-names.ts';
import { earliest, plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import { instant } from '../stored-values.ts';

/** The time at which the oldest mail that is still owed could have left; null: none is owed. */
export type FindOldestOwed = (now: Instant) => Promise<Instant | null>;

/** One read of many rows takes no more. */
const ROOMS_READ = 100;

/** No mail is put off for longer. Rooms that are looked at later owe none: something is due in them then. */
const PUT_OFF_MINUTES = 60;

/**
 * The index says when a room is looked at next, not since when it owes: a mail that failed is put off again and again. So the rooms
 * themselves are read, from both ends of the index. At its beginning are rooms whose hints were lost. At its end is mail with the
 * longest pauses, which has failed for the longest time. With many rooms between them it is a sample.
 */
export function createFindOldestOwed(db: DynamoDBDocumentClient, table: string, owingShards: number): FindOldestOwed {
  const each = Math.max(1, Math.floor(ROOMS_READ / (2 * owingShards)));
  const queryShard = async (shard: string, before: Instant, isFromBeginning: boolean): Promise<readonly RoomId[]> => {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName: table,
        IndexName: ROOMS.indexes.owingMail.name,
        KeyConditionExpression: 'owing_shard = :shard AND owing_since < :before',
        ExpressionAttributeValues: { ':shard': shard, ':before': before },
        ScanIndexForward: isFromBeginning,
        Limit: each,
      }),
    );
    return Items.map((item) => item[ROOMS.key] as RoomId);
  };
  const readStamps = async (ids: readonly RoomId[]): Promise<readonly Instant[]> => {
    const Keys = ids.map((id) => ({ [ROOMS.key]: id }));
    const { Responses } = await db.send(new BatchGetCommand({ RequestItems: { [table]: { Keys, ProjectionExpression: 'outbox' } } }));
    return (Responses?.[table] ?? []).flatMap((row) => Object.values(owing.safeParse(row).data?.outbox ?? {})).flatMap(stampOf);
  };
  return async (now) => {
    const before = plusMinutes(now, PUT_OFF_MINUTES);
    const shards = Array.from({ length: owingShards }, (_, shard) => String(shard));
    const found = await Promise.all(shards.flatMap((shard) => [queryShard(shard, before, true), queryShard(shard, before, false)]));
    const ids = [...new Set(found.flat())];
    const batches = Array.from({ length: Math.ceil(ids.length / ROOMS_READ) }, (_, n) => ids.slice(n * ROOMS_READ, (n + 1) * ROOMS_READ));
    const [first, ...others] = (await Promise.all(batches.map(readStamps))).flat();
    return first === undefined ? null : earliest(first, ...others);
  };
}

// A row without a readable outbox is reported by what sends its mail, and hides no other room here.
const owing = z.object({ outbox: z._default(z.record(z.string(), z.unknown()), {}) });

// Also of mail that this version cannot read. Records for the audit trail have no stamp. Mail may be held back on purpose.
const owedMail = z.object({ stamp: instant, notBefore: z._default(z.nullable(instant), null) });

function stampOf(entry: unknown): readonly Instant[] {
  const { data } = owedMail.safeParse(entry);
  return data === undefined ? [] : [data.notBefore ?? data.stamp];
}
