import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Watch } from './watch.ts';

/** AWS's own advice for queues that feed a function: below it, a message that is still being worked on comes a second time. */
const VISIBILITY_PER_TIMEOUT = 6;

export interface WorkQueueProps {
  /** How long one invocation of the function that works on it may take. */
  readonly timeout: Duration;
  readonly watch: Watch;
  /** What waits here, for people: its alarms are on the pages `<what>-dead-letters` and `<what>-delayed`. */
  readonly what: 'mail' | 'replies' | 'mail-status';
}

/** Work that has waited so long is not being done. */
const TOO_LATE = Duration.minutes(15);

/** Work for one function. What fails again and again is set aside for 14 days, and an alarm rings. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { timeout, watch, what }: WorkQueueProps) {
    super(scope, id);
    const common = { enforceSSL: true, encryption: QueueEncryption.SQS_MANAGED, retentionPeriod: Duration.days(14) };
    this.deadLetters = new Queue(this, 'DeadLetters', common);
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout: Duration.seconds(VISIBILITY_PER_TIMEOUT * timeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    this.watchOver(watch, what);
  }

  /** Failed messages of a batch come again alone: the good ones are not worked on twice. */
  feed(worker: IFunction, options: { readonly batchSize: number; readonly maxConcurrency?: number }): void {
    worker.addEventSource(new SqsEventSource(this.queue, { ...options, reportBatchItemFailures: true }));
  }

  grantSend(grantee: IGrantable): void {
    this.queue.grant(grantee, 'sqs:SendMessage');
  }

  /** See how much waits. */
  grantCount(grantee: IGrantable): void {
    this.queue.grant(grantee, 'sqs:GetQueueAttributes');
  }

  private watchOver(watch: Watch, what: WorkQueueProps['what']): void {
    const failed = this.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM });
    const delay = this.queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM });
    watch.alarm(this, 'DeadLettersAlarm', {
      metric: failed,
      above: 0,
      says: `Work on ${what} failed again and again and was set aside.`,
      severity: what === 'mail-status' ? 'week' : 'today',
      page: `${what}-dead-letters`,
    });
    watch.alarm(this, 'DelayAlarm', {
      metric: delay,
      above: TOO_LATE.toSeconds(),
      says: `Work on ${what} has waited for more than ${TOO_LATE.toMinutes()} minutes.`,
      severity: what === 'mail-status' ? 'week' : 'page',
      page: `${what}-delayed`,
    });
    watch.graph(`Waiting: ${what}`, delay, failed);
  }
}
