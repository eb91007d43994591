import { ConditionalCheckFailedException, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { parseCondition, parseUpdate, type Substitutions, type Test } from './expressions.ts';
import { compareValues, isSameValue, sizeInBytes, type Item } from './item-values.ts';
import { NotSimulated } from './not-simulated.ts';

/** A table and its global secondary indexes, as the template defines them. */
export interface TableShape {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string | null;
  readonly indexes: readonly IndexShape[];
}

export interface IndexShape {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string | null;
  /** Attributes beside the keys; `all` of them. */
  readonly projection: readonly string[] | 'all';
}

/** The parts of requests that the service uses, for all operations together. */
export interface TableRequest {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConsistentRead?: boolean;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
  readonly ReturnValues?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
  readonly IndexName?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
}

export type BatchGetRequest = { readonly RequestItems: Readonly<Record<string, { readonly Keys: readonly Item[] }>> };

/** A request that DynamoDB refuses as invalid. */
class ValidationException extends Error {
  override readonly name = 'ValidationException';
}

const ITEM_LIMIT_BYTES = 400 * 1024;
const PAGE_LIMIT_BYTES = 1024 * 1024;

/**
 * DynamoDB in memory, with the semantics that the service leans on: conditions, updates that read the item as it was, projections,
 * sparse indexes that lag, item and page sizes. `now` and `lagMillis` decide how much an index, and a read that is not consistent,
 * has seen.
 */
export class Tables {
  private readonly tables: ReadonlyMap<string, Table>;

  constructor(shapes: readonly TableShape[], now: () => number, lagMillis = 0) {
    this.tables = new Map(shapes.map((shape) => [shape.name, new Table(shape, now, lagMillis)]));
  }

  /** Performs one operation, by the name of its command in the document client. */
  perform(command: string, input: TableRequest & BatchGetRequest): object {
    if (command === 'BatchGetCommand') return this.batchGet(input);
    const table = this.table(input.TableName);
    switch (command) {
      case 'GetCommand':
        return table.get(input);
      case 'PutCommand':
        return table.put(input);
      case 'UpdateCommand':
        return table.update(input);
      case 'DeleteCommand':
        return table.delete(input);
      case 'QueryCommand':
        return table.query(input);
      default:
        throw new NotSimulated(`dynamodb ${command}`);
    }
  }

  /** Every item of a table, as it is now. */
  items(name: string): readonly Item[] {
    return this.table(name).items();
  }

  private batchGet({ RequestItems }: BatchGetRequest): object {
    const Responses = Object.fromEntries(
      Object.entries(RequestItems).map(([name, { Keys, ...read }]) => {
        if (Keys.length > 100) throw new ValidationException('Too many items requested for the BatchGetItem call');
        return [name, Keys.flatMap((Key) => this.table(name).get({ ...read, TableName: name, Key }).Item ?? [])];
      }),
    );
    return { Responses, UnprocessedKeys: {} };
  }

  private table(name: string): Table {
    const table = this.tables.get(name);
    if (table === undefined) throw new ResourceNotFoundException({ message: `There is no table ${name}`, $metadata: {} });
    return table;
  }
}

class Table {
  private readonly shape: TableShape;
  private readonly now: () => number;
  private readonly lagMillis: number;
  private readonly rows = new Map<string, Item>();
  /** What indexes and eventually consistent reads have seen. */
  private readonly seen = new Map<string, Item>();
  private unseen: { readonly at: number; readonly key: string; readonly item: Item | undefined }[] = [];

  constructor(shape: TableShape, now: () => number, lagMillis: number) {
    this.shape = shape;
    this.now = now;
    this.lagMillis = lagMillis;
  }

  items(): readonly Item[] {
    return [...this.rows.values()];
  }

  get({ Key = {}, ConsistentRead }: TableRequest): { readonly Item?: Item } {
    const rows = ConsistentRead === true ? this.rows : this.view();
    const item = rows.get(this.keyOf(Key));
    return item === undefined ? {} : { Item: structuredClone(item) };
  }

  put(request: TableRequest): object {
    const { Item: item = {}, ReturnValues } = request;
    const key = this.keyOf(item);
    const before = this.rows.get(key);
    this.check(request, before);
    this.write(key, item);
    return ReturnValues === 'ALL_OLD' && before !== undefined ? { Attributes: structuredClone(before) } : {};
  }

  update(request: TableRequest): object {
    const { Key = {}, UpdateExpression, ReturnValues } = request;
    const key = this.keyOf(Key);
    const before = this.rows.get(key);
    this.check(request, before);
    const change = UpdateExpression === undefined ? (item: Item) => item : parseUpdate(UpdateExpression, substitutionsOf(request));
    const after = asRequest(() => change(before ?? Key));
    for (const name of [this.shape.partitionKey, this.shape.sortKey]) {
      if (name !== null && !isSameValue(after[name], Key[name])) throw new ValidationException('An update cannot change the key');
    }
    this.write(key, after);
    if (ReturnValues === 'ALL_NEW') return { Attributes: structuredClone(after) };
    return ReturnValues === 'ALL_OLD' && before !== undefined ? { Attributes: structuredClone(before) } : {};
  }

  delete(request: TableRequest): object {
    const key = this.keyOf(request.Key ?? {});
    const before = this.rows.get(key);
    this.check(request, before);
    this.write(key, undefined);
    return request.ReturnValues === 'ALL_OLD' && before !== undefined ? { Attributes: structuredClone(before) } : {};
  }

  query(request: TableRequest): object {
    const { IndexName, ConsistentRead, ScanIndexForward = true, Limit = Infinity, ExclusiveStartKey } = request;
    const index = IndexName === undefined ? this.tableAsIndex() : this.index(IndexName);
    if (IndexName !== undefined && ConsistentRead === true) {
      throw new ValidationException('Consistent reads are not supported on global secondary indexes');
    }
    const rows = ConsistentRead === true ? this.rows : this.view();
    const substitutions = substitutionsOf(request);
    const isWanted = parseCondition(request.KeyConditionExpression ?? '', substitutions);
    const ordered = [...rows.values()]
      .filter((item) => this.isIn(index, item) && isWanted(item))
      .toSorted((a, b) => this.order(index, a, b) * (ScanIndexForward ? 1 : -1));
    const start =
      ExclusiveStartKey === undefined
        ? 0
        : ordered.findIndex((item) => this.order(index, item, ExclusiveStartKey) * (ScanIndexForward ? 1 : -1) > 0);
    const page = start === -1 ? [] : pageOf(ordered.slice(start), Limit);
    const last = page.at(-1);
    const isLast = start === -1 || start + page.length >= ordered.length;
    const isShown: Test = request.FilterExpression === undefined ? () => true : parseCondition(request.FilterExpression, substitutions);
    const Items = page.filter(isShown).map((item) => structuredClone(this.project(index, item)));
    // DynamoDB also names a last key when the limit was reached with the last row.
    const hasMore = last !== undefined && (!isLast || page.length === Limit);
    return { Items, Count: Items.length, ScannedCount: page.length, ...(hasMore && { LastEvaluatedKey: this.keysOf(index, last) }) };
  }

  private check(request: TableRequest, before: Item | undefined): void {
    if (request.ConditionExpression === undefined) return;
    if (parseCondition(request.ConditionExpression, substitutionsOf(request))(before ?? {})) return;
    throw new ConditionalCheckFailedException({
      message: 'The conditional request failed',
      $metadata: {},
      ...(request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before !== undefined && { Item: structuredClone(before) as never }),
    });
  }

  private write(key: string, item: Item | undefined): void {
    const stored = item === undefined ? undefined : structuredClone(item);
    if (stored !== undefined) {
      requireValues(stored);
      if (sizeInBytes(stored) > ITEM_LIMIT_BYTES) throw new ValidationException('Item size has exceeded the maximum allowed size');
    }
    put(this.rows, key, stored);
    this.unseen.push({ at: this.now(), key, item: stored });
  }

  /** The rows as they were before the lag. */
  private view(): ReadonlyMap<string, Item> {
    const until = this.now() - this.lagMillis;
    const due = this.unseen.filter(({ at }) => at <= until);
    for (const { key, item } of due) put(this.seen, key, item);
    if (due.length > 0) this.unseen = this.unseen.filter(({ at }) => at > until);
    return this.seen;
  }

  private keyOf(item: Item): string {
    const { partitionKey, sortKey } = this.shape;
    const values = [partitionKey, ...(sortKey === null ? [] : [sortKey])].map((name) => item[name]);
    if (values.some((value) => typeof value !== 'string' || value === '')) throw new ValidationException('A key attribute is missing');
    return values.join('\u0000');
  }

  private index(name: string): IndexShape {
    const index = this.shape.indexes.find((one) => one.name === name);
    if (index === undefined) throw new ValidationException(`The table does not have the specified index: ${name}`);
    return index;
  }

  private tableAsIndex(): IndexShape {
    return { name: '', partitionKey: this.shape.partitionKey, sortKey: this.shape.sortKey, projection: 'all' };
  }

  /** An index holds only the rows that have its keys. */
  private isIn({ partitionKey, sortKey }: IndexShape, item: Item): boolean {
    return item[partitionKey] !== undefined && (sortKey === null || item[sortKey] !== undefined);
  }

  private order({ sortKey }: IndexShape, a: Item, b: Item): number {
    const bySort = sortKey === null ? 0 : (compareValues(a[sortKey], b[sortKey]) ?? 0);
    return bySort === 0 ? (compareValues(this.keyOf(a), this.keyOf(b)) ?? 0) : bySort;
  }

  private keysOf({ partitionKey, sortKey }: IndexShape, item: Item): Item {
    const names = [partitionKey, sortKey, this.shape.partitionKey, this.shape.sortKey].filter((name) => name !== null);
    return Object.fromEntries(names.map((name) => [name, item[name]]));
  }

  private project(index: IndexShape, item: Item): Item {
    if (index.projection === 'all') return item;
    const projected = index.projection.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]);
    return { ...Object.fromEntries(projected), ...this.keysOf(index, item) };
  }
}

const substitutionsOf = ({ ExpressionAttributeNames = {}, ExpressionAttributeValues = {} }: TableRequest): Substitutions => ({
  names: ExpressionAttributeNames,
  values: ExpressionAttributeValues,
});

function put(rows: Map<string, Item>, key: string, item: Item | undefined): void {
  if (item === undefined) rows.delete(key);
  else rows.set(key, item);
}

function pageOf(items: readonly Item[], limit: number): readonly Item[] {
  let bytes = 0;
  const page: Item[] = [];
  for (const item of items) {
    if (page.length >= limit || (page.length > 0 && bytes > PAGE_LIMIT_BYTES)) break;
    bytes += sizeInBytes(item);
    page.push(item);
  }
  return page;
}

/** The document client refuses `undefined`, and DynamoDB an empty set. */
function requireValues(value: unknown): void {
  if (value === undefined) throw new Error('Pass options.removeUndefinedValues=true to remove undefined values from map/array/set');
  if (value instanceof Set && value.size === 0) throw new ValidationException('One or more parameter values were invalid: an empty set');
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) Object.values(value).forEach(requireValues);
}

function asRequest<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new ValidationException(error instanceof Error ? error.message : String(error));
  }
}
