import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { App, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { readAssembly } from './read-assembly.ts';

/** One table as the template of the cloud defines it, in some DynamoDB. */
export interface TestTable {
  readonly db: DynamoDBDocumentClient;
  readonly name: string;
  /** Where it is, so that another table can be made beside it. */
  readonly endpoint: string;
  /** Its indexes, as the template defines them. */
  readonly indexes: readonly TestIndex[];
  /** Leaves nothing behind. */
  readonly drop: () => Promise<void>;
}

export interface TestIndex {
  readonly name: string;
  readonly keys: readonly string[];
  /** What an entry holds beside the keys of the index and of the table. */
  readonly projection: readonly string[] | 'all';
}

/** @param define makes the construct that holds the table, e.g. `(stack) => new Rooms(stack, 'Rooms')` */
export async function testTable(define: (scope: Construct) => unknown, endpoint?: string): Promise<TestTable> {
  const engine = endpoint === undefined ? await startDynalite() : { endpoint, stop: async () => {} };
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: process.env['AWS_REGION'] ?? 'eu-west-1',
    // Stand-ins for DynamoDB take any.
    ...(process.env['AWS_ACCESS_KEY_ID'] === undefined && { credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
  });
  const shape = shapeOf(define);
  const name = `test-${randomUUID()}`;
  await client.send(new CreateTableCommand({ ...shape, TableName: name, BillingMode: 'PAY_PER_REQUEST' }));
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 0.02, maxDelay: 2 }, { TableName: name });
  const drop = async () => {
    if (endpoint !== undefined) await client.send(new DeleteTableCommand({ TableName: name }));
    client.destroy();
    await engine.stop();
  };
  const db = DynamoDBDocumentClient.from(client);
  if (!['127.0.0.1', 'localhost'].includes(new URL(engine.endpoint).hostname)) waitForIndexes(db);
  return { db, name, endpoint: engine.endpoint, indexes: indexesOf(shape), drop };
}

// The indexes of the real DynamoDB lag behind its tables by some milliseconds.
function waitForIndexes(db: DynamoDBDocumentClient): void {
  db.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'QueryCommand') await setTimeout(500);
        return next(args);
      },
    { step: 'initialize', name: 'waitForIndexes' },
  );
}

type Define = (scope: Construct) => unknown;

const shapes = new WeakMap<Define, TableShape>();

/** What the template says of a table. It is synthesized once for each definition, because that takes longer than most tests. */
function shapeOf(define: Define): TableShape {
  const shape = shapes.get(define) ?? synthesizeShape(define);
  shapes.set(define, shape);
  return shape;
}

type TableShape = ReturnType<typeof synthesizeShape>;

function synthesizeShape(define: Define) {
  const create = (outdir: string): App => {
    // Checking one table against the rules of AWS takes seconds; the whole template is checked by a test of its own.
    const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false });
    define(new Stack(app, 'Table'));
    return app;
  };
  const resources = readAssembly(create, ({ template }) => Object.values<any>(template.Resources));
  const table = resources.find(({ Type }) => Type === 'AWS::DynamoDB::GlobalTable');
  if (!table) throw new Error('The construct defines no table');
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = table['Properties'];
  return { AttributeDefinitions, KeySchema, ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }) };
}

const indexesOf = ({ GlobalSecondaryIndexes = [] }: TableShape): readonly TestIndex[] =>
  GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }: any) => ({
    name: IndexName,
    keys: KeySchema.map(({ AttributeName }: any) => AttributeName),
    projection: Projection.ProjectionType === 'ALL' ? 'all' : (Projection.NonKeyAttributes ?? []),
  }));

async function startDynalite() {
  // It brings no types; this is all of it that is used here.
  const dynalite = createRequire(import.meta.url)('dynalite') as (options: { createTableMs: number }) => Server;
  const server = dynalite({ createTableMs: 0 });
  // Node closes a connection that was idle for five seconds. On a busy machine that is the moment when the client uses it again.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.close();
    server.closeAllConnections();
  };
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}
