import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FUNCTIONS } from '../../infra/build-folders.ts';
import { createSecrets } from '../../local/engines/secrets.ts';
import { readRoutes, type Route } from '../../local/gateway/routes.ts';
import { isRecord, parseJson } from '../../local/json.ts';
import { synthesize } from '../../local/synthesize.ts';
import type { Properties } from '../../local/template/properties.ts';
import { openTemplate, type Template } from '../../local/template/template.ts';
import { makeValues } from '../../local/template/values.ts';
import { readOriginHeaders } from '../../local/web/distribution.ts';
import type { TableShape } from './simulated-tables.ts';

/** What the simulation is built from: all of it read from the template that is deployed. */
export interface Blueprint {
  readonly template: Template;
  readonly tables: readonly TableShape[];
  readonly queues: readonly QueueShape[];
  readonly subscriptions: readonly { readonly topicArn: string; readonly queue: string; readonly isRaw: boolean }[];
  readonly consumers: readonly Consumer[];
  readonly schedules: readonly RateRule[];
  readonly routes: readonly Route[];
  /** What CloudFront adds to each request. */
  readonly originHeaders: Readonly<Record<string, string>>;
  /** Environment and entry of each function, by its ARN. */
  readonly functions: ReadonlyMap<string, FunctionShape>;
  readonly secrets: ReadonlyMap<string, string>;
}

export interface FunctionShape {
  readonly arn: string;
  readonly name: keyof typeof FUNCTIONS;
  readonly timeoutMillis: number;
  readonly environment: Readonly<Record<string, string>>;
}

interface QueueShape {
  readonly name: string;
  readonly visibilityMillis: number;
  readonly redrive: { readonly after: number; readonly to: string } | null;
}

/** An event source mapping of a queue. */
export interface Consumer {
  readonly queue: string;
  readonly functionArn: string;
  readonly batchSize: number;
}

export interface RateRule {
  readonly functionArn: string;
  readonly everyMillis: number;
  readonly input: unknown;
}

export const SITE = 'https://app.practice.example';
const QUEUES_URL = 'https://sqs.example';
export const ORGANIZER = 'practice@meet.example';

/** Synthesizes the stack with these settings and reads it. */
export async function readBlueprint(settings: Readonly<Record<string, string>> = {}): Promise<Blueprint> {
  const outdir = mkdtempSync(join(tmpdir(), 'prove-'));
  try {
    const environment = { NOTIFICATIONS_FROM_EMAIL: ORGANIZER, ...settings };
    const { resources } = await synthesize({
      site: SITE,
      audience: 'prove',
      outdir,
      environment,
      onStep: () => {},
    });
    const template = openTemplate(resources, makeValues(resources, { queues: QUEUES_URL, site: SITE }));
    return await blueprintOf(template);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function blueprintOf(template: Template): Promise<Blueprint> {
  const values = new Map<string, string>();
  const secrets = { get: (name: string) => values.get(name), put: async (name: string, value: string) => void values.set(name, value) };
  await createSecrets(template, secrets);
  return {
    template,
    secrets: values,
    tables: template.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map(({ id, properties }) => ({
      name: template.name(id),
      ...keysOf(properties.value('KeySchema')),
      indexes: properties.children('GlobalSecondaryIndexes').map((index) => ({
        name: index.text('IndexName'),
        ...keysOf(index.value('KeySchema')),
        projection: projectionOf(index),
      })),
    })),
    queues: template.ofType('AWS::SQS::Queue').map(({ id, properties }) => ({
      name: template.name(id),
      visibilityMillis: (properties.optionalNumber('VisibilityTimeout') ?? 30) * 1000,
      redrive: redriveOf(properties.value('RedrivePolicy')),
    })),
    subscriptions: template
      .ofType('AWS::SNS::Subscription')
      .filter(({ properties }) => properties.text('Protocol') === 'sqs')
      .map(({ properties }) => ({
        topicArn: properties.text('TopicArn'),
        queue: lastPart(properties.text('Endpoint')),
        isRaw: [true, 'true'].includes(properties.value('RawMessageDelivery') as string),
      })),
    consumers: template
      .ofType('AWS::Lambda::EventSourceMapping')
      .filter(({ properties }) => properties.text('EventSourceArn').startsWith('arn:aws:sqs:'))
      .map(({ properties }) => ({
        queue: lastPart(properties.text('EventSourceArn')),
        functionArn: template.functionArn(properties.text('FunctionName')),
        batchSize: properties.optionalNumber('BatchSize') ?? 10,
      })),
    schedules: template
      .ofType('AWS::Events::Rule')
      .filter(({ properties }) => properties.optionalText('ScheduleExpression') !== undefined)
      .flatMap(({ properties }) => properties.children('Targets').map((target) => scheduleOf(properties, target))),
    routes: readRoutes(template),
    originHeaders: readOriginHeaders(template, secrets),
    functions: new Map(template.ofType('AWS::Lambda::Function').flatMap(({ id, properties }) => functionsOf(template.arn(id), properties))),
  };
}

function functionsOf(arn: string, properties: Properties): readonly (readonly [string, FunctionShape])[] {
  const variables = properties.child('Environment')?.child('Variables');
  const environment = Object.fromEntries((variables?.names() ?? []).map((name) => [name, variables?.text(name) ?? '']));
  const name = environment['POWERTOOLS_SERVICE_NAME'];
  if (name === undefined || !isOurs(name)) return [];
  return [[arn, { arn, name, environment, timeoutMillis: (properties.optionalNumber('Timeout') ?? 3) * 1000 }]];
}

const isOurs = (name: string): name is keyof typeof FUNCTIONS => name in FUNCTIONS;

function keysOf(schema: unknown): { readonly partitionKey: string; readonly sortKey: string | null } {
  const keys = Array.isArray(schema) ? schema.filter(isRecord) : [];
  const keyOf = (type: string): string | null => {
    const name = keys.find((key) => key['KeyType'] === type)?.['AttributeName'];
    return typeof name === 'string' ? name : null;
  };
  return { partitionKey: keyOf('HASH') ?? '', sortKey: keyOf('RANGE') };
}

function projectionOf(index: Properties): readonly string[] | 'all' {
  const projection = index.child('Projection');
  return projection?.optionalText('ProjectionType') === 'ALL' ? 'all' : (projection?.texts('NonKeyAttributes') ?? []);
}

function redriveOf(policy: unknown): QueueShape['redrive'] {
  if (!isRecord(policy)) return null;
  return { after: Number(policy['maxReceiveCount']), to: lastPart(String(policy['deadLetterTargetArn'])) };
}

function scheduleOf(rule: Properties, target: Properties): RateRule {
  const [, count = '1', unit = 'minute'] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(rule.text('ScheduleExpression')) ?? [];
  const unitMillis = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[unit] ?? 60_000;
  const input = target.optionalText('Input');
  return { functionArn: target.text('Arn'), everyMillis: Number(count) * unitMillis, input: input === undefined ? {} : parseJson(input) };
}

export const lastPart = (arnOrUrl: string): string => arnOrUrl.split(/[:/]/).at(-1) ?? '';
