import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FUNCTIONS } from '../../infra/bundle.ts';
import { asText, only, synthesize } from '../support/template.ts';

const { ofType, lambda } = await synthesize({ ALARM_EMAIL: 'operator@example.org' });
const alarms = ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties);
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

test('every alarm reaches somebody', () => {
  const topic = only(ofType('AWS::SNS::Topic').filter(({ id }) => id.startsWith('WatchAlarms'))).id;
  for (const { AlarmActions } of alarms) expect(AlarmActions).toEqual([{ Ref: topic }]);
  const [subscription] = ofType('AWS::SNS::Subscription').filter(({ properties }) => properties.TopicArn.Ref === topic);
  expect(subscription!.properties).toMatchObject({ Protocol: 'email', Endpoint: 'operator@example.org' });
});

test('alarms may publish: a topic policy of our own has taken the place of the one that lets them', () => {
  const policy = only(ofType('AWS::SNS::TopicPolicy').filter(({ id }) => id.startsWith('WatchAlarms'))).properties.PolicyDocument;
  expect(policy.Statement).toContainEqual(
    expect.objectContaining({ Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
  );
});

test.each(Object.keys(FUNCTIONS))('somebody hears when %s keeps failing', (name) => {
  const dimensions = [{ Name: 'FunctionName', Value: { Ref: lambda(name).id } }];
  expect(alarms).toContainEqual(expect.objectContaining({ MetricName: 'Errors', Dimensions: dimensions }));
});

test('somebody hears of every message that was set aside, and of every queue that does not move', () => {
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
  ['RepliesRefused', 'receive-mail'],
  ['RepliesNeedingConfirmation', 'receive-mail'],
  ['RepliesNotAsked', 'receive-mail'],
  ['MailRetried', 'send-mail'],
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

test('silence is no alarm: nothing runs when nobody books', () => {
  for (const { TreatMissingData } of alarms) expect(TreatMissingData).toBe('notBreaching');
});
