import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FUNCTIONS } from '../../infra/build-folders.ts';
import { COUNTED, KINDED, MEASURES, type MetricName } from '../../functions/platform/log.ts';
import { HISTORY_EVENTS } from '../../shared/words/history-events.ts';
import { LINK_REFUSALS } from '../../shared/words/link-refusals.ts';
import { PERSON_LIMITS } from '../../shared/words/person-limits.ts';
import { REFUSAL_CLASSES } from '../../shared/words/refusal-classes.ts';
import { REPLY_OUTCOMES } from '../../shared/words/reply-outcomes.ts';
import { asText, only, synthesize } from '../support/template.ts';

const { ofType, lambda } = await synthesize({ ALARM_EMAIL: 'operator@example.org', PROBE_MINUTES: '15' });
const withPager = await synthesize({
  ALARM_EMAIL: 'operator@example.org',
  URGENT_ALARM_EMAIL: 'pager@example.org',
  RUNBOOK_URL: 'https://wiki.example.org/operations/',
});
const alarms = ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties);
const functionsFolder = join(import.meta.dirname, '../../functions');
const folder = join(import.meta.dirname, '../../docs/operations');
const pages = readdirSync(folder).filter((name) => name !== 'README.md');
const pageOf = ({ AlarmDescription }: any): string => AlarmDescription.match(/docs\/operations\/([a-z-]+\.md)$/)?.[1];

test('every alarm says what happened and links to the page that says what to do', () => {
  for (const alarm of alarms) expect(pages).toContain(pageOf(alarm));
});

test('every page is about an alarm', () => {
  expect(new Set(alarms.map(pageOf))).toEqual(new Set(pages));
});

test('every page is in the index', () => {
  const index = readFileSync(join(folder, 'README.md'), 'utf8');
  expect(pages.filter((page) => !index.includes(`](${page})`))).toEqual([]);
});

const topicOf = (start: string): string => only(ofType('AWS::SNS::Topic').filter(({ id }) => id.startsWith(start))).id;
const hearers = (synthesized: typeof withPager, topic: string) =>
  synthesized
    .ofType('AWS::SNS::Subscription')
    .filter(({ properties }) => properties.TopicArn.Ref === topic)
    .map(({ properties }) => properties.Endpoint);

test('an alarm that cannot wait has a topic of its own, and every alarm reaches somebody', () => {
  const [urgent, later] = [topicOf('WatchUrgent'), topicOf('WatchAlarms')];
  for (const { AlarmActions, AlarmDescription } of alarms)
    expect(AlarmActions).toEqual([{ Ref: AlarmDescription.startsWith('[page]') ? urgent : later }]);
  expect([hearers({ ofType } as typeof withPager, urgent), hearers({ ofType } as typeof withPager, later)]).toEqual([
    ['operator@example.org'],
    ['operator@example.org'],
  ]);
  expect([hearers(withPager, urgent), hearers(withPager, later)]).toEqual([['pager@example.org'], ['operator@example.org']]);
});

test('the text of an alarm links to its page where a setting says where the pages are', () => {
  for (const { properties } of withPager.ofType('AWS::CloudWatch::Alarm'))
    expect(properties.AlarmDescription).toMatch(/ What to do: https:\/\/wiki\.example\.org\/operations\/[a-z-]+\.md$/);
});

test.each(['WatchAlarms', 'WatchUrgent'])(
  'alarms may publish to %s: its own policy has taken the place of the one that lets them',
  (topic) => {
    const policy = only(ofType('AWS::SNS::TopicPolicy').filter(({ id }) => id.startsWith(topic))).properties.PolicyDocument;
    expect(policy.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
    );
  },
);

test.each(Object.keys(FUNCTIONS))('an alarm reaches somebody when %s keeps failing', (name) => {
  const dimensions = [{ Name: 'FunctionName', Value: { Ref: lambda(name).id } }];
  expect(alarms).toContainEqual(expect.objectContaining({ MetricName: 'Errors', Dimensions: dimensions }));
});

