import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ROOMS, type TableIndex } from '../../../shared/words/table-names.ts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createLinkStore, type LinkStore } from '../../../functions/platform/links/link-store.ts';
import { createPeopleStore, type PeopleStore } from '../../../functions/platform/people/people-store.ts';
import { parseLinkKeys } from '../../../functions/platform/links/link-keys.ts';
import { createRoomStore, type RoomStore } from '../../../functions/platform/rooms/room-store.ts';
import { bundleFolder } from '../../../infra/build-folders.ts';
import { bundleIfChanged } from '../../../infra/bundle-if-changed.ts';
import { createGateway } from '../../../local/gateway/gateway.ts';
import { listenOnLoopback, readBody, sendJson, serve } from '../../../local/http.ts';
import { createPool, type FunctionPool } from '../../../local/workers/function-pool.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { CLOCK_OFFSET_MS } from './stage-clock.ts';
import { LINK_ROUTES } from '../../../shared/words/route-keys.ts';
import { DEFAULT_PERSON_LIMITS, writePersonLimits } from '../../../shared/words/person-limits.ts';

/*
 * The bundle of the link pages as it is deployed, behind a gateway, with a DynamoDB, a queue and a secret of its own.
 */

const TEST_SECRET = JSON.stringify({
  current: 'k2',
  k1: 'a-key-that-has-signed-before-0123456789',
  k2: 'the-key-that-signs-at-present-987654321',
});
export const testKeys = parseLinkKeys(TEST_SECRET);

export interface Stage {
  readonly rooms: RoomStore;
  readonly links: LinkStore;
  readonly people: PeopleStore;
  /** Operations that any server of this stage has asked of DynamoDB so far, e.g. `GetItem`. */
  readonly databaseCalls: () => readonly string[];
  /** Messages put into the mail queue so far. */
  readonly hints: () => number;
  /** Another deployment of the same bundle over the same database. */
  readonly open: (options?: ServerOptions) => Promise<LinkServer>;
  readonly close: () => Promise<void>;
}

interface ServerOptions {
  readonly decisionLinks?: 'confirm' | 'one-click';
  /** How far its clock is ahead. */
  readonly clockOffsetMs?: number;
  /** Execution environments at most. */
  readonly environments?: number;
  readonly settings?: Readonly<Record<string, string>>;
}

export interface LinkServer {
  readonly origin: string;
  /** Everything that it has logged, line by line. */
  readonly log: () => readonly string[];
  /** How often a metric was counted: of one kind, or in all. */
  readonly counted: (metric: string, kind?: string) => number;
  readonly stop: () => Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const bundled = bundleIfChanged();
  const database = await startDatabase();
  const aws = await startAws();
  const db = DynamoDBDocumentClient.from(database.client);
  const servers: LinkServer[] = [];
  await bundled;
  return {
    rooms: createRoomStore(db, 'rooms', memoryLog()),
    links: createLinkStore(db, 'links'),
    people: createPeopleStore(db, 'people'),
    databaseCalls: database.calls,
    hints: aws.hints,
    open: async (options = {}) => {
      const server = await startServer({ database: database.url, aws: aws.url }, options);
      servers.push(server);
      return server;
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.stop()));
      database.client.destroy();
      await Promise.all([database.stop(), aws.stop()]);
    },
  };
}

async function startServer(engines: { readonly database: string; readonly aws: string }, options: ServerOptions): Promise<LinkServer> {
  const { decisionLinks = 'confirm', clockOffsetMs = 0, environments = 1, settings = {} } = options;
  const lines: string[] = [];
  const front = await openFront(LINK_ROUTES, (origin) =>
    createPool(
      {
        name: 'links',
        file: pathToFileURL(join(bundleFolder('links'), 'index.mjs')).href,
        exportName: 'handler',
        timeoutMs: 10_000,
        memoryMb: 512,
        clockOffsetMs: CLOCK_OFFSET_MS + clockOffsetMs,
        env: { ...environment(engines, origin), DECISION_LINKS: decisionLinks, ...settings },
      },
      { environments, waiting: 200 },
      (_, line) => lines.push(line),
    ),
  );
  return {
    origin: front.origin,
    log: () => lines,
    counted: (metric, kind) => lines.filter((line) => isCount(line, metric, kind)).length,
    stop: front.stop,
  };
}

