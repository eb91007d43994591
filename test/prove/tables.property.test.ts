import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Tables, type TableShape } from '../../prove/world/simulated-tables.ts';
import '../support/repeatable-properties.ts';

/*
 * The simulated DynamoDB is held to dynalite: any sequence of the operations that the service uses gives the same answers and the
 * same errors in both. DYNAMODB_ENDPOINT names another judge, for example AWS's own DynamoDB Local.
 */

const shape: TableShape = {
  name: 'things',
  partitionKey: 'id',
  sortKey: null,
  indexes: [
    { name: 'by_day', partitionKey: 'day', sortKey: 'start', projection: ['a'] },
    { name: 'by_day_keys', partitionKey: 'day', sortKey: 'start', projection: [] },
  ],
};

let db: DynamoDBDocumentClient;
let stop = async (): Promise<void> => {};

beforeAll(async () => {
  const endpoint = process.env['DYNAMODB_ENDPOINT'] ?? (await startDynalite());
  db = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 }),
  );
});

afterAll(() => stop());

const names = { '#a': 'a', '#m': 'm', '#k': 'k', '#l': 'l', '#s': 's', '#gone': 'gone', '#day': 'day', '#start': 'start', '#set': 'set' };
const values = {
  ':one': 1,
  ':five': 5,
  ':text': 'text',
  ':day': 'd1',
  ':start': '2032',
  ':map': { k: 1 },
  ':list': ['x'],
  ':set': new Set(['p', 'q']),
  ':nothing': null,
};

const id = fc.constantFrom('1', '2', '3');
const condition = fc.option(
  fc.constantFrom(
    'attribute_not_exists(id)',
    'attribute_exists(id)',
    '#a = :one',
    '#a <> :one',
    '#a < :five AND attribute_exists(#m)',
    'attribute_not_exists(#a) OR #a >= :five',
    'NOT #a IN (:one, :five)',
    '#a BETWEEN :one AND :five',
    'begins_with(#s, :text)',
    '#m.#k = :one',
    'attribute_not_exists(#m.#k) OR (#m.#k > :one AND NOT #a = :five)',
    'size(#l) > :one',
    'contains(#set, :text)',
    '#gone = :text',
    '#gone <> :text',
  ),
  { nil: undefined },
);
const update = fc.constantFrom(
  'SET #a = :one',
  'SET #a = if_not_exists(#a, :five) + :one',
  'SET #a = #a - :one',
  'SET #m = :map, #s = :text',
  'SET #m.#k = :five',
  'SET #a = :nothing',
  'SET #s = if_not_exists(#s, :nothing)',
  'SET #a = #gone',
  'SET #m = if_not_exists(#m, :map)',
  'SET #l = list_append(if_not_exists(#l, :list), :list)',
  'SET #day = :day',
  'REMOVE #a, #gone',
  'REMOVE #m.#k',
  'REMOVE #day',
  'ADD #a :five',
  'ADD #set :set',
  'DELETE #set :set',
  'SET #s = :text REMOVE #l ADD #a :one',
);
const item = fc.record(
  {
    a: fc.constantFrom(1, 3, 5, 7),
    s: fc.constantFrom('text', 'texts', 'other'),
    m: fc.constantFrom({}, { k: 1 }, { k: 9, other: [1, { deep: true }] }),
    l: fc.constantFrom([], ['x', 'y']),
    day: fc.constantFrom('d1', 'd2'),
    hasStart: fc.boolean(),
  },
  { requiredKeys: [] },
);
const returned = fc.constantFrom('NONE', 'ALL_OLD', 'ALL_NEW');

const operation = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('put' as const), id, item, condition }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('update' as const), id, update, condition, returned }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('delete' as const), id, condition }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('get' as const), id }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('batch' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('query' as const),
      index: fc.constantFrom('by_day', 'by_day_keys'),
      isAscending: fc.boolean(),
      limit: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      where: fc.constantFrom('#day = :day', '#day = :day AND #start < :start', '#day = :day AND #start >= :start'),
    }),
  },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

test('the simulated DynamoDB answers each sequence of operations as dynalite does', { timeout: 120_000 }, async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 12 }), async (operations) => {
      const table = `things-${++run}`;
      await createTable(table);
      const simulated = new Tables([{ ...shape, name: table }], () => 0);
      for (const one of operations) {
        const command = commandOf(one, table);
        const expected = await answerOf(() => db.send(command as GetCommand));
        const actual = await answerOf(async () => simulated.perform(command.constructor.name, command.input as never));
        expect({ one, answer: actual }).toEqual({ one, answer: expected });
      }
    }),
    { numRuns: 60, endOnFailure: true },
  );
});

