import {
  BatchGetCommand,
  QueryCommand,
  ScanCommand,
  type DynamoDBDocumentClient,
  type QueryCommandInput,
  type ScanCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { setTimeout as pause } from 'node:timers/promises';
import type { TableIndex } from '../../shared/words/table-names.ts';
import type { RawRow } from './rooms/unreadable-row.ts';

/** The most keys that DynamoDB takes in one BatchGetItem. */
const BATCH_KEYS = 100;
/** All pauses together last at most 3.1 s, because a function of the API ends after 10 s without an answer. */
const BATCH_ATTEMPTS = 6;

/**
 * The rows of these keys that are there, in no order. Consistent: a person who has just decided something sees it in their list.
 * @param keyName the attribute that is the table's key
 */
export async function batchGetRows(
  db: DynamoDBDocumentClient,
  table: string,
  keyName: string,
  keys: readonly string[],
): Promise<readonly RawRow[]> {
  // DynamoDB refuses a batch that names a row twice, and an index that lags may do that.
  const unique = [...new Set(keys)];
  const batches = Array.from({ length: Math.ceil(unique.length / BATCH_KEYS) }, (_, n) =>
    unique.slice(n * BATCH_KEYS, (n + 1) * BATCH_KEYS).map((key) => ({ [keyName]: key })),
  );
  const lists = await Promise.all(batches.map((batch) => batchGet(db, table, batch)));
  return lists.flat();
}

// DynamoDB leaves keys out of its answer when it is busy or the answer would exceed 16 MB: those are asked for again.
async function batchGet(db: DynamoDBDocumentClient, table: string, batch: readonly RawRow[]): Promise<readonly RawRow[]> {
  const rows: RawRow[] = [];
  let keys = [...batch];
  for (let attempt = 1; keys.length > 0; attempt++) {
    if (attempt > BATCH_ATTEMPTS) throw new Error(`DynamoDB left ${keys.length} rows unread ${BATCH_ATTEMPTS} times`);
    if (attempt > 1) await pause(Math.random() * 25 * 2 ** attempt);
    const { Responses, UnprocessedKeys } = await db.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
    );
    rows.push(...(Responses?.[table] ?? []));
    keys = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return rows;
}

/** All rows of a query. One answer of DynamoDB ends after 1 MB, wherever its end is. */
export async function queryAllRows(db: DynamoDBDocumentClient, query: QueryCommandInput): Promise<readonly RawRow[]> {
  const rows: RawRow[] = [];
  let after: QueryCommandInput['ExclusiveStartKey'];
  do {
    const { Items = [], LastEvaluatedKey } = await db.send(new QueryCommand({ ...query, ExclusiveStartKey: after }));
    rows.push(...Items);
    after = LastEvaluatedKey;
  } while (after);
  return rows;
}

/** The rows of one partition of an index that holds only keys. */
export async function rowsInIndex(
  db: DynamoDBDocumentClient,
  table: string,
  keyName: string,
  index: TableIndex,
  partition: string,
): Promise<readonly RawRow[]> {
  const keys = await queryAllRows(db, {
    TableName: table,
    IndexName: index.name,
    KeyConditionExpression: '#partition = :partition',
    ExpressionAttributeNames: { '#partition': index.partitionKey },
    ExpressionAttributeValues: { ':partition': partition },
  });
  return batchGetRows(
    db,
    table,
    keyName,
    keys.map((row) => String(row[keyName])),
  );
}

const SEGMENTS = 8;

/** What `pick` finds in all rows of a table, which is read whole, in parts at once. */
export async function scanRows<T>(
  db: DynamoDBDocumentClient,
  scan: Omit<ScanCommandInput, 'Segment' | 'TotalSegments' | 'ExclusiveStartKey'>,
  pick: (row: RawRow) => readonly T[],
): Promise<readonly T[]> {
  const segments = Array.from({ length: SEGMENTS }, async (_, Segment) => {
    const found: T[] = [];
    let after: ScanCommandInput['ExclusiveStartKey'];
    do {
      const { Items = [], LastEvaluatedKey } = await db.send(
        new ScanCommand({ ...scan, Segment, TotalSegments: SEGMENTS, ExclusiveStartKey: after }),
      );
      found.push(...Items.flatMap(pick));
      after = LastEvaluatedKey;
    } while (after);
    return found;
  });
  return (await Promise.all(segments)).flat();
}
