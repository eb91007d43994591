import { expect, test } from 'vitest';
import { readConfig } from '../../infra/config.ts';
import { AWS_CHECKS } from '../../ops/doctor/aws-checks.ts';
import type { AwsPlace } from '../../ops/doctor/aws-place.ts';
import { runChecks } from '../../ops/doctor/finding.ts';

const NOW = Date.UTC(2030, 0, 8, 12);
const SETTINGS = { NOTIFICATIONS_FROM_EMAIL: 'practice@meet.example.org', ALARM_EMAIL: 'operator@example.org' };
const PARTS: Record<string, [id: string, name: string][]> = {
  'AWS::SES::ConfigurationSet': [['SenderConfigurationSet1', 'set']],
  'AWS::S3::Bucket': [
    ['InboxBucket1', 'inbox'],
    ['SiteBucket1', 'site'],
  ],
  'AWS::SNS::Topic': [
    ['WatchAlarms1', 'arn:aws:sns:eu-west-1:123456789012:alarms'],
    ['InboxArrivals1', 'arn:aws:sns:eu-west-1:123456789012:arrivals'],
    ['MailStatusEvents1', 'arn:aws:sns:eu-west-1:123456789012:events'],
  ],
  'AWS::SQS::Queue': [
    ['MailDeadLetters1', 'https://sqs/dead'],
    ['MailQueue1', 'https://sqs/mail'],
    ['MailInWorkQueue1', 'https://sqs/replies'],
    ['MailStatusWorkQueue1', 'https://sqs/told'],
  ],
  'AWS::Events::Rule': [
    ['MailOutSweep1', 'sweep'],
    ['ReceiptRuleCheckSchedule1', 'rule-check'],
  ],
  'AWS::DynamoDB::GlobalTable': [['RoomsTable1', 'rooms']],
  'AWS::Lambda::Function': [['MailOutSweepMail1', 'sweeper']],
  'AWS::Lambda::EventSourceMapping': [['MailOutSendMailSqs', 'uuid-1']],
  'AWS::Cognito::UserPool': [['SignInPeople1', 'pool']],
  'AWS::SecretsManager::Secret': [
    ['MagicLinksKeys1', 'keys'],
    ['OriginKeyKey1', 'origin'],
    ['LedgerKey1', 'digests'],
  ],
};

/** Values of a metric: AWS gives them in no order. */
function measured(older: number, newest: number) {
  return {
    Datapoints: [
      { Maximum: newest, Timestamp: '2030-01-08T11:59:00Z' },
      { Maximum: older, Timestamp: '2030-01-08T11:51:00Z' },
    ],
  };
}
function destination(Enabled: boolean, ...others: string[]) {
  return { Enabled, MatchingEventTypes: others.length > 0 ? others : ['SEND', 'DELIVERY', 'BOUNCE', 'COMPLAINT'] };
}
function backups(PointInTimeRecoveryStatus: string) {
  return { ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus } } };
}

