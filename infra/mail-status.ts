import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Config } from './config.ts';
import type { RecordStatusSettings } from '../functions/mail-status/settings.ts';
import type { LedgerTable } from './ledger-table.ts';
import { NodeFunction } from './node-function.ts';
import type { OriginKey } from './origin-key.ts';
import type { Rooms } from './rooms.ts';
import type { SendingDomain } from './sender.ts';
import type { Watch } from './watch.ts';
import { WorkQueue } from './work-queue.ts';

const TIMEOUT = Duration.seconds(10);

// Above these SES first reviews an account and then stops its mail.
const BOUNCES = 0.05;
const COMPLAINTS = 0.001;

export interface MailStatusProps {
  readonly config: Config;
  readonly originKey: OriginKey;
  readonly ledger: LedgerTable;
  readonly rooms: Rooms;
  /** A bounce is a decision about a room, which may owe mail. */
  readonly mail: WorkQueue;
  readonly sender: SendingDomain;
  readonly watch: Watch;
}

/** What became of each mail, as SES tells it: sent, delivered, bounced, complained about. */
export class MailStatus extends Construct {
  readonly recorder: NodeFunction<RecordStatusSettings>;

  constructor(scope: Construct, id: string, { config, originKey, ledger, rooms, mail, sender, watch }: MailStatusProps) {
    super(scope, id);
    const events = new Topic(this, 'Events', { enforceSSL: true });
    sender.configurationSet.addEventDestination('ToTopic', {
      destination: EventDestination.snsTopic(events),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.DELIVERY_DELAY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
      ],
    });
    const queue = new WorkQueue(this, 'Work', { timeout: TIMEOUT, watch, what: 'mail-status' });
    events.addSubscription(new SqsSubscription(queue.queue, { rawMessageDelivery: true }));
    this.recorder = new NodeFunction<RecordStatusSettings>(this, 'RecordStatus', {
      name: 'record-status',
      timeout: TIMEOUT,
      watch,
      settings: {
        ROOMS_TABLE: rooms.tableName,
        OWING_SHARDS: String(config.owingShards),
        SENDS_TABLE: ledger.tableName,
        MAIL_QUEUE_URL: mail.queue.queueUrl,
        STATUS_TOPIC_ARN: events.topicArn,
        ORIGIN_KEY_SECRET_ARN: originKey.arn,
      },
    });
    originKey.grantRead(this.recorder);
    ledger.grantWrite(this.recorder);
    rooms.grantDecide(this.recorder);
    mail.grantSend(this.recorder);
    queue.feed(this.recorder, { batchSize: 10 });
    this.watchReputation(sender, watch);
    this.watchSilence(watch);
  }

  private watchReputation({ configurationSet }: SendingDomain, watch: Watch): void {
    const rate = (metricName: string) =>
      new Metric({
        namespace: 'AWS/SES',
        metricName,
        dimensionsMap: { 'ses:configuration-set': configurationSet.configurationSetName },
        statistic: 'Average',
        period: Duration.hours(1),
      });
    const bounces = rate('Reputation.BounceRate');
    const complaints = rate('Reputation.ComplaintRate');
    watch.alarm(this, 'BouncesAlarm', {
      metric: bounces,
      above: BOUNCES,
      says: 'More than 5 % of our mail bounces.',
      severity: 'today',
      page: 'bounces',
    });
    watch.alarm(this, 'ComplaintsAlarm', {
      metric: complaints,
      above: COMPLAINTS,
      says: 'More than 0.1 % of our mail is reported as spam.',
      severity: 'today',
      page: 'complaints',
    });
    watch.graph('Share of mail that bounced or was reported', bounces, complaints);
  }

  // The sweeper counts it: functions that get no event have nothing to count.
  private watchSilence(watch: Watch): void {
    watch.alarm(this, 'SilenceAlarm', {
      metric: watch.mostOf('MailUnheard', 'sweep-mail'),
      above: 0,
      severity: 'today',
      says: 'SES took mail more than an hour ago and has told of no delivery, delay or bounce of it.',
      page: 'mail-without-events',
    });
  }
}
