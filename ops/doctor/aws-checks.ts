import type { Config } from '../../infra/config.ts';
import { domainOf } from '../../infra/mail-domain.ts';
import { findAwsLimits } from '../account-limits.ts';
import type { Aws } from '../aws-cli.ts';
import type { DeployedStack } from '../deployed-stack.ts';
import { listAt, textAt, valueAt } from '../json-value.ts';
import { compareSettings } from '../settings-drift.ts';
import { type Check, type Finding, reportConcern, reportOk, reportWrong } from './finding.ts';

/** All that the checks look at. */
export interface AwsPlace {
  readonly aws: Aws;
  readonly stage: string;
  readonly stack: DeployedStack;
  readonly deployed: Config;
  /** The settings that the next deployment would have. */
  readonly next: Readonly<Record<string, string>>;
  readonly leftOut: readonly string[];
  readonly dns: {
    readonly mx: (name: string) => Promise<readonly { readonly exchange: string }[]>;
    readonly txt: (name: string) => Promise<readonly (readonly string[])[]>;
  };
  readonly fetch: (url: string) => Promise<Response>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const DAY_MS = 86_400_000;
const KEY_AGE_DAYS = 366;
const CLOCK_MS = 60_000;

const DNS_PAGE = 'docs/deploy.md#dns';

export const AWS_CHECKS: Readonly<Record<string, Check<AwsPlace>>> = {
  stack: async ({ stack: { name, status } }) =>
    /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)
      ? reportOk('stack', `${name} ${status}`)
      : reportWrong('stack', `${name} ${status}`, 'Look at the events of the stack in CloudFormation, then deploy again'),

  settings: async ({ stack, next, leftOut, stage }) => {
    const { dropped, changed } = compareSettings(stack.settings, next, leftOut);
    if (dropped.length > 0)
      return reportWrong(
        'settings',
        `deployed, and said nowhere any more: ${dropped.join(', ')}`,
        `Put them into stages/${stage}.json; npm run deploy stops until then`,
      );
    return changed.length > 0
      ? reportConcern('settings', `differ from the deployed ones: ${changed.join(', ')}`, `STAGE=${stage} npm run deploy`)
      : reportOk('settings', 'as deployed');
  },

  'sending account': async ({ aws }) => {
    const account = await aws('sesv2', 'get-account');
    const [status, perSecond, perDay] = [
      textAt(account, 'EnforcementStatus'),
      textAt(account, 'SendQuota', 'MaxSendRate'),
      textAt(account, 'SendQuota', 'Max24HourSend'),
    ];
    if (valueAt(account, 'SendingEnabled') === false || status === 'SHUTDOWN')
      return reportWrong(
        'sending account',
        'SES has stopped the mail of this account',
        'Answer the case in the SES console: docs/operations/bounces.md',
      );
    if (valueAt(account, 'ProductionAccessEnabled') !== true)
      return reportWrong('sending account', 'in the sandbox: only verified addresses get mail', 'docs/deploy.md#leave-the-sandbox');
    const used = Number(valueAt(account, 'SendQuota', 'SentLast24Hours')) / Number(perDay);
    if (used > 0.8)
      return reportConcern(
        'sending account',
        `${Math.round(used * 100)} % of the day's ${perDay} mails are used`,
        'Ask for more in Service Quotas',
      );
    return status === 'PROBATION'
      ? reportConcern('sending account', 'SES reviews this account', 'docs/operations/bounces.md')
      : reportOk('sending account', `${perSecond} mails a second, ${perDay} a day`);
  },

  'sending switch': async ({ aws, stack }) => {
    const set = await aws('sesv2', 'get-configuration-set', {
      ConfigurationSetName: stack.resource('Sender', 'AWS::SES::ConfigurationSet'),
    });
    if (stack.settings['NOTIFICATIONS_ENABLED'] === 'false')
      return reportConcern(
        'sending switch',
        'NOTIFICATIONS_ENABLED is false: mail is recorded and never sent',
        'Take it out of the settings and deploy',
      );
    return valueAt(set, 'SendingOptions', 'SendingEnabled') === false
      ? reportWrong('sending switch', 'paused: mail waits', 'npm run ops -- mail resume')
      : reportOk('sending switch', 'on');
  },

