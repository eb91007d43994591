import { expect, test } from 'vitest';
import { only, synthesize } from '../support/template.ts';

const { ofType } = await synthesize({ MAIL_CONCURRENCY: '7' });
const queues = ofType('AWS::SQS::Queue');
const deadLetterArns = queues.flatMap(({ properties }) => properties.RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'][0] ?? []);
const feeds = ofType('AWS::Lambda::EventSourceMapping').map(({ properties }) => properties);
const byId = (type: string, id: string) => ofType(type).find((resource) => resource.id === id)!.properties;

test('every queue has a dead-letter queue or is one', () => {
  expect(queues.filter(({ id, properties }) => !properties.RedrivePolicy && !deadLetterArns.includes(id))).toEqual([]);
  expect(deadLetterArns).toHaveLength(3);
});

test('a message is tried several times before it is set aside', () => {
  for (const { properties } of queues) expect(properties.RedrivePolicy?.maxReceiveCount ?? 5).toBe(5);
});

test('what was set aside waits 14 days for somebody to look', () => {
  for (const id of deadLetterArns) expect(byId('AWS::SQS::Queue', id).MessageRetentionPeriod).toBe(14 * 86_400);
});

test('a message stays hidden for at least six times as long as its function may take', () => {
  expect(feeds).toHaveLength(3);
  for (const { EventSourceArn, FunctionName } of feeds) {
    const { VisibilityTimeout } = byId('AWS::SQS::Queue', EventSourceArn['Fn::GetAtt'][0]);
    expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * byId('AWS::Lambda::Function', FunctionName.Ref).Timeout);
  }
});

test('one bad message of a batch does not bring back the good ones', () => {
  for (const { FunctionResponseTypes } of feeds) expect(FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
});

test('no more mailers run at once than the setting says', () => {
  const limits = ofType('AWS::Lambda::EventSourceMapping').flatMap(({ properties }) => properties.ScalingConfig?.MaximumConcurrency ?? []);
  expect(limits).toEqual([7]);
});

test('queues are encrypted and refuse plain connections', () => {
  for (const { properties } of queues) expect(properties.SqsManagedSseEnabled).toBe(true);
  const denied = ofType('AWS::SQS::QueuePolicy').filter(({ properties }) =>
    properties.PolicyDocument.Statement.some((s: any) => s.Effect === 'Deny' && s.Condition.Bool['aws:SecureTransport'] === 'false'),
  );
  expect(denied).toHaveLength(queues.length);
});

test('the sweeper runs each minute, for mail that is older than one', () => {
  const rule = only(ofType('AWS::Events::Rule').filter(({ id }) => id.startsWith('MailOut')));
  expect(rule.properties).toMatchObject({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' });
  expect(rule.properties.Targets).toEqual([
    expect.objectContaining({ Input: '{"olderThanSeconds":60}', RetryPolicy: { MaximumRetryAttempts: 0 } }),
  ]);
});
