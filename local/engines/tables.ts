import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { DataDirectory } from '../data-directory.ts';
import { reportFailedWrite } from '../data-files.ts';
import { textAt, valueAt } from '../json.ts';
import { LocalProblem } from '../problem.ts';
import type { Properties } from '../template/properties.ts';
import type { Template } from '../template/template.ts';
import { type AwsCall, AwsCallError, callEngine } from './aws-call.ts';
import type { TablesThreadSettings } from './tables-thread.ts';

const STOP_WITHIN_MS = 1000;
// A thread takes as much memory as it may before it looks for what it can give back.
const THREAD_LIMITS = { maxYoungGenerationSizeMb: 24 };

export interface TablesEngine {
  readonly url: string;
  readonly call: AwsCall;
  /** True when it runs somewhere else and is none of ours. */
  readonly isExternal: boolean;
  readonly stop: () => Promise<void>;
}

/** What `CreateTable` needs, as it stands in the template. */
interface Table {
  readonly name: string;
  readonly keys: unknown;
  readonly attributes: unknown;
  readonly indexes: readonly { readonly IndexName: string; readonly KeySchema: unknown; readonly Projection: unknown }[];
}

/** How the tables of this machine differ from ones that are always current and always answer. */
export interface TableWeather {
  /** How much later than its item an index changes. */
  readonly indexLagMs: number;
  /** The share of calls, from 0 to 1, that fail as above the table's rate. */
  readonly throttledShare: number;
}

/** The DynamoDB of DYNAMODB_ENDPOINT; without that setting, one of our own in the data directory. */
export async function openTables(directory: DataDirectory, environment: NodeJS.ProcessEnv, weather: TableWeather): Promise<TablesEngine> {
  const endpoint = environment['DYNAMODB_ENDPOINT'] ?? '';
  if (endpoint === '') return startTables({ path: directory.path('tables'), wasKilled: directory.wasKilled, ...weather });
  const { openExternalTables } = await import('./external-tables.ts');
  return openExternalTables(endpoint, environment);
}

/** A DynamoDB whose tables live in a directory. What it has acknowledged survives the process. */
async function startTables(data: TablesThreadSettings): Promise<TablesEngine> {
  const thread = new Worker(new URL('./tables-thread.ts', import.meta.url), { workerData: data, env: {}, resourceLimits: THREAD_LIMITS });
  const [started]: unknown[] = await once(thread, 'message');
  const problem = textAt(started, 'message');
  if (problem !== undefined) throw new LocalProblem(problem);
  thread.on('message', (message: unknown) => {
    if (textAt(message, 'kind') === 'failed-write') reportFailedWrite(data.path, textAt(message, 'reason') ?? '');
  });
  const url = `http://127.0.0.1:${String(valueAt(started, 'port'))}`;
  return { url, call: callEngine(url, 'DynamoDB_20120810'), isExternal: false, stop: () => stopThread(thread) };
}

async function stopThread(thread: Worker): Promise<void> {
  const ended = once(thread, 'exit');
  thread.postMessage('stop', []);
  // What was acknowledged is on the disk: there is no need to insist on a farewell.
  const timer = setTimeout(() => void thread.terminate(), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}

/** Creates the template's tables where they are missing. Throws `LocalProblem` when one exists in another shape. */
export async function createTables(template: Template, call: AwsCall): Promise<void> {
  const resources = template.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable');
  await Promise.all(resources.map(({ id, properties }) => createTable(readTable(template.name(id), properties), call)));
}

function readTable(name: string, properties: Properties): Table {
  const indexes = properties.children('GlobalSecondaryIndexes').map((index) => ({
    IndexName: index.text('IndexName'),
    KeySchema: index.value('KeySchema'),
    Projection: index.value('Projection'),
  }));
  return { name, keys: properties.value('KeySchema'), attributes: properties.value('AttributeDefinitions'), indexes };
}

async function createTable(table: Table, call: AwsCall): Promise<void> {
  const existing = await describe(table.name, call);
  if (existing !== undefined) return requireSameShape(table, existing);
  await call('CreateTable', {
    TableName: table.name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: table.attributes,
    KeySchema: table.keys,
    ...(table.indexes.length > 0 && { GlobalSecondaryIndexes: table.indexes }),
  });
  while (valueAt(await describe(table.name, call), 'TableStatus') !== 'ACTIVE') await new Promise((resolve) => setTimeout(resolve, 5));
}

async function describe(name: string, call: AwsCall): Promise<unknown> {
  try {
    return valueAt(await call('DescribeTable', { TableName: name }), 'Table');
  } catch (error) {
    if (error instanceof AwsCallError && error.type === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function requireSameShape(table: Table, existing: unknown): void {
  const indexes = valueAt(existing, 'GlobalSecondaryIndexes');
  const existingShape = [
    shapeOf('', valueAt(existing, 'KeySchema'), undefined),
    ...(Array.isArray(indexes) ? indexes : []).map(indexShape),
  ];
  const shape = [shapeOf('', table.keys, undefined), ...table.indexes.map(indexShape)];
  if (JSON.stringify(shape.toSorted()) === JSON.stringify(existingShape.toSorted())) return;
  throw new LocalProblem(
    `The table ${table.name} was made by another version of this program: start once with --fresh, or with another --data.`,
  );
}

function indexShape(index: unknown): string {
  return shapeOf(String(valueAt(index, 'IndexName')), valueAt(index, 'KeySchema'), valueAt(index, 'Projection'));
}

function shapeOf(name: string, keys: unknown, projection: unknown): string {
  const attributes = valueAt(projection, 'NonKeyAttributes');
  const keyNames = (Array.isArray(keys) ? keys : []).map((key) => valueAt(key, 'AttributeName'));
  return JSON.stringify([
    name,
    keyNames,
    valueAt(projection, 'ProjectionType'),
    Array.isArray(attributes) ? attributes.map(String).toSorted() : [],
  ]);
}