  identity: async ({ aws, deployed: { sendingIdentity, organizerEmail } }) => {
    const name = sendingIdentity ?? domainOf(organizerEmail);
    const identity = await aws('sesv2', 'get-email-identity', { EmailIdentity: name });
    const dkim = textAt(identity, 'DkimAttributes', 'Status') ?? 'NOT_STARTED';
    const mailFrom = textAt(identity, 'MailFromAttributes', 'MailFromDomainStatus');
    return [
      valueAt(identity, 'VerifiedForSendingStatus') === true
        ? reportOk('identity', `${name} is verified`)
        : reportWrong('identity', `${name} is not verified: nothing leaves`, `Put the records into DNS: ${DNS_PAGE}`),
      dkim === 'SUCCESS' ? reportOk('DKIM', 'signed') : reportWrong('DKIM', dkim, `The three CNAME records: ${DNS_PAGE}`),
      ...(mailFrom === undefined
        ? []
        : [
            mailFrom === 'SUCCESS'
              ? reportOk('MAIL FROM', 'found')
              : reportWrong('MAIL FROM', mailFrom, `MX and TXT of bounce.${name}: ${DNS_PAGE}`),
          ]),
    ];
  },

  MX: async ({ dns, deployed: { organizerEmail } }) => {
    const domain = domainOf(organizerEmail);
    const found = await dns.mx(domain).catch(() => []);
    const isOurs = found.some(({ exchange }) => /^inbound-smtp\.[a-z0-9-]+\.amazonaws\.com$/i.test(exchange));
    const names = found.map(({ exchange }) => exchange).join(', ') || 'no record';
    if (!isOurs) return reportWrong('MX', `${domain}: ${names}`, `Mail to ${domain} has to come to SES: ${DNS_PAGE}`);
    return found.length > 1
      ? reportWrong('MX', `${domain}: ${names}`, 'A second server takes some of the mail: leave SES alone there')
      : reportOk('MX', names);
  },

  DMARC: async ({ dns, deployed: { organizerEmail } }) => {
    const name = `_dmarc.${domainOf(organizerEmail)}`;
    const records = (await dns.txt(name).catch(() => [])).map((parts) => parts.join('')).filter((text) => text.startsWith('v=DMARC1'));
    if (records.length === 1) return reportOk('DMARC', records[0] ?? '');
    return reportWrong(
      'DMARC',
      records.length === 0 ? `${name} has no record` : `${name} has ${records.length} records`,
      `One TXT record: ${DNS_PAGE}`,
    );
  },

  'receipt rules': async ({ aws, stack, deployed: { organizerEmail, receiptRuleSet } }) => {
    const active = await aws('ses', 'describe-active-receipt-rule-set');
    const name = textAt(active, 'Metadata', 'Name');
    const rule = listAt(active, 'Rules').find((one) => listAt(one, 'Recipients').includes(organizerEmail));
    if (name === undefined) return reportWrong('receipt rules', 'no rule set is active: no reply arrives', 'npm run ops -- receive on');
    if (rule === undefined)
      return reportWrong(
        'receipt rules',
        `${name} is active, without a rule for ${organizerEmail}`,
        receiptRuleSet === null ? `"RECEIPT_RULE_SET": "${name}" in the settings, then deploy` : 'STAGE=… npm run deploy',
      );
    if (valueAt(rule, 'Enabled') !== true)
      return reportWrong('receipt rules', `our rule in ${name} is switched off`, 'Switch it on in the SES console, or deploy again');
    if (valueAt(rule, 'ScanEnabled') !== true)
      return reportWrong('receipt rules', `our rule in ${name} does not scan: nobody can prove who they are`, 'Deploy again');
    const bucket = listAt(rule, 'Actions').map((action) => textAt(action, 'S3Action', 'BucketName'))[0];
    return bucket === stack.resource('InboxBucket', 'AWS::S3::Bucket')
      ? reportOk('receipt rules', `${name} is active, and our rule is in it`)
      : reportWrong(
          'receipt rules',
          `the rule for ${organizerEmail} in ${name} is of another stack`,
          'Two stages cannot share a mailbox: give this one another domain',
        );
  },

  'alarm subscription': async ({ aws, stack }) => {
    const topics = stack.resources('AWS::SNS::Topic').filter(({ id }) => id.startsWith('Watch'));
    const each = topics.map(async ({ name }): Promise<Finding> => {
      const subscriptions = listAt(await aws('sns', 'list-subscriptions-by-topic', { TopicArn: name }), 'Subscriptions');
      if (subscriptions.length === 0)
        return reportWrong('alarm subscription', 'nobody hears alarms', '"ALARM_EMAIL" in the settings, then deploy');
      const isWaiting = subscriptions.some((one) => textAt(one, 'SubscriptionArn') === 'PendingConfirmation');
      return isWaiting
        ? reportWrong('alarm subscription', 'waits for confirmation', 'Follow the link in the mail from AWS')
        : reportOk('alarm subscription', 'confirmed');
    });
    return Promise.all(each);
  },

