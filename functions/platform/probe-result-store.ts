import { UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { PROBE_ROW, SENDS } from '../../shared/words/table-names.ts';
import type { Instant } from '../../shared/time/instant.ts';

/** What became of the last probe. */
export interface ProbeRecord {
  readonly finishedAt: Instant;
  /** The hop at which it failed; null: the whole round trip was made. */
  readonly failedHop: string | null;
  readonly seconds: number;
}

/** Of two probes at once the one that ends last is the last. */
export type RecordProbe = (record: ProbeRecord) => Promise<void>;

export const createRecordProbe =
  (db: DynamoDBDocumentClient, table: string): RecordProbe =>
  async ({ finishedAt, failedHop, seconds }) => {
    await db.send(
      new UpdateCommand({
        TableName: table,
        Key: { [SENDS.key]: PROBE_ROW },
        UpdateExpression: 'SET finished_at = :at, failed_hop = :hop, seconds = :seconds',
        ExpressionAttributeValues: { ':at': finishedAt, ':hop': failedHop ?? '', ':seconds': seconds },
      }),
    );
  };

const row = z.object({ finished_at: z.string(), failed_hop: z.string(), seconds: z.number() });

/** The record in the row as it was read; undefined when there is none. */
export function readProbeRecord(raw: unknown): ProbeRecord | undefined {
  const { data } = row.safeParse(raw);
  return data && { finishedAt: data.finished_at as Instant, failedHop: data.failed_hop || null, seconds: data.seconds };
}
