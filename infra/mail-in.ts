import { Duration } from 'aws-cdk-lib';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { ReceiveMailSettings } from '../functions/mail-in/settings.ts';
import type { Config } from './config.ts';
import type { InboxBucket } from './inbox-bucket.ts';
import { MessagesTable } from './messages-table.ts';
import { NodeFunction } from './node-function.ts';
import type { People } from './people-table.ts';
import type { Rooms } from './rooms.ts';
import type { Watch } from './watch.ts';
import { WorkQueue } from './work-queue.ts';

const TIMEOUT = Duration.seconds(30);

// One person with an odd mail program sends a few; a burst is a forger, or a provider that changed its ways.
const BURST = 20;

// Each of these may be somebody's real answer that changed nothing. One person who tries out times makes a few.
const FEW = 5;

export interface MailInProps {
  readonly config: Config;
  readonly inbox: InboxBucket;
  readonly rooms: Rooms;
  readonly people: People;
  readonly mail: WorkQueue;
  readonly watch: Watch;
}

/** Mail to the organizer becomes decisions: calendars accept, decline and propose. */
export class MailIn extends Construct {
  readonly messages: MessagesTable;

  constructor(scope: Construct, id: string, { config, inbox, rooms, people, mail, watch }: MailInProps) {
    super(scope, id);
    const queue = new WorkQueue(this, 'Work', { timeout: TIMEOUT, watch, what: 'replies' });
    inbox.arrivals.addSubscription(new SqsSubscription(queue.queue, { rawMessageDelivery: true }));
    this.messages = new MessagesTable(this, 'Messages');
    const receiver = new NodeFunction<ReceiveMailSettings>(this, 'ReceiveMail', {
      name: 'receive-mail',
      timeout: TIMEOUT,
      watch,
      settings: {
        ROOMS_TABLE: rooms.tableName,
        OWING_SHARDS: String(config.owingShards),
        PEOPLE_TABLE: people.tableName,
        PERSON_LIMITS: config.personLimits,
        IMIP_MESSAGES_TABLE: this.messages.tableName,
        INBOX_BUCKET: inbox.bucketName,
        MAIL_QUEUE_URL: mail.queue.queueUrl,
        NOTIFICATIONS_FROM_EMAIL: config.organizerEmail,
      },
    });
    inbox.grantRead(receiver);
    rooms.grantDecide(receiver);
    rooms.grantListOwn(receiver);
    people.grantChange(receiver);
    rooms.grantFindByUid(receiver);
    this.messages.grantRecord(receiver);
    mail.grantSend(receiver);
    queue.feed(receiver, { batchSize: 5 });
    this.watchReplies(watch);
  }

  private watchReplies(watch: Watch): void {
    // Robots, bounces and late answers are refused too: only a burst of these means that somebody may be forging.
    const forged = watch.countOfKind('RepliesRefused', 'receive-mail', 'forged');
    const unproven = watch.countOf('RepliesNeedingConfirmation', 'receive-mail');
    watch.alarm(this, 'RefusedAlarm', {
      metric: forged,
      above: BURST,
      severity: 'today',
      says: `More than ${BURST} calendar replies within five minutes may have been forged.`,
      page: 'replies-refused',
    });
    watch.alarm(this, 'UnprovenAlarm', {
      metric: unproven,
      above: BURST,
      says: `More than ${BURST} calendar replies within five minutes did not prove who sent them.`,
      severity: 'week',
      page: 'replies-needing-confirmation',
    });
    const notAsked = watch.countOf('RepliesNotAsked', 'receive-mail');
    watch.alarm(this, 'NotAskedAlarm', {
      metric: notAsked,
      above: FEW,
      says: `More than ${FEW} answers within five minutes were neither proven nor asked about, because a limit stood against it.`,
      severity: 'today',
      page: 'replies-not-asked',
    });
  }
}
