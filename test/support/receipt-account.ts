import { readConfig } from '../../infra/config.ts';
import type { Aws } from '../../ops/aws-cli.ts';
import { findStack } from '../../ops/deployed-stack.ts';
import type { AwsPlace } from '../../ops/doctor/aws-place.ts';
import { asText, only, synthesize } from './template.ts';

/*
 * An account with our stack in it, as the AWS command line tells of it: somebody can change its receipt rules, and the check of the
 * template judges them as Step Functions would.
 */

const ORGANIZER = 'practice@meet.example.org';
const settings = { NOTIFICATIONS_FROM_EMAIL: ORGANIZER };
const { ofType } = await synthesize(settings);

interface ReceiptRule {
  readonly Recipients: readonly string[];
  readonly Actions: readonly { readonly S3Action: { readonly BucketName: string; readonly ObjectKeyPrefix: string } }[];
  readonly ScanEnabled: boolean;
  Enabled: boolean;
}

const ruleOf = (rule: any, bucket: string): ReceiptRule => ({
  Recipients: rule.Recipients,
  ScanEnabled: rule.ScanEnabled,
  Enabled: rule.Enabled ?? true,
  Actions: rule.Actions.map(({ S3Action }: any) => ({ S3Action: { BucketName: bucket, ObjectKeyPrefix: S3Action.ObjectKeyPrefix } })),
});

/** The question of the check in the template: an enabled rule that stores mail in this bucket under this prefix. */
const QUESTION =
  /^\{% \$exists\(\$states\.input\.Rules\[Enabled = true and \$exists\(Actions\.S3Action\[BucketName = "([^"]+)" and ObjectKeyPrefix = "([^"]+)"\]\)\]\) %\}$/;

export function receiptAccount() {
  const bucket = only(ofType('AWS::S3::Bucket').filter(({ id }) => id.startsWith('Inbox'))).id;
  const ours = ofType('AWS::SES::ReceiptRule').map(({ properties }) => ruleOf(properties.Rule, bucket));
  const sets: Record<string, readonly ReceiptRule[]> = { ours, theirs: [] };
  let active: string | null = 'ours';
  const parts = [
    { LogicalResourceId: 'InboxRuleSet1', ResourceType: 'AWS::SES::ReceiptRuleSet', PhysicalResourceId: 'ours' },
    { LogicalResourceId: 'InboxBucket1', ResourceType: 'AWS::S3::Bucket', PhysicalResourceId: bucket },
  ];
  const answers: Record<string, (input: Readonly<Record<string, unknown>>) => unknown> = {
    'cloudformation describe-stacks': () => ({
      Stacks: [{ StackStatus: 'CREATE_COMPLETE', Outputs: [{ OutputKey: 'Settings', OutputValue: JSON.stringify(settings) }] }],
    }),
    'cloudformation list-stack-resources': () => ({ StackResourceSummaries: parts }),
    'ses describe-active-receipt-rule-set': () => (active === null ? null : { Metadata: { Name: active }, Rules: sets[active] }),
    'ses set-active-receipt-rule-set': ({ RuleSetName }) => {
      active = typeof RuleSetName === 'string' ? RuleSetName : null;
      return null;
    },
  };
  const aws: Aws = async (service, operation, input = {}) => {
    const answer = answers[`${service} ${operation}`];
    if (answer === undefined) throw new Error(`The account was not expected to be asked ${service} ${operation}`);
    return answer(input);
  };
  const place = async (): Promise<AwsPlace> => {
    const stack = await findStack(aws, 'prod');
    if (stack === null) throw new Error('no stack');
    return {
      aws,
      stage: 'prod',
      stack,
      deployed: readConfig((name) => stack.settings[name]),
      next: settings,
      leftOut: [],
      dns: { mx: async () => [], txt: async () => [] },
      fetch: async () => new Response('{}'),
      now: () => 0,
    };
  };
  const machine = only(ofType('AWS::StepFunctions::StateMachine')).properties;
  const { States } = JSON.parse(asText(machine.DefinitionString));
  const [choice] = Object.values<any>(States).flatMap(({ Choices }) => Choices ?? []);
  const [, wantedBucket = '', wantedPrefix] = QUESTION.exec(choice.Condition) ?? [];
  return {
    aws,
    place,
    /** Somebody else makes this set the active one; null: none. */
    switchTo: (name: string | null) => void (active = name),
    ruleTo: (recipient: string): ReceiptRule => only(ours.filter(({ Recipients }) => Recipients.includes(recipient))),
    organizer: ORGANIZER,
    /** What one run of the check comes to. */
    isCheckOk: (): boolean =>
      (active === null ? [] : (sets[active] ?? [])).some(
        ({ Enabled, Actions }) =>
          Enabled &&
          Actions.some(
            ({ S3Action: { BucketName, ObjectKeyPrefix } }) => `<${BucketName}>` === wantedBucket && ObjectKeyPrefix === wantedPrefix,
          ),
      ),
  };
}
