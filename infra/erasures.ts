import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { ErasePeopleSettings } from '../functions/erase/settings.ts';
import type { AuditTables } from './audit-tables.ts';
import type { Config } from './config.ts';
import type { ErasuresTable } from './erasures-table.ts';
import type { FeedTable } from './feed-table.ts';
import type { InboxBucket } from './inbox-bucket.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MagicLinks } from './links.ts';
import type { MessagesTable } from './messages-table.ts';
import { NodeFunction } from './node-function.ts';
import type { People } from './people-table.ts';
import type { Rooms } from './rooms.ts';
import type { SignIn } from './sign-in.ts';
import type { Watch } from './watch.ts';
import type { WishTables } from './wish-tables.ts';
import type { WorkQueue } from './work-queue.ts';

/** It reads whole tables: the longest that Lambda gives. `CLAIM_MILLIS` in run-erasures.ts is longer. */
const TIMEOUT = Duration.minutes(15);
const EVERY = Duration.minutes(1);

/** An erasure waits for mail that has to leave first. One that waits longer does not come to its end by itself. */
const LATE = Duration.hours(6);

export interface ErasuresProps {
  readonly config: Config;
  readonly rooms: Rooms;
  readonly people: People;
  readonly feedTable: FeedTable;
  readonly erasuresTable: ErasuresTable;
  readonly wishTables: WishTables;
  readonly links: MagicLinks;
  readonly ledger: LedgerTable;
  readonly messages: MessagesTable;
  readonly audit: AuditTables;
  readonly inbox: InboxBucket;
  readonly signIn: SignIn;
  readonly mail: WorkQueue;
  readonly watch: Watch;
}

/** People who delete their account are erased: a row says who asked, and a run each minute does it, again until it is done. */
export class Erasures extends Construct {
  constructor(scope: Construct, id: string, props: ErasuresProps) {
    super(scope, id);
    const { watch, signIn } = props;
    const eraser = new NodeFunction<ErasePeopleSettings>(this, 'ErasePeople', {
      name: 'erase-people',
      timeout: TIMEOUT,
      watch,
      settings: settingsOf(props),
    });
    const { rooms, people, feedTable, erasuresTable, wishTables, links, ledger, messages, audit, inbox } = props;
    for (const store of [rooms, people, feedTable, wishTables, links, ledger, messages, audit, inbox]) store.grantErase(eraser);
    erasuresTable.grantWork(eraser);
    props.mail.grantSend(eraser);
    signIn.grantDeletePeople(eraser);
    new Rule(this, 'Run', {
      schedule: Schedule.rate(EVERY),
      // The next run is the retry.
      targets: [new LambdaFunction(eraser, { retryAttempts: 0 })],
    });
    watch.alarm(this, 'LateAlarm', {
      metric: watch.mostOf('OldestErasure', 'erase-people'),
      above: LATE.toSeconds(),
      severity: 'today',
      says: `Somebody deleted their account more than ${LATE.toHours()} hours ago and is not erased.`,
      page: 'erasures-late',
    });
    watch.alarm(this, 'SilenceAlarm', {
      metric: eraser.metricInvocations({ statistic: Stats.SUM, period: Duration.hours(1) }),
      below: 1,
      severity: 'today',
      says: 'Nobody who deletes their account is erased, because the function has not run for an hour.',
      page: 'erasures-late',
    });
  }
}

const settingsOf = (props: ErasuresProps): ErasePeopleSettings => ({
  ROOMS_TABLE: props.rooms.tableName,
  OWING_SHARDS: String(props.config.owingShards),
  PEOPLE_TABLE: props.people.tableName,
  FEEDS_TABLE: props.feedTable.tableName,
  ERASURES_TABLE: props.erasuresTable.tableName,
  ...props.wishTables.settings,
  LINKS_TABLE: props.links.tableName,
  SENDS_TABLE: props.ledger.tableName,
  IMIP_MESSAGES_TABLE: props.messages.tableName,
  AUDIT_TABLE: props.audit.decisionsTable,
  PROPOSALS_TABLE: props.audit.proposalsTable,
  INBOX_BUCKET: props.inbox.bucketName,
  MAIL_QUEUE_URL: props.mail.queue.queueUrl,
  USER_POOL_ID: props.signIn.userPoolId,
});