/** A function behind a gateway of its own. The function may want to know the gateway's address. */
export async function openFront(routes: readonly string[], poolAt: (origin: string) => FunctionPool) {
  const gateway = Promise.withResolvers<ReturnType<typeof createGateway>>();
  const listening = await serve((request, response) => void gateway.promise.then((answer) => answer(request, response)));
  const pool = poolAt(listening.url);
  const answer = createGateway({
    routes: routes.map((key) => ({ key, functionArn: pool.name, jwt: undefined })),
    pools: new Map([[pool.name, pool]]),
    keysOf: async () => Promise.reject(new Error('No route here has an authorizer')),
    onFailure: (reason) => process.stderr.write(`${reason}\n`),
    // What comes through CloudFront holds the secret of its own; the Secrets Manager here has only one.
    originHeaders: { 'x-origin-key': TEST_SECRET },
  });
  gateway.resolve(answer);
  await pool.warm();
  const stop = async () => {
    await pool.stop();
    await listening.stop();
  };
  return { origin: listening.url, stop };
}

// A metric is a line of CloudWatch's embedded metric format.
function isCount(line: string, metric: string, kind: string | undefined): boolean {
  if (!line.includes('"CloudWatchMetrics"')) return false;
  const entry = JSON.parse(line);
  return entry[metric] === 1 && entry.kind === kind;
}

const environment = ({ database, aws }: { readonly database: string; readonly aws: string }, publicUrl: string) => ({
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_ENDPOINT_URL_DYNAMODB: database,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: aws,
  AWS_ENDPOINT_URL_SQS: aws,
  POWERTOOLS_SERVICE_NAME: 'links',
  POWERTOOLS_METRICS_NAMESPACE: 'Test',
  TZ: 'UTC',
  ROOMS_TABLE: 'rooms',
  OWING_SHARDS: '8',
  PEOPLE_TABLE: 'people',
  PERSON_LIMITS: writePersonLimits(DEFAULT_PERSON_LIMITS),
  LINKS_TABLE: 'links',
  WISHES_TABLE: 'wishes',
  WISH_ENTRIES_TABLE: 'wish-entries',
  MAIL_QUEUE_URL: `${aws}/000000000000/mail`,
  LINK_KEYS_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:keys',
  ORIGIN_KEY_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:origin-key',
  PUBLIC_URL: publicUrl,
  BRAND_NAME: 'Ophthalmo Practice',
  BRAND_COLOR: '#0B5C7A',
  NOTIFICATIONS_FROM_EMAIL: 'practice@sessions.example',
});

async function startDatabase() {
  const server = dynalite({ createTableMs: 0 });
  const calls: string[] = [];
  server.prependListener('request', ({ headers }: IncomingMessage) => {
    calls.push(String(headers['x-amz-target']).split('.').at(-1) ?? '');
  });
  const url = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
  const client = new DynamoDBClient({ endpoint: url, region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  await Promise.all([
    createTable(client, 'rooms', 'id', [ROOMS.indexes.byHost, ROOMS.indexes.byGuest]),
    createTable(client, 'links', 'token_hash'),
    createTable(client, 'people', 'sub'),
  ]);
  const stop = async () => {
    server.close();
    server.closeAllConnections();
  };
  return { url, client, calls: () => [...calls], stop };
}

// The pages read and write single rows by their key, and ask which rooms a person is in.
const createTable = (client: DynamoDBClient, name: string, key: string, indexes: readonly TableIndex[] = []) => {
  const keysOf = ({ partitionKey, sortKey }: TableIndex) => [partitionKey, ...(sortKey === undefined ? [] : [sortKey])];
  return client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
      AttributeDefinitions: [...new Set([key, ...indexes.flatMap(keysOf)])].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      ...(indexes.length > 0 && {
        GlobalSecondaryIndexes: indexes.map((index) => ({
          IndexName: index.name,
          KeySchema: keysOf(index).map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? 'HASH' : 'RANGE' })),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        })),
      }),
    }),
  );
};

/** Secrets Manager and SQS, as far as the pages speak to them. */
async function startAws() {
  let hints = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await readBody(request, 100_000)).toString();
    if (String(request.headers['x-amz-target']).endsWith('GetSecretValue')) return sendJson(response, 200, { SecretString: TEST_SECRET });
    hints += 1;
    // The SDK compares it with what it sent.
    const MD5OfMessageBody = createHash('md5')
      .update(String(JSON.parse(body).MessageBody))
      .digest('hex');
    sendJson(response, 200, { MessageId: 'hint', MD5OfMessageBody });
  };
  const { url, stop } = await serve((request, response) => void answer(request, response));
  return { url, stop, hints: () => hints };
}
