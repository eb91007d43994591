import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** What was read and written, in DynamoDB's own units. */
export interface Consumed {
  /** How often each operation was called, e.g. `QueryCommand`. */
  readonly calls: Readonly<Record<string, number>>;
  /** Rows that queries looked at, whether they gave them or not. */
  readonly rowsRead: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** Does the work and counts what it consumed, as DynamoDB itself reports it (`ReturnConsumedCapacity`). */
export async function consumedBy(db: DynamoDBDocumentClient, work: () => Promise<unknown>): Promise<Consumed> {
  const calls: Record<string, number> = {};
  const units = { read: 0, write: 0 };
  let rowsRead = 0;
  db.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        calls[commandName] = (calls[commandName] ?? 0) + 1;
        const done = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        const { ConsumedCapacity, ScannedCount = 0 } = done.output as {
          ConsumedCapacity?: { CapacityUnits?: number };
          ScannedCount?: number;
        };
        rowsRead += ScannedCount;
        units[/^(Get|Query)/.test(commandName) ? 'read' : 'write'] += ConsumedCapacity?.CapacityUnits ?? 0;
        return done;
      },
    { step: 'initialize', name: 'countUnits' },
  );
  try {
    await work();
  } finally {
    db.middlewareStack.remove('countUnits');
  }
  return { calls, rowsRead, readUnits: units.read, writeUnits: units.write };
}

/**
 * Bytes that DynamoDB counts for an item: UTF-8 of names and strings, about one byte per two digits of a number, one for
 * null and boolean, three for a list or map and one for each thing in it.
 */
export function itemBytes(value: unknown): number {
  if (value === null || typeof value === 'boolean') return 1;
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (Array.isArray(value)) return value.reduce<number>((sum, element) => sum + 1 + itemBytes(element), 3);
  if (value !== undefined && typeof value === 'object') {
    return Object.entries(value).reduce((sum, [name, child]) => sum + 1 + Buffer.byteLength(name) + itemBytes(child), 3);
  }
  throw new Error(`No such thing in an item: ${typeof value}`);
}