test('an alarm reaches somebody for every message that was set aside, and for every queue that does not move', () => {
  const watched = (metric: string) =>
    alarms.filter(({ MetricName }) => MetricName === metric).map(({ Dimensions }) => asText(Dimensions[0].Value));
  const queues = ofType('AWS::SQS::Queue');
  const named = (working: boolean) =>
    queues.filter(({ properties }) => Boolean(properties.RedrivePolicy) === working).map(({ id }) => `<${id}.QueueName>`);
  expect(watched('ApproximateNumberOfMessagesVisible').sort()).toEqual(named(false).sort());
  expect(watched('ApproximateAgeOfOldestMessage').sort()).toEqual(named(true).sort());
});

test.each([
  ['Reputation.BounceRate', 0.05],
  ['Reputation.ComplaintRate', 0.001],
])('%s is watched below the point where SES stops mail', (metric, threshold) => {
  expect(alarms).toContainEqual(expect.objectContaining({ Namespace: 'AWS/SES', MetricName: metric, Threshold: threshold }));
});

test.each([
  ['RepliesNeedingConfirmation', 'receive-mail'],
  ['RepliesNotAsked', 'receive-mail'],
  ['MailRetried', 'send-mail'],
  ['ChannelDown', 'sweep-mail'],
])('a burst of %s is noticed, whatever the kind', (metric, service) => {
  expect(alarms).toContainEqual(
    expect.objectContaining({
      Namespace: 'OphthalmoPractice/prod',
      MetricName: metric,
      Dimensions: [{ Name: 'service', Value: service }],
      Statistic: 'Sum',
    }),
  );
});

test('only what may have been forged rings: robots, bounces and late answers are refused every day', () => {
  const refused = only(alarms.filter(({ MetricName }) => MetricName === 'RepliesRefused'));
  expect(refused.Dimensions).toEqual(
    expect.arrayContaining([
      { Name: 'kind', Value: 'forged' },
      { Name: 'service', Value: 'receive-mail' },
    ]),
  );
});

const COMPARISONS: Record<string, string> = { GreaterThanThreshold: '>', LessThanThreshold: '<' };
const MISSING: Record<string, string> = { notBreaching: 'fine', breaching: 'rings' };
const minutes = (seconds: number): string => (seconds % 3600 === 0 ? `${seconds / 3600} h` : `${seconds / 60} min`);

/** One alarm as a row of the table in docs/operations/README.md. */
function toRow({ id, properties: alarm }: { readonly id: string; readonly properties: any }): string {
  const whole = alarm.Metrics?.find(({ ReturnData }: any) => ReturnData !== false);
  const period = alarm.Period ?? alarm.Metrics.find(({ MetricStat }: any) => MetricStat)?.MetricStat.Period;
  const metric = whole === undefined ? `${alarm.MetricName}, ${alarm.Statistic ?? alarm.ExtendedStatistic}` : whole.Expression;
  const [, severity = '', page = ''] = /^\[(\w+)\] .*\/([a-z-]+)\.md$/.exec(alarm.AlarmDescription) ?? [];
  const cells = [
    id.replace(/Alarm[0-9A-F]{8}$/, ''),
    `${metric} ${COMPARISONS[alarm.ComparisonOperator]} ${alarm.Threshold}`,
    `${alarm.EvaluationPeriods} × ${minutes(period)}`,
    MISSING[alarm.TreatMissingData],
    severity,
    `[${page}](${page}.md)`,
  ];
  return `| ${cells.join(' | ')} |`;
}

test('every alarm rings as the table in the documentation says: which way, where, how long, and without data', () => {
  const index = readFileSync(join(folder, 'README.md'), 'utf8');
  const chapter = index.slice(index.indexOf('## Every alarm'), index.indexOf('## Finding things'));
  const documented = chapter.split('\n').filter((line) => /^\| [A-Z]/.test(line));
  expect(documented).toEqual(ofType('AWS::CloudWatch::Alarm').map(toRow).toSorted());
});

