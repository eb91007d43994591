import { nameMetrics } from '../../infra/stack-name.ts';
import * as z from 'zod';
import { PROBE_ROW, SENDS } from '../../shared/words/table-names.ts';
import { judgeProbe } from './probe-check.ts';
import { listAt, textAt, valueAt } from '../json-value.ts';
import type { MeasureName } from '../../functions/platform/log.ts';
import type { AwsChecks, AwsPlace } from './aws-place.ts';
import { type Finding, reportOk, reportWrong } from './finding.ts';

const WINDOW_MINUTES = 10;
/** As the alarm has it. */
const LATE_SECONDS = 900;

/** Whether all work is being done. */
export const WORK_CHECKS: AwsChecks = {
  alarms: async ({ aws, stack }) => {
    const all = listAt(await aws('cloudwatch', 'describe-alarms', { AlarmNamePrefix: `${stack.name}-` }), 'MetricAlarms');
    const ringing = all.filter((alarm) => textAt(alarm, 'StateValue') === 'ALARM');
    const silent = all.filter((alarm) => valueAt(alarm, 'ActionsEnabled') === false).map((alarm) => textAt(alarm, 'AlarmName') ?? '');
    const findings = [
      ...ringing.map((alarm) =>
        reportWrong(
          'alarms',
          textAt(alarm, 'AlarmDescription') ?? textAt(alarm, 'AlarmName') ?? 'an alarm rings',
          'The page that it names',
        ),
      ),
      ...(silent.length === 0
        ? []
        : [
            reportWrong(
              'alarms switched off',
              `${silent.length} ring for nobody: ${silent.join(', ')}`,
              `aws cloudwatch enable-alarm-actions --alarm-names ${silent.join(' ')}`,
            ),
          ]),
    ];
    return findings.length === 0 ? reportOk('alarms', 'none rings') : findings;
  },

  // Messages of a topic that nothing takes are gone: neither a queue nor an alarm has them.
  'topics of mail': async ({ aws, stack }) => {
    const topics = stack.resources('AWS::SNS::Topic').filter(({ id }) => !id.startsWith('Watch'));
    const each = topics.map(async ({ id, name }): Promise<Finding> => {
      const takers = listAt(await aws('sns', 'list-subscriptions-by-topic', { TopicArn: name }), 'Subscriptions');
      if (takers.some((one) => textAt(one, 'Protocol') === 'sqs')) return reportOk('topics of mail', `${id} leads to its queue`);
      const worker = id.startsWith('Inbox') ? 'MailIn' : 'MailStatus';
      const [queue] = stack.resources('AWS::SQS::Queue').filter((one) => one.id.startsWith(`${worker}WorkQueue`));
      const arn = `${name.split(':').slice(0, 5).join(':').replace(':sns:', ':sqs:')}:${queue?.name.split('/').at(-1) ?? ''}`;
      return reportWrong(
        'topics of mail',
        `${id} leads to no queue, so what SES tells is lost`,
        `aws sns subscribe --topic-arn ${name} --protocol sqs --attributes RawMessageDelivery=true --notification-endpoint ${arn}`,
      );
    });
    return Promise.all(each);
  },

  'dead letters': async ({ aws, stack }) => {
    const queues = stack.resources('AWS::SQS::Queue').filter(({ id }) => id.includes('DeadLetters'));
    const each = queues.map(async ({ id, name }): Promise<Finding> => {
      const what = id.startsWith('MailIn') ? 'replies' : id.startsWith('MailStatus') ? 'mail-status' : 'mail';
      const answer = await aws('sqs', 'get-queue-attributes', { QueueUrl: name, AttributeNames: ['ApproximateNumberOfMessages'] });
      const count = Number(valueAt(answer, 'Attributes', 'ApproximateNumberOfMessages'));
      return count === 0
        ? reportOk(`dead letters: ${what}`, 'none')
        : reportWrong(
            `dead letters: ${what}`,
            `${count} messages`,
            `docs/operations/${what}-dead-letters.md, then npm run ops -- mail redrive ${what}`,
          );
    });
    return Promise.all(each);
  },

  'oldest owed mail': async (place) => {
    const seconds = await readNewest(place, 'OldestOwedMail');
    // A sweeper that does not run measures nothing, and has a line of its own.
    if (seconds === null) return [];
    const found = seconds === 0 ? 'none is owed' : `decided ${Math.ceil(seconds / 60)} minutes ago`;
    return seconds > LATE_SECONDS
      ? reportWrong('oldest owed mail', found, 'docs/operations/mail-owed-for-long.md')
      : reportOk('oldest owed mail', found);
  },

  'mail without events': async (place) => {
    const count = await readNewest(place, 'MailUnheard');
    if (count === null) return [];
    return count > 0
      ? reportWrong('mail without events', `SES tells nothing of ${count} mails that it took`, 'docs/operations/mail-without-events.md')
      : reportOk('mail without events', 'none');
  },

  sweeper: async ({ aws, stack, now }) => {
    const answer = await aws('cloudwatch', 'get-metric-statistics', {
      Namespace: 'AWS/Lambda',
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'FunctionName', Value: stack.resource('MailOutSweepMail', 'AWS::Lambda::Function') }],
      ...lastMinutes(now()),
      Statistics: ['Sum'],
    });
    const runs = listAt(answer, 'Datapoints').filter((point) => Number(valueAt(point, 'Sum')) > 0);
    const last = runs
      .map((point) => textAt(point, 'Timestamp') ?? '')
      .toSorted(compareTexts)
      .at(-1);
    return last === undefined
      ? reportWrong('sweeper', `has not run for ${WINDOW_MINUTES} minutes`, 'docs/operations/sweeper-silent.md')
      : reportOk('sweeper', `ran last at ${last}`);
  },

  'last probe': async ({ aws, stack, deployed, now }) => {
    const answer = await aws('dynamodb', 'get-item', {
      TableName: stack.resource('LedgerTable', 'AWS::DynamoDB::GlobalTable'),
      Key: { [SENDS.key]: { S: PROBE_ROW } },
    });
    const item = answer === null ? undefined : itemSchema.parse(answer).Item;
    return judgeProbe(item && plainOf(item), deployed.probeMinutes, now());
  },

  schedules: async ({ aws, stack }) => {
    const each = stack.resources('AWS::Events::Rule').map(async ({ id, name }): Promise<Finding> => {
      const what = SCHEDULES.find(([start]) => id.startsWith(start))?.[1] ?? `schedule ${id}`;
      return textAt(await aws('events', 'describe-rule', { Name: name }), 'State') === 'ENABLED'
        ? reportOk(what, 'on')
        : reportWrong(what, 'switched off', `aws events enable-rule --name ${name}`);
    });
    return Promise.all(each);
  },

  'workers of queues': async ({ aws, stack }) => {
    const each = stack.resources('AWS::Lambda::EventSourceMapping').map(async ({ id, name }): Promise<Finding> => {
      const state = textAt(await aws('lambda', 'get-event-source-mapping', { UUID: name }), 'State') ?? 'UNKNOWN';
      return /^(Enabled|Updating|Enabling)$/.test(state)
        ? reportOk('worker of a queue', `${id} ${state}`)
        : reportWrong('worker of a queue', `${id} ${state}`, `aws lambda update-event-source-mapping --enabled --uuid ${name}`);
    });
    return Promise.all(each);
  },

  functions: async ({ aws, stack }) => {
    const each = stack.resources('AWS::Lambda::Function').map(async ({ id, name }): Promise<Finding> => {
      const answer = await aws('lambda', 'get-function-concurrency', { FunctionName: name });
      return valueAt(answer, 'ReservedConcurrentExecutions') === 0
        ? reportWrong('function', `${id} may not run at all`, `aws lambda delete-function-concurrency --function-name ${name}`)
        : reportOk('function', `${id} may run`);
    });
    return Promise.all(each);
  },
};

