import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { createQueues, queueDepths, type QueuesEngine, queueUrlOf, startQueues } from '../../local/engines/queues.ts';
import { openTemplate, readResources, type Template } from '../../local/template/template.ts';
import { makeValues } from '../../local/template/values.ts';
import { pollQueues } from '../../local/triggers/queue-poller.ts';
import { runSchedules } from '../../local/triggers/schedules.ts';
import type { FunctionPool } from '../../local/workers/function-pool.ts';

type Handle = (event: any) => unknown;
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

/** Stands for a function in this thread: what matters here is what is handed to it. */
const functionsOf = (handle: Handle) => {
  const pool: FunctionPool = {
    name: 'worker',
    invoke: async (event) => handle(event),
    warm: async () => undefined,
    stop: async () => undefined,
  };
  return { get: () => pool, warm: async () => undefined, stop: async () => undefined };
};

const resources = (mapping: object, queue: object = {}) => ({
  DeadLetters: { Type: 'AWS::SQS::Queue' },
  Work: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      VisibilityTimeout: 1,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] }, maxReceiveCount: 2 },
      ...queue,
    },
  },
  News: { Type: 'AWS::SNS::Topic' },
  Wrapped: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'News' }, Protocol: 'sqs', Endpoint: { 'Fn::GetAtt': ['Work', 'Arn'] } },
  },
  ToPeople: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'News' }, Protocol: 'email', Endpoint: 'somebody@example.org' },
  },
  Worker: { Type: 'AWS::Lambda::Function' },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: { 'Fn::GetAtt': ['Work', 'Arn'] }, FunctionName: { Ref: 'Worker' }, BatchSize: 5, ...mapping },
  },
});

async function start(handle: Handle, mapping: object = { FunctionResponseTypes: ['ReportBatchItemFailures'] }) {
  const engine = await startQueues();
  stops.push(() => engine.stop());
  const raw = readResources({ Resources: resources(mapping) });
  const template = openTemplate(raw, makeValues(raw, { queues: engine.url, site: '' }));
  await createQueues(template, engine);
  const failures: string[] = [];
  const deleted: string[] = [];
  const polling = pollQueues({
    template,
    queues: engine,
    functions: functionsOf(handle),
    onDeleted: (body) => void deleted.push(body),
    onFailure: (reason) => void failures.push(reason),
  });
  stops.push(() => polling.stop());
  return {
    engine,
    template,
    failures,
    deleted,
    send: (body: string) => engine.call('SendMessage', { QueueUrl: queueUrlOf(engine.url, 'Work'), MessageBody: body }),
  };
}

const deadLetters = async (template: Template, engine: QueuesEngine) =>
  (await queueDepths(template, engine)).find(({ name }) => name === 'DeadLetters')?.waiting;
const depth = async (template: Template, engine: QueuesEngine) =>
  (await queueDepths(template, engine)).reduce((sum, { waiting, inFlight }) => sum + waiting + inFlight, 0);