/** What AWS answers of a service in which everything holds, in the shapes of the AWS command line. */
const HEALTHY: Record<string, unknown> = {
  'sesv2 get-account': {
    SendingEnabled: true,
    ProductionAccessEnabled: true,
    EnforcementStatus: 'HEALTHY',
    SendQuota: { Max24HourSend: 50000, MaxSendRate: 14, SentLast24Hours: 12 },
  },
  'sesv2 get-configuration-set': { ConfigurationSetName: 'set', SendingOptions: { SendingEnabled: true } },
  'sesv2 get-email-identity': {
    VerifiedForSendingStatus: true,
    DkimAttributes: { Status: 'SUCCESS' },
    MailFromAttributes: { MailFromDomainStatus: 'SUCCESS' },
  },
  'ses describe-active-receipt-rule-set': {
    Metadata: { Name: 'ours' },
    Rules: [
      {
        Name: 'r',
        Enabled: true,
        ScanEnabled: true,
        Recipients: ['practice@meet.example.org'],
        Actions: [{ S3Action: { BucketName: 'inbox' } }],
      },
      { Name: 'p', Enabled: true, Recipients: ['probe-host@meet.example.org', 'probe-guest@meet.example.org'] },
    ],
  },
  'sns list-subscriptions-by-topic': { Subscriptions: [{ SubscriptionArn: 'arn:aws:sns:eu-west-1:123456789012:q:1', Protocol: 'sqs' }] },
  'sns list-subscriptions-by-topic arn:aws:sns:eu-west-1:123456789012:alarms': {
    Subscriptions: [{ SubscriptionArn: 'arn:aws:sns:eu-west-1:123456789012:alarms:1', Protocol: 'email' }],
  },
  'cloudwatch describe-alarms': { MetricAlarms: [{ AlarmName: 'OphthalmoPractice-prod-Quiet', StateValue: 'OK', ActionsEnabled: true }] },
  'sqs get-queue-attributes': { Attributes: { ApproximateNumberOfMessages: '0' } },
  'events describe-rule': { State: 'ENABLED' },
  'cloudwatch get-metric-statistics Invocations': { Datapoints: [{ Sum: 1, Timestamp: '2030-01-08T11:59:00Z' }] },
  'cloudwatch get-metric-statistics OldestOwedMail': measured(2000, 0),
  'cloudwatch get-metric-statistics MailUnheard': measured(3, 0),
  'sesv2 get-configuration-set-event-destinations': { EventDestinations: [destination(true)] },
  'lambda get-function-concurrency': null,
  'dynamodb describe-continuous-backups': backups('ENABLED'),
  'lambda get-event-source-mapping': { State: 'Enabled' },
  'cognito-idp describe-user-pool': { UserPool: { EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' } } },
  'secretsmanager describe-secret': { LastChangedDate: '2029-12-01T00:00:00Z' },
  'lambda get-account-settings': { AccountLimit: { ConcurrentExecutions: 1000 } },
  'cloudfront list-distributions': { DistributionList: { Items: [{ Id: 'E1' }] } },
};

interface Break {
  readonly stack?: Partial<AwsPlace['stack']>;
  readonly answers?: Record<string, unknown>;
  readonly place?: Partial<AwsPlace>;
  readonly deployed?: Record<string, string>;
}

async function examine({ answers = {}, place = {}, deployed = SETTINGS, stack = {} }: Break = {}) {
  const aws: AwsPlace['aws'] = async (service, operation, input = {}) => {
    const known = { ...HEALTHY, ...answers };
    // Of one metric, one rule, one secret and one topic among several.
    const about = input['MetricName'] ?? input['Name'] ?? input['SecretId'] ?? input['TopicArn'];
    const answer = known[`${service} ${operation} ${String(about)}`] ?? known[`${service} ${operation}`];
    if (answer instanceof Error) throw answer;
    return answer ?? null;
  };
  const of = (type: string) => (PARTS[type] ?? []).map(([id, name]) => ({ id, name }));
  const findings = await runChecks(AWS_CHECKS, {
    aws,
    stage: 'prod',
    stack: {
      name: 'OphthalmoPractice-prod',
      stage: 'prod',
      region: 'eu-west-1',
      status: 'UPDATE_COMPLETE',
      settings: deployed,
      output: (key) => (key === 'Step5TryIt' ? 'curl https://d1.cloudfront.net/api/health' : undefined),
      resources: of,
      resource: (start, type) => of(type).find(({ id }) => id.startsWith(start))?.name ?? '',
      ...stack,
    },
    deployed: readConfig((name) => deployed[name]),
    next: SETTINGS,
    leftOut: [],
    dns: { mx: async () => [{ exchange: 'inbound-smtp.eu-west-1.amazonaws.com' }], txt: async () => [['v=DMARC1; p=quarantine']] },
    fetch: async () => new Response('{}', { headers: { date: new Date(NOW).toUTCString() } }),
    now: () => NOW,
    ...place,
  });
  return { findings, bad: findings.filter(({ state }) => state !== 'ok') };
}

test('where everything holds, nothing is invented', async () => {
  const { findings, bad } = await examine();
  expect(bad).toEqual([]);
  expect(findings.length).toBeGreaterThan(25);
});

const dns = (mx: string[], txt: string[]) => ({
  mx: async () => mx.map((exchange) => ({ exchange })),
  txt: async () => txt.map((text) => [text]),
});
const ours = 'inbound-smtp.eu-west-1.amazonaws.com';
const rules = (change: object) => {
  const [rule, probes] = (HEALTHY['ses describe-active-receipt-rule-set'] as any).Rules;
  return { answers: { 'ses describe-active-receipt-rule-set': { Metadata: { Name: 'ours' }, Rules: [{ ...rule, ...change }, probes] } } };
};
const rulesBefore = (...before: object[]) => ({
  answers: {
    'ses describe-active-receipt-rule-set': {
      Metadata: { Name: 'ours' },
      Rules: [...before, ...(HEALTHY['ses describe-active-receipt-rule-set'] as any).Rules],
    },
  },
});
const account = (change: object) => ({ answers: { 'sesv2 get-account': { ...(HEALTHY['sesv2 get-account'] as object), ...change } } });

/** The row of a probe as the AWS command line gives it, and how often one is to run. */
const probed = (minutesAgo: number, failedHop: string, everyMinutes?: number): Break => ({
  answers: {
    'dynamodb get-item': {
      Item: {
        send_key: { S: 'last-probe' },
        finished_at: { S: new Date(NOW - minutesAgo * 60_000).toISOString() },
        failed_hop: { S: failedHop },
        seconds: { N: '12.5' },
      },
    },
  },
  ...(everyMinutes !== undefined && {
    deployed: { ...SETTINGS, PROBE_MINUTES: String(everyMinutes) },
    place: { next: { ...SETTINGS, PROBE_MINUTES: String(everyMinutes) } },
  }),
});

test.each([
  [probed(3, ''), 'ok made the round trip in 12.5 seconds, 3 minutes ago'],
  [probed(60, '', 15), 'ok made the round trip in 12.5 seconds, 60 minutes ago'],
  [{}, 'ok none yet: npm run ops -- probe'],
])('a probe that came through, or that nobody has asked for, is no fault', async (place, said) => {
  const { findings } = await examine(place);
  expect(findings.filter(({ check }) => check === 'last probe').map(({ state, found }) => `${state} ${found}`)).toEqual([said]);
});

test.each<[string, Break]>([
  [
    'a rule before ours that stops other mail',
    rulesBefore({ Name: 'x', Enabled: true, Recipients: ['example.org'], Actions: [{ StopAction: {} }] }),
  ],
  ['a rule before ours that is switched off', rulesBefore({ Name: 'x', Enabled: false, Recipients: [], Actions: [{ StopAction: {} }] })],
  [
    'a rule before ours that keeps a copy',
    rulesBefore({ Name: 'x', Enabled: true, Recipients: [], Actions: [{ S3Action: { BucketName: 'copies' } }] }),
  ],
  [
    'a DMARC record of the domain above',
    { place: { dns: { ...dns([ours], []), txt: async (name) => (name === '_dmarc.example.org' ? [['v=DMARC1; p=none']] : []) } } },
  ],
])('%s is no fault', async (_, place) => {
  const { bad } = await examine(place);
  expect(bad).toEqual([]);
});

test.each<[string, Break, RegExp]>([
  ['a probe that failed', probed(3, 'decide'), /last probe wrong failed at "decide" 3 minutes ago .*no-probe/],
  ['a probe that failed long ago', probed(3000, 'send'), /last probe mind failed at "send" .*ops -- probe/],
  ['probes that no longer run', probed(61, '', 15), /last probe mind .*every 15 minutes .*no-probe/],
  [
    'probes that never ran',
    { deployed: { ...SETTINGS, PROBE_MINUTES: '15' }, place: { next: { ...SETTINGS, PROBE_MINUTES: '15' } } },
    /last probe wrong none has ended/,
  ],
  [
    'no rule for mail to probes',
    {
      answers: {
        'ses describe-active-receipt-rule-set': {
          ...(HEALTHY['ses describe-active-receipt-rule-set'] as any),
          Rules: [(HEALTHY['ses describe-active-receipt-rule-set'] as any).Rules[0]],
        },
      },
    },
    /receipt rule of probes mind .*npm run deploy/,
  ],
  [
    'a setting that nobody says any more',
    { deployed: { ...SETTINGS, BRAND_NAME: 'Retina Club' } },
    /settings wrong .*BRAND_NAME.*stages\/prod\.json/,
  ],
  ['a setting that was changed and not deployed', { place: { next: { ...SETTINGS, BRAND_NAME: 'New' } } }, /settings mind .*BRAND_NAME/],
  ['an account that SES stopped', account({ SendingEnabled: false }), /sending account wrong/],
  ['an account that SES shut down', account({ EnforcementStatus: 'SHUTDOWN' }), /sending account wrong/],
  ['the sandbox', account({ ProductionAccessEnabled: false }), /sending account wrong .*sandbox/],
  [
    "a day's quota that is nearly used",
    account({ SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 190 } }),
    /sending account mind .*95 %/,
  ],
  [
    'mail that is paused',
    { answers: { 'sesv2 get-configuration-set': { SendingOptions: { SendingEnabled: false } } } },
    /sending switch wrong .*mail resume/,
  ],
  [
    'mail that is only recorded',
    { deployed: { ...SETTINGS, NOTIFICATIONS_ENABLED: 'false' }, place: { next: { ...SETTINGS, NOTIFICATIONS_ENABLED: 'false' } } },
    /sending switch mind/,
  ],
  [
    'an identity that lost its records',
    { answers: { 'sesv2 get-email-identity': { VerifiedForSendingStatus: false, DkimAttributes: { Status: 'SUCCESS' } } } },
    /identity wrong/,
  ],
  [
    'DKIM that failed',
    { answers: { 'sesv2 get-email-identity': { VerifiedForSendingStatus: true, DkimAttributes: { Status: 'FAILED' } } } },
    /DKIM wrong FAILED/,
  ],
  [
    'a return path that failed',
    {
      answers: {
        'sesv2 get-email-identity': {
          VerifiedForSendingStatus: true,
          DkimAttributes: { Status: 'SUCCESS' },
          MailFromAttributes: { MailFromDomainStatus: 'FAILED' },
        },
      },
    },
    /MAIL FROM wrong/,
  ],
  ['no MX', { place: { dns: dns([], ['v=DMARC1; p=none']) } }, /MX wrong .*no record/],
  ['an MX of somebody else', { place: { dns: dns(['mx.example.net'], ['v=DMARC1; p=none']) } }, /MX wrong .*mx\.example\.net/],
  ['a second MX', { place: { dns: dns([ours, 'mx.example.net'], ['v=DMARC1; p=none']) } }, /MX wrong .*second server|MX wrong/],
  ['no DMARC', { place: { dns: dns([ours], ['something else']) } }, /DMARC wrong .*no record/],
  ['two DMARC records', { place: { dns: dns([ours], ['v=DMARC1; p=none', 'v=DMARC1; p=reject']) } }, /DMARC wrong .*2 records/],
  ['no active rule set', { answers: { 'ses describe-active-receipt-rule-set': null } }, /receipt rules wrong .*receive on/],
  ['a rule set of somebody else', rules({ Recipients: ['info@example.org'] }), /receipt rules wrong .*without a rule/],
  ['our rule switched off', rules({ Enabled: false }), /receipt rules wrong .*switched off/],
  ['a rule that does not scan', rules({ ScanEnabled: false }), /receipt rules wrong .*scan/],
  ['a rule of another stack', rules({ Actions: [{ S3Action: { BucketName: 'elsewhere' } }] }), /receipt rules wrong .*another stack/],
  [
    'an alarm that reaches nobody',
    { answers: { 'sns list-subscriptions-by-topic arn:aws:sns:eu-west-1:123456789012:alarms': { Subscriptions: [] } } },
    /alarm subscription wrong alarms reach nobody/,
  ],
  [
    'a subscription that waits',
    {
      answers: {
        'sns list-subscriptions-by-topic arn:aws:sns:eu-west-1:123456789012:alarms': {
          Subscriptions: [{ SubscriptionArn: 'PendingConfirmation' }],
        },
      },
    },
    /alarm subscription wrong waits/,
  ],
  [
    'an alarm',
    {
      answers: {
        'cloudwatch describe-alarms': { MetricAlarms: [{ AlarmDescription: 'Mail waits.', StateValue: 'ALARM', ActionsEnabled: true }] },
      },
    },
    /alarms wrong Mail waits\./,
  ],
  [
    'an alarm whose actions are switched off',
    {
      answers: {
        'cloudwatch describe-alarms': {
          MetricAlarms: [
            { AlarmName: 'OphthalmoPractice-prod-A', StateValue: 'OK', ActionsEnabled: false },
            { AlarmName: 'OphthalmoPractice-prod-B', StateValue: 'OK', ActionsEnabled: true },
          ],
        },
      },
    },
    /alarms switched off wrong 1 ring for nobody: OphthalmoPractice-prod-A .*enable-alarm-actions --alarm-names OphthalmoPractice-prod-A$/,
  ],
  [
    'a topic of arrivals that leads to no queue',
    { answers: { 'sns list-subscriptions-by-topic arn:aws:sns:eu-west-1:123456789012:arrivals': { Subscriptions: [] } } },
    /topics of mail wrong InboxArrivals1 .*--notification-endpoint arn:aws:sqs:eu-west-1:123456789012:replies$/,
  ],
  [
    'a topic of events that leads to no queue',
    { answers: { 'sns list-subscriptions-by-topic arn:aws:sns:eu-west-1:123456789012:events': { Subscriptions: [] } } },
    /topics of mail wrong MailStatusEvents1 .*--notification-endpoint arn:aws:sqs:eu-west-1:123456789012:told$/,
  ],
  [
    'a key that is to be deleted',
    { answers: { 'secretsmanager describe-secret digests': { LastChangedDate: '2029-12-01', DeletedDate: '2030-01-20T00:00:00Z' } } },
    /keys wrong LedgerKey1 .*restore-secret --secret-id digests$/,
  ],
  ...[[], ['meet.example.org'], ['Practice@meet.example.org'], ['.example.org']].map((Recipients): [string, Break, RegExp] => [
    `a rule for ${JSON.stringify(Recipients)} that takes our mail first`,
    rulesBefore({ Name: 'stop', Enabled: true, Recipients, Actions: [{ StopAction: { Scope: 'RuleSet' } }] }),
    /receipt rules wrong the rule stop in ours comes before ours/,
  ]),
  [
    'a rule that bounces our mail first',
    rulesBefore({ Name: 'bounce', Enabled: true, Recipients: [], Actions: [{ BounceAction: { SmtpReplyCode: '550' } }] }),
    /receipt rules wrong the rule bounce /,
  ],
  [
    'dead letters',
    { answers: { 'sqs get-queue-attributes': { Attributes: { ApproximateNumberOfMessages: '3' } } } },
    /dead letters: mail wrong 3 messages .*mail redrive mail/,
  ],
  [
    'a sweeper switched off',
    { answers: { 'events describe-rule sweep': { State: 'DISABLED' } } },
    /schedule of the sweeper wrong .*enable-rule --name sweep/,
  ],
  [
    'a check of the receipt rule that is switched off',
    { answers: { 'events describe-rule rule-check': { State: 'DISABLED' } } },
    /schedule of the receipt rule check wrong .*enable-rule --name rule-check/,
  ],
  [
    'a sweeper that does not run',
    {
      answers: {
        'cloudwatch get-metric-statistics Invocations': { Datapoints: [] },
        'cloudwatch get-metric-statistics OldestOwedMail': { Datapoints: [] },
        'cloudwatch get-metric-statistics MailUnheard': { Datapoints: [] },
      },
    },
    /sweeper wrong .*10 minutes/,
  ],
  [
    'mail that is owed for long',
    { answers: { 'cloudwatch get-metric-statistics OldestOwedMail': measured(0, 1200) } },
    /oldest owed mail wrong decided 20 minutes ago .*mail-owed-for-long/,
  ],
  [
    'mail of which SES tells nothing',
    { answers: { 'cloudwatch get-metric-statistics MailUnheard': measured(0, 4) } },
    /mail without events wrong .*4 mails/,
  ],
  [
    'events that are switched off',
    { answers: { 'sesv2 get-configuration-set-event-destinations': { EventDestinations: [destination(false)] } } },
    /mail events wrong .*DELIVERY, BOUNCE, COMPLAINT/,
  ],
  [
    'an event that SES does not tell',
    { answers: { 'sesv2 get-configuration-set-event-destinations': { EventDestinations: [destination(true, 'DELIVERY', 'BOUNCE')] } } },
    /mail events wrong SES does not tell of COMPLAINT /,
  ],
  [
    'no destination for events',
    { answers: { 'sesv2 get-configuration-set-event-destinations': { EventDestinations: [] } } },
    /mail events wrong/,
  ],
  [
    'a function that may not run',
    { answers: { 'lambda get-function-concurrency': { ReservedConcurrentExecutions: 0 } } },
    /function wrong MailOutSweepMail1 .*delete-function-concurrency/,
  ],
  [
    'a table that cannot be restored',
    { answers: { 'dynamodb describe-continuous-backups': backups('DISABLED') } },
    /backups wrong RoomsTable1 cannot be restored/,
  ],
  ['an update of the stack that was rolled back', { stack: { status: 'UPDATE_ROLLBACK_COMPLETE' } }, /stack wrong .*ROLLBACK/],
  [
    'a region where SES receives no mail',
    { stack: { region: 'eu-north-1' }, place: { dns: dns(['inbound-smtp.eu-north-1.amazonaws.com'], ['v=DMARC1; p=none']) } },
    /region wrong .*eu-north-1/,
  ],
  [
    'an MX of another region',
    { place: { dns: dns(['inbound-smtp.us-east-1.amazonaws.com.'], ['v=DMARC1; p=none']) } },
    /MX wrong .*us-east-1.*has to be inbound-smtp\.eu-west-1/,
  ],
  [
    'an old origin key',
    { answers: { 'secretsmanager describe-secret origin': { LastChangedDate: '2028-01-01T00:00:00Z' } } },
    /age of keys mind the origin key .*rotate origin/,
  ],
  ['an account under review', account({ EnforcementStatus: 'PROBATION' }), /sending account mind .*reviews/],
  [
    'DNS that does not answer',
    {
      place: {
        dns: {
          mx: () => Promise.reject(Object.assign(new Error('queryMx ETIMEOUT'), { code: 'ETIMEOUT' })),
          txt: dns([], ['v=DMARC1; p=none']).txt,
        },
      },
    },
    /MX unknown .*ETIMEOUT/,
  ],
  [
    'a site that does not answer',
    { place: { fetch: () => Promise.reject(new TypeError('fetch failed')) } },
    /site and clock unknown fetch failed/,
  ],
  [
    'a worker switched off',
    { answers: { 'lambda get-event-source-mapping': { State: 'Disabled' } } },
    /worker of a queue wrong .*--enabled --uuid uuid-1/,
  ],
  [
    "Cognito's own sender",
    { answers: { 'cognito-idp describe-user-pool': { UserPool: { EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' } } } } },
    /sign-up mail mind .*50 mails/,
  ],
  [
    'old keys',
    { answers: { 'secretsmanager describe-secret keys': { LastChangedDate: '2028-01-01T00:00:00Z' } } },
    /age of keys mind .*rotate links/,
  ],
  [
    'an account that runs ten functions',
    { answers: { 'lambda get-account-settings': { AccountLimit: { ConcurrentExecutions: 10 } } } },
    /limits of the account mind only 10 functions/,
  ],
  ['a site that fails', { place: { fetch: async () => new Response('', { status: 503 }) } }, /site wrong .*503/],
  ['a wrong clock', { place: { now: () => NOW + 600_000 } }, /clock wrong .*600 seconds/],
  ['AWS that does not tell', { answers: { 'sesv2 get-account': new Error('AccessDenied') } }, /sending account unknown AccessDenied/],
])('%s is named, and nothing else is', async (_, broken, expected) => {
  const { bad } = await examine(broken);
  const lines = bad.map(({ check, state, found, mend }) => `${check} ${state} ${found} ${mend}`);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(expected);
  expect(bad[0]!.mend).not.toBe('');
});