/** What the schedules are for, by how their ids begin. */
const SCHEDULES: readonly (readonly [start: string, what: string])[] = [
  ['MailOut', 'schedule of the sweeper'],
  ['ReceiptRuleCheck', 'schedule of the receipt rule check'],
  ['Erasures', 'schedule of erasures'],
  ['Probe', 'schedule of probes'],
];

/** A row as the AWS command line gives it. */
const itemSchema = z.object({ Item: z.record(z.string(), z.object({ S: z.string().optional(), N: z.string().optional() })).optional() });

const plainOf = (item: NonNullable<z.output<typeof itemSchema>['Item']>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(item).map(([name, { S, N }]) => [name, S ?? Number(N)]));

const lastMinutes = (nowMs: number) => ({
  StartTime: new Date(nowMs - WINDOW_MINUTES * 60_000).toISOString(),
  EndTime: new Date(nowMs).toISOString(),
  Period: 60,
});

/** What the sweeper measured last; null: nothing within ten minutes. */
async function readNewest({ aws, stage, now }: AwsPlace, metric: MeasureName): Promise<number | null> {
  const answer = await aws('cloudwatch', 'get-metric-statistics', {
    Namespace: nameMetrics(stage),
    MetricName: metric,
    Dimensions: [{ Name: 'service', Value: 'sweep-mail' }],
    ...lastMinutes(now()),
    Statistics: ['Maximum'],
  });
  const points = listAt(answer, 'Datapoints').toSorted((a, b) => compareTexts(textAt(a, 'Timestamp') ?? '', textAt(b, 'Timestamp') ?? ''));
  const newest = points.at(-1);
  return newest === undefined ? null : Number(valueAt(newest, 'Maximum'));
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
