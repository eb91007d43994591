import { Duration, Validations } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { SendMailSettings, SweepMailSettings } from '../functions/mail-out/settings.ts';
import type { AuditTables } from './audit-tables.ts';
import type { Config } from './config.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MagicLinks } from './links.ts';
import { NodeFunction } from './node-function.ts';
import type { People } from './people-table.ts';
import type { Rooms } from './rooms.ts';
import type { SendingDomain } from './sender.ts';
import type { VenueKey } from './venue-key.ts';
import type { Watch } from './watch.ts';
import type { WishTables } from './wish-tables.ts';
import type { WorkQueue } from './work-queue.ts';

/** A mail is late when its hint was lost; the sweeper then gives another one. */
const SWEEP = { every: Duration.minutes(1), input: { olderThanSeconds: 60 } } as const;

// One mail that SES does not take fails six times in its first five minutes; more failures are more than one mail.
const FAILED_TRIES = 10;

// Of the five sweeps within five minutes, each of which counts once while nothing goes through.
const DOWN_MINUTES = 2;

/** Calendars must not be wrong for longer. */
const LATE = Duration.minutes(15);

export interface MailOutProps {
  readonly config: Config;
  readonly publicUrl: string;
  readonly rooms: Rooms;
  readonly people: People;
  readonly venueKey: VenueKey;
  readonly links: MagicLinks;
  readonly wishTables: WishTables;
  readonly audit: AuditTables;
  readonly ledger: LedgerTable;
  readonly sender: SendingDomain;
  readonly queue: WorkQueue;
  readonly sendTimeout: Duration;
  readonly watch: Watch;
}

/** Mail that rooms owe leaves: a hint for the hurry, a sweep each minute for certainty. */
export class MailOut extends Construct {
  constructor(scope: Construct, id: string, props: MailOutProps) {
    super(scope, id);
    this.makeMailer(props);
    this.makeSweeper(props);
    this.watchSending(props.watch);
  }

  private makeMailer({
    config,
    publicUrl,
    rooms,
    people,
    venueKey,
    links,
    wishTables,
    audit,
    ledger,
    sender,
    queue,
    sendTimeout,
    watch,
  }: MailOutProps): void {
    const mailer = new NodeFunction<SendMailSettings>(this, 'SendMail', {
      name: 'send-mail',
      timeout: sendTimeout,
      // A mail that has to wait gives a new hint, delayed by as long.
      mayFeedItself: true,
      watch,
      settings: {
        ROOMS_TABLE: rooms.tableName,
        OWING_SHARDS: String(config.owingShards),
        SENDS_TABLE: ledger.tableName,
        LINKS_TABLE: links.tableName,
        PEOPLE_TABLE: people.tableName,
        PERSON_LIMITS: config.personLimits,
        ...wishTables.settings,
        REMINDERS: config.reminders,
        AUDIT_TABLE: audit.decisionsTable,
        PROPOSALS_TABLE: audit.proposalsTable,
        MAIL_QUEUE_URL: queue.queue.queueUrl,
        MAIL_DEAD_LETTER_QUEUE_URL: queue.deadLetters.queueUrl,
        LINK_KEYS_SECRET_ARN: links.keysArn,
        SEND_KEY_SECRET_ARN: ledger.keySecretArn,
        VENUE_KEY_SECRET_ARN: venueKey.arn,
        MEETING_URL: config.meetingUrl ?? '',
        CONFIGURATION_SET: sender.configurationSet.configurationSetName,
        PUBLIC_URL: publicUrl,
        BRAND_NAME: config.brandName,
        BRAND_COLOR: config.brandColor,
        NOTIFICATIONS_ENABLED: String(config.notificationsEnabled),
        NOTIFICATIONS_FROM_EMAIL: config.organizerEmail,
        NOTIFICATIONS_REDIRECT_TO: config.redirectTo ?? '',
        SES_MAX_SEND_RATE: String(config.maxSendRate ?? ''),
      },
    });
    rooms.grantDecide(mailer);
    // Those who wish for a session are charged for the mail, and have no other session then.
    rooms.grantListOwn(mailer);
    people.grantChange(mailer);
    wishTables.grantFind(mailer);
    ledger.grantWrite(mailer);
    ledger.grantReadKey(mailer);
    venueKey.grantRead(mailer);
    links.grantMint(mailer);
    audit.grantAppend(mailer);
    sender.grantSend(mailer);
    if (config.maxSendRate === null) this.letReadRate(mailer, sender);
    queue.grantSend(mailer);
    queue.deadLetters.grant(mailer, 'sqs:SendMessage');
    queue.feed(mailer, { batchSize: 5, maxConcurrency: config.mailConcurrency });
  }

