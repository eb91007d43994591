import { findRegionProblem } from '../../infra/settings-sense.ts';
import { findAwsLimits } from '../account-limits.ts';
import { listAt, textAt } from '../json-value.ts';
import { compareSettings } from '../settings-drift.ts';
import type { AwsChecks } from './aws-place.ts';
import { type Finding, reportConcern, reportOk, reportWrong } from './finding.ts';

const DAY_MS = 86_400_000;
const KEY_AGE_DAYS = 366;
const CLOCK_MS = 60_000;
/** Keys that `keys rotate` renews, and how their secrets' ids begin. */
const ROTATED_KEYS = { links: 'MagicLinksKeys', origin: 'OriginKey' } as const;

/** Whether the stack and its account are as they should be. */
export const ACCOUNT_CHECKS: AwsChecks = {
  stack: async ({ stack: { name, status } }) =>
    /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)
      ? reportOk('stack', `${name} ${status}`)
      : reportWrong('stack', `${name} ${status}`, 'Look at the events of the stack in CloudFormation, then deploy again'),

  region: async ({ stack: { region } }) =>
    findRegionProblem(region) === undefined
      ? reportOk('region', region)
      : reportWrong('region', `SES receives no mail in ${region}`, 'Deploy in another region: docs/deploy.md#before-you-start'),

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

  'alarm subscription': async ({ aws, stack }) => {
    const topics = stack.resources('AWS::SNS::Topic').filter(({ id }) => id.startsWith('Watch'));
    const each = topics.map(async ({ name }): Promise<Finding> => {
      const subscriptions = listAt(await aws('sns', 'list-subscriptions-by-topic', { TopicArn: name }), 'Subscriptions');
      if (subscriptions.length === 0)
        return reportWrong('alarm subscription', 'alarms reach nobody', '"ALARM_EMAIL" in the settings, then deploy');
      const isWaiting = subscriptions.some((one) => textAt(one, 'SubscriptionArn') === 'PendingConfirmation');
      return isWaiting
        ? reportWrong('alarm subscription', 'waits for confirmation', 'Follow the link in the mail from AWS')
        : reportOk('alarm subscription', 'confirmed');
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
    const each = Object.entries(ROTATED_KEYS).map(async ([which, start]): Promise<Finding> => {
      const secret = await aws('secretsmanager', 'describe-secret', { SecretId: stack.resource(start, 'AWS::SecretsManager::Secret') });
      const days = Math.floor((now() - Date.parse(textAt(secret, 'LastChangedDate') ?? '')) / DAY_MS);
      const found = `the ${which} key is ${days} days old`;
      return days > KEY_AGE_DAYS
        ? reportConcern('age of keys', found, `npm run ops -- keys rotate ${which}`)
        : reportOk('age of keys', found);
    });
    return Promise.all(each);
  },

  keys: async ({ aws, stack }) => {
    const each = stack.resources('AWS::SecretsManager::Secret').map(async ({ id, name }): Promise<Finding> => {
      const goneAt = textAt(await aws('secretsmanager', 'describe-secret', { SecretId: name }), 'DeletedDate');
      return goneAt === undefined
        ? reportOk('keys', `${id} is there`)
        : reportWrong('keys', `${id} is to be deleted, and nobody can read it`, `aws secretsmanager restore-secret --secret-id ${name}`);
    });
    return Promise.all(each);
  },

  'limits of the account': async ({ aws }) => {
    const limits = await findAwsLimits(aws);
    return limits.length === 0
      ? reportOk('limits of the account', 'those of an account in use')
      : limits.map((limit) => reportConcern('limits of the account', limit, 'docs/deploy.md#more-than-one-stage'));
  },

  backups: async ({ aws, stack }) => {
    const each = stack.resources('AWS::DynamoDB::GlobalTable').map(async ({ id, name }): Promise<Finding> => {
      const answer = await aws('dynamodb', 'describe-continuous-backups', { TableName: name });
      const path = ['ContinuousBackupsDescription', 'PointInTimeRecoveryDescription', 'PointInTimeRecoveryStatus'];
      return textAt(answer, ...path) === 'ENABLED'
        ? reportOk('backups', `${id} can be restored to any second`)
        : reportWrong('backups', `${id} cannot be restored`, `STAGE=${stack.stage} npm run deploy`);
    });
    return Promise.all(each);
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