test('an index and an inconsistent read see a write only after the lag', () => {
  let now = 0;
  const tables = new Tables([shape], () => now, 500);
  const put = { TableName: 'things', Item: { id: '1', day: 'd1', start: '2030' } };
  const query = {
    TableName: 'things',
    IndexName: 'by_day_keys',
    KeyConditionExpression: '#day = :day',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
  const count = (): unknown => Reflect.get(tables.perform('QueryCommand', query as never), 'Count');
  tables.perform('PutCommand', put as never);
  expect(count()).toBe(0);
  expect(tables.perform('GetCommand', { TableName: 'things', Key: { id: '1' }, ConsistentRead: true } as never)).toHaveProperty('Item');
  now = 500;
  expect(count()).toBe(1);
});

test('an item of more than 400 KB is refused', () => {
  const tables = new Tables([shape], () => 0);
  const put = { TableName: 'things', Item: { id: '1', text: 'x'.repeat(400 * 1024) } };
  expect(() => tables.perform('PutCommand', put as never)).toThrow('Item size');
});

function commandOf(one: Operation, TableName: string) {
  switch (one.does) {
    case 'put':
      return new PutCommand({ TableName, Item: itemOf(one.id, one.item), ...conditionOf(one.condition) });
    case 'update':
      return new UpdateCommand({
        TableName,
        Key: { id: one.id },
        UpdateExpression: one.update,
        ReturnValues: one.returned,
        ...conditionOf(one.condition, one.update),
      });
    case 'delete':
      return new DeleteCommand({ TableName, Key: { id: one.id }, ...conditionOf(one.condition) });
    case 'get':
      return new GetCommand({ TableName, Key: { id: one.id }, ConsistentRead: true });
    case 'batch':
      return new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [{ id: '1' }, { id: '2' }], ConsistentRead: true } } });
    case 'query':
      return new QueryCommand({
        TableName,
        IndexName: one.index,
        KeyConditionExpression: one.where,
        ScanIndexForward: one.isAscending,
        ...(one.limit !== undefined && { Limit: one.limit }),
        ...substitutions(one.where),
      });
  }
}

/** Each row has a sort key of its own: the order of rows with one sort key is nothing that DynamoDB promises. */
function itemOf(key: string, { hasStart, ...attributes }: Extract<Operation, { does: 'put' }>['item']) {
  return { id: key, ...attributes, ...(hasStart === true && { start: `203${key}` }) };
}

const conditionOf = (condition: string | undefined, ...more: readonly string[]) => ({
  ...(condition !== undefined && { ConditionExpression: condition }),
  ...substitutions([condition ?? '', ...more].join(' ')),
});

/** DynamoDB refuses names and values that no expression uses. */
function substitutions(text: string) {
  const used = <T>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => new RegExp(`${key}(?![A-Za-z0-9_])`).test(text)));
  const [ExpressionAttributeNames, ExpressionAttributeValues] = [used(names), used<unknown>(values)];
  return {
    ...(Object.keys(ExpressionAttributeNames).length > 0 && { ExpressionAttributeNames }),
    ...(Object.keys(ExpressionAttributeValues).length > 0 && { ExpressionAttributeValues }),
  };
}

/** What the caller gets: items in the same order where there is one, or the name of the error. */
async function answerOf(call: () => Promise<object>): Promise<unknown> {
  try {
    const { Item, Items, Attributes, Count, LastEvaluatedKey, Responses } = (await call()) as Record<string, unknown>;
    const batch =
      Responses === undefined
        ? undefined
        : Object.values(Responses as Record<string, { id: string }[]>)[0]?.toSorted((a, b) => a.id.localeCompare(b.id));
    return { Item, Items, Attributes, Count, LastEvaluatedKey, batch };
  } catch (error) {
    return (error as Error).name;
  }
}

async function createTable(TableName: string): Promise<void> {
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
  await db.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['id', 'day', 'start'].map(attribute),
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: shape.indexes.map(({ name, projection }) => ({
        IndexName: name,
        KeySchema: [
          { AttributeName: 'day', KeyType: 'HASH' },
          { AttributeName: 'start', KeyType: 'RANGE' },
        ],
        Projection:
          projection.length === 0
            ? { ProjectionType: 'KEYS_ONLY' }
            : { ProjectionType: 'INCLUDE', NonKeyAttributes: projection === 'all' ? [] : [...projection] },
      })),
    }),
  );
  await waitUntilTableExists({ client: db, maxWaitTime: 60, minDelay: 0.005, maxDelay: 1 }, { TableName });
}

async function startDynalite(): Promise<string> {
  const dynalite = createRequire(import.meta.url)('dynalite') as (options: { createTableMs: number }) => Server;
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stop = async () => {
    server.close();
    server.closeAllConnections();
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
