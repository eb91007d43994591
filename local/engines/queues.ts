import { buildApp } from 'fauxqs';
import { textAt } from '../json.ts';
import { ownHosts, refuseForeign } from '../own-host.ts';
import { ACCOUNT, REGION } from '../template/values.ts';
import type { Template } from '../template/template.ts';
import { type AwsCall, callEngine } from './aws-call.ts';

export interface QueuesEngine {
  readonly url: string;
  readonly call: AwsCall;
  /** Publishes to an SNS topic; subscribed queues hold the message when this resolves. */
  readonly publish: (topicArn: string, message: string, subject: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * SQS and SNS, in memory: what a queue holds is only a hint to look into a table, so nothing is lost with it. The
 * application is listened to here because the package's own starter would listen on every network interface.
 */
export async function startQueues(): Promise<QueuesEngine> {
  const app = buildApp({ logger: false, defaultRegion: REGION });
  let hosts: ReadonlySet<string> = new Set();
  app.addHook('onRequest', (request, reply, next) => {
    if (!refuseForeign(request.raw, reply.raw, hosts)) next();
  });
  const url = (await app.listen({ host: '127.0.0.1', port: 0 })).replace(/\/+$/, '');
  hosts = ownHosts(Number(new URL(url).port));
  const publish = async (topicArn: string, message: string, subject: string): Promise<void> => {
    await callTopics(url, { Action: 'Publish', TopicArn: topicArn, Message: message, Subject: subject });
  };
  return { url, call: callEngine(url, 'AmazonSQS'), publish, stop: () => app.close() };
}

/** Creates the template's queues, topics and subscriptions. */
export async function createQueues(template: Template, engine: QueuesEngine): Promise<void> {
  for (const { id, properties } of template.ofType('AWS::SQS::Queue')) {
    const redrive = properties.value('RedrivePolicy');
    const attributes = {
      VisibilityTimeout: properties.optionalText('VisibilityTimeout'),
      DelaySeconds: properties.optionalText('DelaySeconds'),
      MessageRetentionPeriod: properties.optionalText('MessageRetentionPeriod'),
      RedrivePolicy: redrive === undefined ? undefined : JSON.stringify(redrive),
    };
    await engine.call('CreateQueue', { QueueName: template.name(id), Attributes: attributes });
  }
  for (const { id } of template.ofType('AWS::SNS::Topic')) await callTopics(engine.url, { Action: 'CreateTopic', Name: template.name(id) });
  for (const { properties } of template.ofType('AWS::SNS::Subscription')) {
    // Mail to people who operate the service has nowhere to go on one machine.
    if (properties.text('Protocol') !== 'sqs') continue;
    await callTopics(engine.url, {
      Action: 'Subscribe',
      TopicArn: properties.text('TopicArn'),
      Protocol: 'sqs',
      Endpoint: properties.text('Endpoint'),
      ...attributeEntries({
        RawMessageDelivery: properties.optionalText('RawMessageDelivery'),
        FilterPolicy: json(properties.value('FilterPolicy')),
        FilterPolicyScope: properties.optionalText('FilterPolicyScope'),
      }),
    });
  }
}

export interface QueueDepth {
  readonly name: string;
  readonly url: string;
  readonly waiting: number;
  readonly inFlight: number;
}

/** How much waits in each of the template's queues, with what is not to be seen before some time has passed. */
export function queueDepths(template: Template, engine: QueuesEngine): Promise<readonly QueueDepth[]> {
  return Promise.all(
    template.ofType('AWS::SQS::Queue').map(async ({ id }) => {
      const name = template.name(id);
      const url = queueUrlOf(engine.url, name);
      const output = await engine.call('GetQueueAttributes', { QueueUrl: url, AttributeNames: ['All'] });
      const count = (attribute: string): number => Number(textAt(output, 'Attributes', attribute) ?? 0);
      return {
        name,
        url,
        waiting: count('ApproximateNumberOfMessages') + count('ApproximateNumberOfMessagesDelayed'),
        inFlight: count('ApproximateNumberOfMessagesNotVisible'),
      };
    }),
  );
}

/** The URL under which the local engine keeps the queue with this ARN. */
export function queueUrlOf(engineUrl: string, arn: string): string {
  return `${engineUrl}/${ACCOUNT}/${arn.split(':').pop() ?? ''}`;
}

// The query protocol numbers the attributes of a request: Attributes.entry.1.key, Attributes.entry.1.value, …
function attributeEntries(attributes: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const given = Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(
    given.flatMap(([name, value], index) => [
      [`Attributes.entry.${index + 1}.key`, name],
      [`Attributes.entry.${index + 1}.value`, value],
    ]),
  );
}

function json(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

// SNS speaks forms and XML, unlike the others.
async function callTopics(url: string, form: Readonly<Record<string, string>>): Promise<void> {
  const headers = {
    authorization: `AWS4-HMAC-SHA256 Credential=local/20300101/${REGION}/sns/aws4_request, SignedHeaders=host, Signature=local`,
  };
  const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(form) });
  if (!response.ok) throw new Error(`SNS ${form['Action'] ?? ''}: ${response.status} ${await response.text()}`);
}
