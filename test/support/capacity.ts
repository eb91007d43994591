import { GetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { isDeepStrictEqual } from 'node:util';
import type { TestIndex } from './tables.ts';

/** What was read and written, in DynamoDB's own units. */
export interface Consumed {
  /** How often each operation was called, e.g. `QueryCommand`. */
  readonly calls: Readonly<Record<string, number>>;
  /** Rows that queries looked at, whether they gave them or not. */
  readonly rowsRead: number;
  readonly readUnits: number;
  /** Of the table itself. */
  readonly writeUnits: number;
  /** What the indexes of the table cost beside it, as DynamoDB counts them. */
  readonly indexWriteUnits: number;
}

/**
 * Does the work and counts what it consumed, as DynamoDB itself reports it (`ReturnConsumedCapacity`). Stand-ins leave the
 * indexes out of their reports: those are counted here, from the row before and after each write.
 */
export async function consumedBy(
  db: DynamoDBDocumentClient,
  work: () => Promise<unknown>,
  indexes: readonly TestIndex[] = [],
): Promise<Consumed> {
  const calls: Record<string, number> = {};
  const units = { read: 0, write: 0, index: 0 };
  let [rowsRead, isCounting] = [0, true];
  const rowAt = async ({ TableName, Key }: Write) => {
    isCounting = false;
    const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    isCounting = true;
    return Item;
  };
  db.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        if (!isCounting) return next(args);
        calls[commandName] = (calls[commandName] ?? 0) + 1;
        const isUpdate = commandName === 'UpdateItemCommand' && indexes.length > 0;
        const write = args.input as unknown as Write;
        const before = isUpdate ? await rowAt(write) : undefined;
        const done = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        const { ConsumedCapacity = [], ScannedCount = 0 } = done.output as Output;
        rowsRead += ScannedCount;
        const consumed = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        units[/^(Get|BatchGet|Query)/.test(commandName) ? 'read' : 'write'] += consumed;
        if (isUpdate) units.index += indexUnits(before, await rowAt(write), indexes);
        return done;
      },
    { step: 'initialize', name: 'countUnits' },
  );
  try {
    await work();
  } finally {
    db.middlewareStack.remove('countUnits');
  }
  return { calls, rowsRead, readUnits: units.read, writeUnits: units.write, indexWriteUnits: units.index };
}

interface Write {
  readonly TableName: string;
  readonly Key: Readonly<Record<string, string>>;
}

type Capacity = { readonly CapacityUnits?: number };
type Output = { readonly ConsumedCapacity?: Capacity | readonly Capacity[]; readonly ScannedCount?: number };
type Row = Readonly<Record<string, unknown>>;

/**
 * Write units of the indexes when a row changes, by AWS's rules: an entry that appears, goes or changes costs one write of its size;
 * one whose key changes costs two, because the old entry is deleted; one that stays as it was costs nothing.
 */
export function indexUnits(before: Row | undefined, after: Row | undefined, indexes: readonly TestIndex[]): number {
  return indexes.reduce((sum, index) => {
    const [old, fresh] = [before && entryOf(before, index), after && entryOf(after, index)];
    if (!old || !fresh) return sum + unitsOf(old ?? fresh);
    if (index.keys.some((key) => old[key] !== fresh[key])) return sum + unitsOf(old) + unitsOf(fresh);
    return isDeepStrictEqual(old, fresh) ? sum : sum + Math.max(unitsOf(old), unitsOf(fresh));
  }, 0);
}

const unitsOf = (entry: Row | undefined): number => (entry ? Math.ceil(itemBytes(entry) / 1024) : 0);

/** The row as an index holds it; undefined when it lacks a key of the index. */
function entryOf(row: Row, { keys, projection }: TestIndex): Row | undefined {
  if (keys.some((key) => row[key] === undefined)) return undefined;
  if (projection === 'all') return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => name === 'id' || keys.includes(name) || projection.includes(name)));
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