  private letReadRate(mailer: NodeFunction<SendMailSettings>, sender: SendingDomain): void {
    sender.grantReadRate(mailer);
    Validations.of(mailer.role ?? mailer).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'ses:GetAccount, which tells the sending rate, knows no narrower resource. SES_MAX_SEND_RATE makes it unnecessary.',
    });
  }

  private makeSweeper({ config, rooms, ledger, queue, watch }: MailOutProps): void {
    const sweeper = new NodeFunction<SweepMailSettings>(this, 'SweepMail', {
      name: 'sweep-mail',
      timeout: Duration.seconds(30),
      watch,
      settings: {
        ROOMS_TABLE: rooms.tableName,
        OWING_SHARDS: String(config.owingShards),
        SENDS_TABLE: ledger.tableName,
        MAIL_QUEUE_URL: queue.queue.queueUrl,
      },
    });
    rooms.grantFindOwing(sweeper);
    ledger.grantRead(sweeper);
    ledger.grantCountUnheard(sweeper);
    queue.grantSend(sweeper);
    queue.grantCount(sweeper);
    watch.alarm(this, 'SilenceAlarm', {
      metric: sweeper.metricInvocations({ statistic: Stats.SUM, period: Duration.minutes(5) }),
      below: 1,
      severity: 'page',
      says: 'The sweeper has not run for five minutes, so mail whose hint was lost waits.',
      page: 'sweeper-silent',
    });
    watch.alarm(this, 'OldestOwedAlarm', {
      metric: watch.mostOf('OldestOwedMail', 'sweep-mail'),
      above: LATE.toSeconds(),
      severity: 'page',
      says: `Mail that was decided more than ${LATE.toMinutes()} minutes ago has not left.`,
      page: 'mail-owed-for-long',
    });
    new Rule(this, 'Sweep', {
      schedule: Schedule.rate(SWEEP.every),
      // The next sweep is the retry.
      targets: [new LambdaFunction(sweeper, { event: RuleTargetInput.fromObject(SWEEP.input), retryAttempts: 0 })],
    });
  }

  private watchSending(watch: Watch): void {
    watch.graph(
      'Owed because of the time: reminders, suggestions asked about once more, reservations that ended, how it went',
      watch.countOf('RemindersOwed', 'send-mail'),
      watch.countOf('NudgesOwed', 'send-mail'),
      watch.countOf('ReservationsEnded', 'send-mail'),
      watch.countOf('FeedbackAsked', 'send-mail'),
    );
    watch.graph(
      'Wishes: made, ended, sessions looked at, people mailed, booked',
      watch.countOf('WishesMade', 'rooms-api'),
      watch.countOf('WishesEnded', 'rooms-api'),
      watch.countOf('WishLooks', 'send-mail'),
      watch.countOf('WishersMailed', 'send-mail'),
      watch.countOf('WishesBooked', 'links'),
    );
    watch.alarm(this, 'WishLooksAlarm', {
      metric: watch.countOf('WishLooksFailed', 'send-mail'),
      above: 0,
      periods: 3,
      severity: 'today',
      says: 'For 15 minutes nobody could be found who wishes for a session that has opened.',
      page: 'wish-looks-failed',
    });
    watch.alarm(this, 'RetriesAlarm', {
      metric: watch.countOf('MailRetried', 'send-mail'),
      above: FAILED_TRIES,
      says: `More than ${FAILED_TRIES} tries to send mail failed within five minutes.`,
      severity: 'page',
      page: 'mail-retried',
    });
    watch.alarm(this, 'ChannelAlarm', {
      metric: watch.countOf('ChannelDown', 'sweep-mail'),
      above: DOWN_MINUTES,
      severity: 'page',
      says: 'No mail has gone through SES for several minutes, while tries fail.',
      page: 'mail-channel-down',
    });
    watch.alarm(this, 'ClockAlarm', {
      metric: watch.countOf('ClockSkewed', 'send-mail'),
      above: 0,
      severity: 'today',
      says: 'A decision is dated more than a minute ahead of the clock.',
      page: 'clock-skewed',
    });
    watch.alarm(this, 'AuditAlarm', {
      metric: watch.countOf('AuditUnwritten', 'send-mail'),
      above: 0,
      periods: 3,
      severity: 'today',
      says: 'Decisions have not been written to the audit trail for 15 minutes.',
      page: 'audit-unwritten',
    });
  }
}
