import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Watch } from './watch.ts';

/** AWS's own advice for queues that feed a function: below it, a message that is still being worked on comes a second time. */
export const VISIBILITY_PER_TIMEOUT = 6;

export interface WorkQueueProps {
  /** How long one invocation of the function that works on it may take. */
  readonly timeout: Duration;
  readonly watch: Watch;
  /** What it means when a message ends in the dead-letter queue, and the page that tells what to do. */
  readonly says: string;
  readonly page: string;
}

/** Work for one function. What fails again and again is set aside for 14 days, and somebody is told. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { timeout, watch, says, page }: WorkQueueProps) {
    super(scope, id);
    const common = { enforceSSL: true, encryption: QueueEncryption.SQS_MANAGED, retentionPeriod: Duration.days(14) };
    this.deadLetters = new Queue(this, 'DeadLetters', common);
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout: Duration.seconds(VISIBILITY_PER_TIMEOUT * timeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    const waiting = this.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM });
    watch.alarm(this, 'DeadLettersAlarm', { metric: waiting, above: 0, says, page });
  }

  /** Failed messages of a batch come again alone: the good ones are not worked on twice. */
  feed(worker: IFunction, options: { readonly batchSize: number; readonly maxConcurrency?: number }): void {
    worker.addEventSource(new SqsEventSource(this.queue, { ...options, reportBatchItemFailures: true }));
  }

  grantSend(grantee: IGrantable): void {
    this.queue.grant(grantee, 'sqs:SendMessage');
  }

  /** Age of the oldest message: how far the work is behind. */
  delay(): Metric {
    return this.queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM });
  }
}
