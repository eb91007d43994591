import { setTimeout as pause } from 'node:timers/promises';
import { queueUrlOf, type QueuesEngine } from '../engines/queues.ts';
import { isRecord, textAt, valueAt } from '../json.ts';
import type { Properties } from '../template/properties.ts';
import type { Template } from '../template/template.ts';
import { REGION } from '../template/values.ts';
import type { FunctionPool } from '../workers/function-pool.ts';
import type { Functions } from '../workers/functions.ts';

const LONG_POLL_SECONDS = 20;
const POLLERS = 2;
const PAUSE_AFTER_FAILURE_MS = 1000;

/** An event source mapping of a queue. */
interface Mapping {
  readonly queueArn: string;
  readonly queueUrl: string;
  readonly pool: FunctionPool;
  readonly batchSize: number;
  readonly reportsFailures: boolean;
  readonly pollers: number;
}

export interface PollingParts {
  readonly template: Template;
  readonly queues: QueuesEngine;
  readonly functions: Pick<Functions, 'get'>;
  /** Called with the body of each message that has been worked off. */
  readonly onDeleted: (body: string) => void;
  readonly onFailure: (reason: string) => void;
}

export interface Polling {
  /** Resolves when no batch is being worked on any more. */
  readonly stop: () => Promise<void>;
}

interface Message {
  readonly id: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly record: object;
}

/**
 * Feeds functions from queues as Lambda does. Messages of a batch that succeeded are deleted; the others come again when
 * their visibility timeout is over. Batching windows are not waited for.
 */
export function pollQueues(parts: PollingParts): Polling {
  const { template, queues, functions } = parts;
  const stopping = new AbortController();
  const mappings = template
    .ofType('AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => properties.text('EventSourceArn').startsWith('arn:aws:sqs:'))
    .map(({ properties }) => readMapping(properties, template, queues, functions));
  const loops = mappings.flatMap((mapping) => Array.from({ length: mapping.pollers }, () => pollUntil(stopping.signal, mapping, parts)));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

function readMapping(properties: Properties, template: Template, engine: QueuesEngine, functions: Pick<Functions, 'get'>): Mapping {
  const queueArn = properties.text('EventSourceArn');
  return {
    queueArn,
    queueUrl: queueUrlOf(engine.url, queueArn),
    pool: functions.get(template.functionArn(properties.text('FunctionName'))),
    batchSize: Math.min(properties.optionalNumber('BatchSize') ?? 10, 10),
    reportsFailures: properties.texts('FunctionResponseTypes').includes('ReportBatchItemFailures'),
    pollers: Math.min(POLLERS, properties.child('ScalingConfig')?.optionalNumber('MaximumConcurrency') ?? POLLERS),
  };
}

async function pollUntil(signal: AbortSignal, mapping: Mapping, parts: PollingParts): Promise<void> {
  while (!signal.aborted) {
    try {
      const messages = await receive(signal, mapping, parts.queues);
      if (messages.length > 0) await handle(messages, mapping, parts);
    } catch (error) {
      if (signal.aborted) return;
      parts.onFailure(error instanceof Error ? error.message : String(error));
      await pause(PAUSE_AFTER_FAILURE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function receive(signal: AbortSignal, { queueArn, queueUrl, batchSize }: Mapping, engine: QueuesEngine): Promise<readonly Message[]> {
  const input = {
    QueueUrl: queueUrl,
    MaxNumberOfMessages: batchSize,
    WaitTimeSeconds: LONG_POLL_SECONDS,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  };
  const messages = valueAt(await engine.call('ReceiveMessage', input, signal), 'Messages');
  return (Array.isArray(messages) ? messages : []).map((message) => toMessage(message, queueArn));
}

function toMessage(message: unknown, queueArn: string): Message {
  const id = textAt(message, 'MessageId') ?? '';
  const receiptHandle = textAt(message, 'ReceiptHandle') ?? '';
  const body = textAt(message, 'Body') ?? '';
  const record = {
    messageId: id,
    receiptHandle,
    body,
    attributes: valueAt(message, 'Attributes') ?? {},
    messageAttributes: lowerCaseAttributes(valueAt(message, 'MessageAttributes')),
    md5OfBody: textAt(message, 'MD5OfBody') ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: REGION,
  };
  return { id, receiptHandle, body, record };
}

// The event spells the fields of an attribute with a small first letter, the queue with a capital one.
function lowerCaseAttributes(attributes: unknown): object {
  const entries = isRecord(attributes) ? Object.entries(attributes) : [];
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      Object.fromEntries(
        Object.entries(isRecord(value) ? value : {}).map(([field, text]) => [field.charAt(0).toLowerCase() + field.slice(1), text]),
      ),
    ]),
  );
}

async function handle(messages: readonly Message[], mapping: Mapping, { queues, onDeleted }: PollingParts): Promise<void> {
  const { queueUrl, pool, reportsFailures } = mapping;
  const result = await pool.invoke({ Records: messages.map(({ record }) => record) });
  const failed = reportsFailures ? failedIds(result, messages) : new Set<string>();
  const done = messages.filter(({ id }) => !failed.has(id));
  if (done.length === 0) return;
  const entries = done.map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
  await queues.call('DeleteMessageBatch', { QueueUrl: queueUrl, Entries: entries });
  for (const { body } of done) onDeleted(body);
}

/** An answer that names what is not in the batch, or nothing, fails the whole batch: AWS's rule, on the safe side. */
function failedIds(result: unknown, messages: readonly Message[]): ReadonlySet<string> {
  const failures = valueAt(result, 'batchItemFailures') ?? [];
  const all = new Set(messages.map(({ id }) => id));
  if (!Array.isArray(failures)) return all;
  const ids = failures.map((failure) => textAt(failure, 'itemIdentifier') ?? '');
  return ids.every((id) => all.has(id)) ? new Set(ids) : all;
}
