import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { ProbeSettings } from '../functions/probe/settings.ts';
import { PROBE_TIMEOUT_SECONDS } from '../shared/words/probe-names.ts';
import type { Config } from './config.ts';
import type { InboxBucket } from './inbox-bucket.ts';
import type { LedgerTable } from './ledger-table.ts';
import { NodeFunction } from './node-function.ts';
import type { Rooms } from './rooms.ts';
import type { SendingDomain } from './sender.ts';
import type { Watch } from './watch.ts';
import type { WorkQueue } from './work-queue.ts';

/** So many probes in a row: mail that is slow once is no alarm. */
const PROBES_UNTIL_ALARM = 4;

export interface ProbeProps {
  readonly config: Config;
  /** A probe runs so often. */
  readonly everyMinutes: number;
  readonly inbox: InboxBucket;
  readonly rooms: Rooms;
  readonly ledger: LedgerTable;
  readonly sender: SendingDomain;
  readonly mail: WorkQueue;
  readonly watch: Watch;
}

/** One session of nobody goes through the whole service on a schedule, and silence rings where none comes through. */
export class Probe extends Construct {
  constructor(scope: Construct, id: string, { config, everyMinutes, inbox, rooms, ledger, sender, mail, watch }: ProbeProps) {
    super(scope, id);
    const prober = new NodeFunction<ProbeSettings>(this, 'RunProbe', {
      name: 'run-probe',
      timeout: Duration.seconds(PROBE_TIMEOUT_SECONDS),
      watch,
      settings: {
        ROOMS_TABLE: rooms.tableName,
        OWING_SHARDS: String(config.owingShards),
        SENDS_TABLE: ledger.tableName,
        INBOX_BUCKET: inbox.bucketName,
        MAIL_QUEUE_URL: mail.queue.queueUrl,
        CONFIGURATION_SET: sender.configurationSet.configurationSetName,
        NOTIFICATIONS_ENABLED: String(config.notificationsEnabled),
        NOTIFICATIONS_FROM_EMAIL: config.organizerEmail,
        NOTIFICATIONS_REDIRECT_TO: config.redirectTo ?? '',
      },
    });
    rooms.grantDecide(prober);
    rooms.grantListHosted(prober);
    ledger.grantReadByRoom(prober);
    ledger.grantRecordProbe(prober);
    inbox.grantReadProbes(prober);
    sender.grantSendAsProbe(prober);
    mail.grantSend(prober);
    new Rule(this, 'Run', {
      schedule: Schedule.rate(Duration.minutes(everyMinutes)),
      // The next probe is the retry.
      targets: [new LambdaFunction(prober, { retryAttempts: 0 })],
    });
    const succeeded = watch.countOf('ProbesSucceeded', 'run-probe');
    const silence = Duration.minutes(PROBES_UNTIL_ALARM * everyMinutes);
    watch.alarm(this, 'SilenceAlarm', {
      metric: succeeded.with({ period: silence }),
      below: 1,
      severity: 'page',
      says: `For ${silence.toMinutes()} minutes no probe has made the round trip from a booking to an answer.`,
      page: 'no-probe',
    });
    watch.graph('Probes: whole round trips, and those that failed', succeeded, watch.countOf('ProbesFailed', 'run-probe'));
  }
}