test('the check of the receipt rule looks for an enabled rule that puts mail into our own bucket, every ten minutes', () => {
  const machine = only(ofType('AWS::StepFunctions::StateMachine')).properties;
  const bucket = only(ofType('AWS::S3::Bucket').filter(({ id }) => id.startsWith('Inbox'))).id;
  const { States, StartAt } = JSON.parse(asText(machine.DefinitionString));
  const [asks, judges] = [States[StartAt], States[States[StartAt].Next]];
  expect(asks.Resource).toBe('arn:<AWS::Partition>:states:::aws-sdk:ses:describeActiveReceiptRuleSet');
  expect(judges.Choices).toHaveLength(1);
  expect(judges.Choices[0].Condition).toBe(
    `{% $exists($states.input.Rules[Enabled = true and $exists(Actions.S3Action[BucketName = "<${bucket}>" and ObjectKeyPrefix = "inbound/"])]) %}`,
  );
  expect([States[judges.Choices[0].Next].Type, States[judges.Default].Type]).toEqual(['Succeed', 'Fail']);
  const schedule = only(ofType('AWS::Events::Rule').filter(({ properties }) => 'RoleArn' in properties.Targets[0])).properties;
  expect(schedule).toMatchObject({ ScheduleExpression: 'rate(10 minutes)', State: 'ENABLED' });
});

/** The metrics of all graphs of the dashboard, as `name {dimension value …}`. */
function graphed(): readonly string[] {
  const { widgets } = JSON.parse(asText(only(ofType('AWS::CloudWatch::Dashboard')).properties.DashboardBody));
  return widgets
    .flatMap(({ properties }: any) => properties.metrics)
    .map(([, name, ...rest]: any[]) => [name, ...rest.filter((part: unknown) => typeof part === 'string')].join(' '));
}

/** Mail that came back, and answers that nobody asked for: the graphs of mail show them. */
const SHOWN_AS_MAIL: readonly string[] = ['mail-failed', 'mail-bounced', 'mail-complained', 'not-asked'];

test.each<[string, string, readonly string[]]>([
  ['Decided', 'all', HISTORY_EVENTS.filter((event) => !SHOWN_AS_MAIL.includes(event))],
  ['LinksRefused', 'links', LINK_REFUSALS],
  ['RepliesParsed', 'receive-mail', REPLY_OUTCOMES],
  ['RepliesRefused', 'receive-mail', REFUSAL_CLASSES],
  ['PersonLimited', 'all', PERSON_LIMITS],
])('the dashboard shows %s by kind', (metric, service, kinds) => {
  const shown = graphed();
  for (const kind of kinds) expect(shown).toContain(`${metric} kind ${kind} service ${service}`);
});

test('the dashboard shows mail by outcome, what waits, and what costs: units of each table and time of each function', () => {
  const shown = graphed();
  for (const name of ['MailSent', 'MailSuperseded', 'MailSuppressed', 'MailRetried', 'MailFailed'])
    expect(shown).toContain(`${name} service send-mail`);
  for (const name of ['MailDelivered', 'MailBounced', 'MailComplained']) expect(shown).toContain(`${name} service record-status`);
  for (const name of ['OldestOwedMail', 'MailUnheard']) expect(shown).toContain(`${name} service sweep-mail`);
  for (const { id } of ofType('AWS::DynamoDB::GlobalTable')) expect(shown).toContain(`ConsumedWriteCapacityUnits TableName <${id}>`);
  for (const name of Object.keys(FUNCTIONS)) expect(shown).toContain(`Duration FunctionName <${lambda(name).id}>`);
});

/** Shown by other metrics: what happened to rooms, and what became of answers. */
const SHOWN_OTHERWISE: readonly MetricName[] = [
  'RoomsCreated',
  'RoomsBooked',
  'ProposalsCreated',
  'ProposalsApproved',
  'ProposalsDeclined',
  'RepliesUnreadable',
];

test('each metric that code writes is shown by a graph or an alarm', () => {
  const watched = alarms.flatMap(({ MetricName: name, Metrics = [] }) => [
    name,
    ...Metrics.map((one: any) => one.MetricStat?.Metric.MetricName),
  ]);
  const shown = new Set([...graphed().map((metric) => metric.split(' ')[0]), ...watched, ...SHOWN_OTHERWISE]);
  const names = [...COUNTED, ...Object.keys(MEASURES), ...Object.keys(KINDED)];
  expect(names.filter((name) => !shown.has(name))).toEqual([]);
});

test('each metric that an alarm or a graph shows is one that code writes', () => {
  const ours = graphed().filter((metric) => / service [a-z-]+$/.test(metric));
  const code = readdirSync(functionsFolder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(functionsFolder, path), 'utf8'))
    .join('\n');
  const names = new Set(ours.map((metric) => metric.split(' ')[0] ?? ''));
  for (const name of names) expect(code).toMatch(new RegExp(`(count|countKind|measure)\\('${name}'`));
});
