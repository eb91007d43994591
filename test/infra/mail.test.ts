import { expect, test } from 'vitest';
import { asText, only, synthesize } from '../support/template.ts';

const { ofType, outputs } = await synthesize({ NOTIFICATIONS_FROM_EMAIL: 'practice@meet.example.org' });
/** In an account that sends and receives mail already. */
const asGuest = await synthesize({
  NOTIFICATIONS_FROM_EMAIL: 'practice@meet.example.org',
  SENDING_IDENTITY: 'example.org',
  RECEIPT_RULE_SET: 'company-mail',
});
const ruleOf = (name: string) => only(ofType('AWS::SES::ReceiptRule').filter(({ id }) => id.includes(name)));
const idOf = (type: string, start: string) => only(ofType(type).filter(({ id }) => id.startsWith(start))).id;

test('the organizer is the identity of its domain, signed, with bounces under a domain of their own', () => {
  expect(only(ofType('AWS::SES::EmailIdentity')).properties).toMatchObject({
    EmailIdentity: 'meet.example.org',
    MailFromAttributes: { MailFromDomain: 'bounce.meet.example.org', BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
    FeedbackAttributes: { EmailForwardingEnabled: false },
  });
});

test('an identity that was verified before is used, not made', () => {
  const { ofType } = asGuest;
  expect(ofType('AWS::SES::EmailIdentity')).toEqual([]);
});

test('mail leaves over TLS only, and nobody rewrites its links', () => {
  const set = only(ofType('AWS::SES::ConfigurationSet')).properties;
  expect(set.DeliveryOptions).toEqual({ TlsPolicy: 'REQUIRE' });
  expect(set.TrackingOptions).toBeUndefined();
  const { MatchingEventTypes } = only(ofType('AWS::SES::ConfigurationSetEventDestination')).properties.EventDestination;
  expect(MatchingEventTypes).not.toContain('open');
  expect(MatchingEventTypes).not.toContain('click');
});

test('events about a mail go to a topic, a queue and a function', () => {
  const { EventDestination } = only(ofType('AWS::SES::ConfigurationSetEventDestination')).properties;
  const topic = idOf('AWS::SNS::Topic', 'MailStatusEvents');
  expect(EventDestination.MatchingEventTypes).toEqual(['send', 'delivery', 'deliveryDelay', 'bounce', 'complaint', 'reject']);
  expect(asText(EventDestination.SnsDestination.TopicARN)).toBe(`<${topic}>`);
  expect(subscribersOf(topic)).toEqual([`<${idOf('AWS::SQS::Queue', 'MailStatusWorkQueue')}.Arn>`]);
});

test('mail that arrives is kept, then told to a topic, a queue, a function', () => {
  const { Rule } = ruleOf('ToOrganizer').properties;
  const topic = idOf('AWS::SNS::Topic', 'InboxArrivals');
  expect(Rule.Actions).toEqual([
    { S3Action: { BucketName: { Ref: idOf('AWS::S3::Bucket', 'InboxBucket') }, ObjectKeyPrefix: 'inbound/', TopicArn: { Ref: topic } } },
  ]);
  expect(subscribersOf(topic)).toEqual([`<${idOf('AWS::SQS::Queue', 'MailInWorkQueue')}.Arn>`]);
});

test('only SES may publish arrivals, only for rules of this set', () => {
  const policy = only(ofType('AWS::SNS::TopicPolicy').filter(({ id }) => id.startsWith('InboxArrivals'))).properties.PolicyDocument;
  const [allowed, ...others] = policy.Statement.filter(({ Effect }: any) => Effect === 'Allow');
  expect(others).toEqual([]);
  expect(allowed.Principal).toEqual({ Service: 'ses.amazonaws.com' });
  const source = asText(allowed.Condition.ArnLike['AWS:SourceArn']);
  expect(source).toContain(`:receipt-rule-set/<${only(ofType('AWS::SES::ReceiptRuleSet')).id}>:receipt-rule/`);
});

test('the rule is about the organizer alone, scans, and insists on TLS', () => {
  expect(ruleOf('ToOrganizer').properties.Rule).toMatchObject({
    Recipients: ['practice@meet.example.org'],
    ScanEnabled: true,
    TlsPolicy: 'Require',
  });
});

test('a rule set is never replaced: ours is made, and left for a command to switch on that asks first', () => {
  const { properties } = only(ofType('AWS::SES::ReceiptRuleSet'));
  expect(properties.RuleSetName).toBeUndefined();
  expect(asText(outputs['Step3ReceiveMail']!.Value)).toBe('npm run ops -- receive on --stage prod');
});

test('mail to the two of a probe is kept for a day where no function is told of it, by a rule before that of the organizer', () => {
  const probes = ruleOf('ToProbes');
  expect(probes.properties.Rule).toMatchObject({
    Recipients: ['probe-host@meet.example.org', 'probe-guest@meet.example.org'],
    ScanEnabled: true,
    TlsPolicy: 'Require',
    Actions: [{ S3Action: { BucketName: { Ref: idOf('AWS::S3::Bucket', 'InboxBucket') }, ObjectKeyPrefix: 'probe/' } }],
  });
  expect(probes.properties.Rule.Actions[0].S3Action.TopicArn).toBeUndefined();
  expect(ruleOf('ToOrganizer').properties.After).toEqual({ Ref: probes.id });
  const { Rules } = only(ofType('AWS::S3::Bucket').filter(({ id }) => id.startsWith('InboxBucket'))).properties.LifecycleConfiguration;
  expect(Rules).toContainEqual({ Prefix: 'probe/', ExpirationInDays: 1, Status: 'Enabled' });
});

test('an existing rule set gets our two rules, and no set is made', () => {
  const { ofType, outputs } = asGuest;
  expect(ofType('AWS::SES::ReceiptRuleSet')).toEqual([]);
  expect(ofType('AWS::SES::ReceiptRule').map(({ properties }) => properties.RuleSetName)).toEqual(['company-mail', 'company-mail']);
  expect(outputs['Step3ReceiveMail']!.Value).toContain('company-mail');
});

test('topics refuse plain connections', () => {
  for (const { properties } of ofType('AWS::SNS::TopicPolicy')) {
    expect(properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  }
});

function subscribersOf(topic: string): string[] {
  const subscriptions = ofType('AWS::SNS::Subscription').filter(({ properties }) => properties.TopicArn.Ref === topic);
  return subscriptions.map(({ properties }) => asText(properties.Endpoint));
}