describe('a queue feeds its function', () => {
  test('a queue feeds its function with records as Lambda makes them, and forgets what was done', async () => {
    const events: any[] = [];
    const { send, engine, template } = await start((event) => void events.push(event));
    await send('hello');
    await expect.poll(() => events).toHaveLength(1);
    expect(events[0].Records[0]).toMatchObject({
      body: 'hello',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:Work',
      attributes: { ApproximateReceiveCount: '1' },
      messageId: expect.any(String),
    });
    await expect.poll(() => depth(template, engine)).toBe(0);
  });

  test('a queue counts as waiting what becomes visible later', async () => {
    const { engine, template } = await start(() => undefined);
    await engine.call('SendMessage', { QueueUrl: queueUrlOf(engine.url, 'Work'), MessageBody: 'later', DelaySeconds: 60 });
    expect(await depth(template, engine)).toBe(1);
  });

  test('a queue feeds its function in batches no larger than the mapping says', async () => {
    const sizes: number[] = [];
    const { send } = await start(async ({ Records }) => {
      sizes.push(Records.length);
      await pause(20);
    });
    await Promise.all(Array.from({ length: 20 }, (_, index) => send(String(index))));
    await expect.poll(() => sizes.reduce((sum, size) => sum + size, 0)).toBe(20);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(5);
  });

  test('a queue gives a failed message again after its visibility timeout, alone, and then sets it aside', async () => {
    const seen: string[] = [];
    const { send, engine, template, deleted } = await start(({ Records }) => {
      seen.push(...Records.map(({ body, attributes }: any) => `${body} ${attributes.ApproximateReceiveCount}`));
      return {
        batchItemFailures: Records.filter(({ body }: any) => body === 'bad').map(({ messageId }: any) => ({ itemIdentifier: messageId })),
      };
    });
    await send('bad');
    await send('good');
    await expect.poll(() => deadLetters(template, engine)).toBe(1);
    expect(seen.toSorted()).toEqual(['bad 1', 'bad 2', 'good 1']);
    expect(deleted).toEqual(['good']);
  });

  test.each<[string, Handle]>([
    ['throws', () => Promise.reject(new Error('no'))],
    ['reports a message that is not in the batch', () => ({ batchItemFailures: [{ itemIdentifier: randomUUID() }] })],
    ['reports no name at all', () => ({ batchItemFailures: [{}] })],
  ])('a batch comes again as a whole when the function %s', async (_, handle) => {
    let calls = 0;
    const { send } = await start((event) => {
      calls += 1;
      return calls === 1 ? handle(event) : undefined;
    });
    await send('x');
    await expect.poll(() => calls).toBe(2);
  });

  test('a queue ignores reported failures when the mapping does not ask for them', async () => {
    let calls = 0;
    const { send, template, engine } = await start(({ Records }) => {
      calls += 1;
      return { batchItemFailures: [{ itemIdentifier: Records[0].messageId }] };
    }, {});
    await send('x');
    await expect.poll(() => calls).toBe(1);
    await expect.poll(() => depth(template, engine)).toBe(0);
  });

  test('a queue feeds its function with what is published to a topic that it subscribes to', async () => {
    const bodies: string[] = [];
    const { engine } = await start(({ Records }) => void bodies.push(...Records.map(({ body }: any) => body)));
    await engine.publish('arn:aws:sns:eu-west-1:000000000000:News', '{"hello":1}', 'A subject');
    await expect.poll(() => bodies).toHaveLength(1);
    expect(JSON.parse(bodies[0]!)).toMatchObject({ Type: 'Notification', Message: '{"hello":1}', Subject: 'A subject' });
  });
});

describe('a schedule', () => {
  const templateOf = (rule: object) => {
    const raw = readResources({
      Resources: { Rule: { Type: 'AWS::Events::Rule', Properties: rule }, Worker: { Type: 'AWS::Lambda::Function' } },
    });
    return openTemplate(raw, makeValues(raw, { queues: '', site: '' }));
  };
  const target = { Arn: { 'Fn::GetAtt': ['Worker', 'Arn'] }, Input: '{"olderThanSeconds":60}' };

  test('a schedule runs on demand, and then also finds mail that is owed since a moment ago', async () => {
    const inputs: unknown[] = [];
    const schedules = runSchedules(
      templateOf({ ScheduleExpression: 'rate(1 minute)', Targets: [target] }),
      functionsOf((event) => inputs.push(event)),
      () => undefined,
    );
    await schedules.runNow();
    schedules.stop();
    expect(inputs).toEqual([{ olderThanSeconds: 0 }]);
  });

  test('a schedule that is switched off, or reacts to events, does not run', async () => {
    const inputs: unknown[] = [];
    const functions = functionsOf((event) => inputs.push(event));
    for (const rule of [{ ScheduleExpression: 'rate(1 minute)', State: 'DISABLED' }, { EventPattern: {} }]) {
      const schedules = runSchedules(templateOf({ ...rule, Targets: [target] }), functions, () => undefined);
      await schedules.runNow();
      schedules.stop();
    }
    expect(inputs).toEqual([]);
  });

  test('a schedule in a form that is not supported is named', () => {
    expect(() =>
      runSchedules(
        templateOf({ ScheduleExpression: 'cron(0 0 * * ? *)', Targets: [target] }),
        functionsOf(() => undefined),
        () => undefined,
      ),
    ).toThrow('cron(0 0');
  });
});
