import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import {
  Choice,
  Condition,
  DefinitionBody,
  Fail,
  QueryLanguage,
  StateMachine,
  StateMachineType,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { INBOX_PREFIX, type InboxBucket } from './inbox-bucket.ts';
import type { Watch } from './watch.ts';

const EVERY = Duration.minutes(10);

// Three checks within it: one that SES did not answer is no alarm.
const SILENCE = Duration.minutes(30);

/**
 * Looks whether mail to the organizer still comes in. Only one receipt rule set is active in an account and region, and anybody who
 * activates another one switches ours off without an error anywhere. A state machine asks SES, because it needs no code and no client.
 */
export class ReceiptRuleCheck extends Construct {
  constructor(scope: Construct, id: string, { inbox, watch }: { readonly inbox: InboxBucket; readonly watch: Watch }) {
    super(scope, id);
    const ask = CallAwsService.jsonata(this, 'AskSes', {
      service: 'ses',
      action: 'describeActiveReceiptRuleSet',
      iamAction: 'ses:DescribeActiveReceiptRuleSet',
      // SES knows no narrower resource for this question.
      iamResources: ['*'],
    });
    // Not the rule of the probes, which puts mail into the same bucket.
    const stores = `Actions.S3Action[BucketName = "${inbox.bucketName}" and ObjectKeyPrefix = "${INBOX_PREFIX}"]`;
    const isOurs = `$exists($states.input.Rules[Enabled = true and $exists(${stores})])`;
    const judge = Choice.jsonata(this, 'IsOurRuleOn')
      .when(Condition.jsonata(`{% ${isOurs} %}`), Succeed.jsonata(this, 'MailComesIn'))
      .otherwise(
        Fail.jsonata(this, 'OurRuleIsOff', { error: 'OurRuleIsOff', cause: 'No rule of the active set puts mail into our bucket' }),
      );
    const machine = new StateMachine(this, 'Machine', {
      stateMachineType: StateMachineType.EXPRESS,
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(ask.next(judge)),
      timeout: Duration.minutes(1),
    });
    new Rule(this, 'Schedule', {
      schedule: Schedule.rate(EVERY),
      // The next check is the retry.
      targets: [new SfnStateMachine(machine, { retryAttempts: 0 })],
    });
    watch.alarm(this, 'SilenceAlarm', {
      metric: machine.metricSucceeded({ statistic: Stats.SUM, period: SILENCE }),
      below: 1,
      severity: 'page',
      says: 'For half an hour no check has seen our receipt rule switched on, so mail to the organizer may be lost.',
      page: 'receipt-rule-off',
    });
    acknowledgeRules(machine);
  }
}

function acknowledgeRules(machine: StateMachine): void {
  Validations.of(machine).acknowledge(
    { id: 'AwsSolutions-SF1', reason: 'It has two steps and one question. What it found is in its metric and in the names of its errors.' },
    { id: 'AwsSolutions-SF2', reason: 'One call to one service leaves nothing to trace.' },
  );
  Validations.of(Stack.of(machine)).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'ses:DescribeActiveReceiptRuleSet, which changes nothing, knows no narrower resource.',
  });
}