  alarms: async ({ aws, stack }) => {
    const answer = await aws('cloudwatch', 'describe-alarms', { AlarmNamePrefix: `${stack.name}-`, StateValue: 'ALARM' });
    const ringing = listAt(answer, 'MetricAlarms');
    return ringing.length === 0
      ? reportOk('alarms', 'none rings')
      : ringing.map((alarm) =>
          reportWrong(
            'alarms',
            textAt(alarm, 'AlarmDescription') ?? textAt(alarm, 'AlarmName') ?? 'an alarm rings',
            'The page that it names',
          ),
        );
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

  sweeper: async ({ aws, stack, now }) => {
    const rule = await aws('events', 'describe-rule', { Name: stack.resource('MailOutSweep', 'AWS::Events::Rule') });
    if (textAt(rule, 'State') !== 'ENABLED')
      return reportWrong(
        'sweeper',
        'its schedule is switched off: mail whose hint was lost waits',
        'Deploy again, or enable the rule in EventBridge',
      );
    const answer = await aws('cloudwatch', 'get-metric-statistics', {
      Namespace: 'AWS/Lambda',
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'FunctionName', Value: stack.resource('MailOutSweepMail', 'AWS::Lambda::Function') }],
      StartTime: new Date(now() - 10 * 60_000).toISOString(),
      EndTime: new Date(now()).toISOString(),
      Period: 60,
      Statistics: ['Sum'],
    });
    return listAt(answer, 'Datapoints').some((point) => Number(valueAt(point, 'Sum')) > 0)
      ? reportOk('sweeper', 'ran within ten minutes')
      : reportWrong('sweeper', 'has not run for ten minutes', 'docs/operations/function-errors.md');
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

  'sign-up mail': async ({ aws, stack }) => {
    const [pool] = stack.resources('AWS::Cognito::UserPool');
    if (pool === undefined) return reportOk('sign-up mail', 'of the issuer, which is none of ours');
    const answer = await aws('cognito-idp', 'describe-user-pool', { UserPoolId: pool.name });
    return textAt(answer, 'UserPool', 'EmailConfiguration', 'EmailSendingAccount') === 'DEVELOPER'
      ? reportOk('sign-up mail', 'through SES')
      : reportConcern(
          'sign-up mail',
          "through Cognito's own sender, which stops at 50 mails a day",
          '"SIGN_UP_MAIL": "ses" in the settings, after the sandbox: docs/deploy.md#sign-up-mail',
        );
  },

  'age of keys': async ({ aws, stack, now }) => {
    const secret = await aws('secretsmanager', 'describe-secret', {
      SecretId: stack.resource('MagicLinksKeys', 'AWS::SecretsManager::Secret'),
    });
    const changed = Date.parse(textAt(secret, 'LastChangedDate') ?? '');
    const days = Math.floor((now() - changed) / DAY_MS);
    return days > KEY_AGE_DAYS
      ? reportConcern('age of keys', `the keys of links are ${days} days old`, 'npm run ops -- keys rotate links')
      : reportOk('age of keys', `the keys of links are ${days} days old`);
  },

  'limits of the account': async ({ aws }) => {
    const limits = await findAwsLimits(aws);
    return limits.length === 0
      ? reportOk('limits of the account', 'those of an account in use')
      : limits.map((limit) => reportConcern('limits of the account', limit, 'docs/deploy.md#more-than-one-stage'));
  },

  'site and clock': async ({ fetch, stack, now }) => {
    const url = /https:\S+/.exec(stack.output('Step5TryIt') ?? '')?.[0];
    if (url === undefined) return reportWrong('site', 'the stack names no address', 'Deploy again');
    const answer = await fetch(url);
    const theirs = Date.parse(answer.headers.get('date') ?? '');
    const site = answer.ok
      ? reportOk('site', `${url} answers`)
      : reportWrong('site', `${url} answers ${answer.status}`, 'docs/operations/api-errors.md');
    const apartMs = Math.abs(theirs - now());
    const clock =
      apartMs > CLOCK_MS
        ? reportWrong(
            'clock',
            `this machine and AWS are ${Math.round(apartMs / 1000)} seconds apart`,
            'Set the clock of this machine: AWS refuses what is signed with a wrong time',
          )
        : reportOk('clock', 'as in AWS');
    return Number.isNaN(theirs) ? site : [site, clock];
  },
};
