import { Construct } from 'constructs';
import type { RoomsApiSettings } from '../functions/rooms/settings.ts';
import { writeChoices } from '../shared/words/practice.ts';
import type { AuditTables } from './audit-tables.ts';
import type { Config } from './config.ts';
import type { ErasuresTable } from './erasures-table.ts';
import type { FeedTable } from './feed-table.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MessagesTable } from './messages-table.ts';
import { NodeFunction } from './node-function.ts';
import type { OriginKey } from './origin-key.ts';
import type { People } from './people-table.ts';
import type { Rooms } from './rooms.ts';
import type { VenueKey } from './venue-key.ts';
import type { Watch } from './watch.ts';
import type { WishTables } from './wish-tables.ts';
import type { WorkQueue } from './work-queue.ts';

export interface RoomsApiProps {
  readonly config: Config;
  readonly publicUrl: string;
  readonly originKey: OriginKey;
  readonly feedTable: FeedTable;
  readonly erasuresTable: ErasuresTable;
  readonly wishTables: WishTables;
  readonly venueKey: VenueKey;
  readonly rooms: Rooms;
  readonly people: People;
  readonly audit: AuditTables;
  readonly ledger: LedgerTable;
  /** What became of mail that came in. */
  readonly messages: MessagesTable;
  readonly mail: WorkQueue;
  readonly watch: Watch;
}

/** Rooms over HTTP, for people who are signed in. */
export class RoomsApi extends Construct {
  readonly handler: NodeFunction<RoomsApiSettings>;

  constructor(
    scope: Construct,
    id: string,
    {
      config,
      publicUrl,
      originKey,
      venueKey,
      feedTable,
      erasuresTable,
      wishTables,
      rooms,
      people,
      audit,
      ledger,
      messages,
      mail,
      watch,
    }: RoomsApiProps,
  ) {
    super(scope, id);
    this.handler = new NodeFunction<RoomsApiSettings>(this, 'Rooms', {
      name: 'rooms-api',
      watch,
      settings: {
        ROOMS_TABLE: rooms.tableName,
        OWING_SHARDS: String(config.owingShards),
        PEOPLE_TABLE: people.tableName,
        AUDIT_TABLE: audit.decisionsTable,
        SENDS_TABLE: ledger.tableName,
        IMIP_MESSAGES_TABLE: messages.tableName,
        PROPOSALS_TABLE: audit.proposalsTable,
        PERSON_LIMITS: config.personLimits,
        TOPICS: writeChoices(config.topics),
        EXAMS: writeChoices(config.exams),
        REMINDERS: config.reminders,
        UNDO_SECONDS: String(config.undoSeconds),
        FEEDS_TABLE: feedTable.tableName,
        ERASURES_TABLE: erasuresTable.tableName,
        ...wishTables.settings,
        PUBLIC_URL: publicUrl,
        MAIL_QUEUE_URL: mail.queue.queueUrl,
        NOTIFICATIONS_FROM_EMAIL: config.organizerEmail,
        ORIGIN_KEY_SECRET_ARN: originKey.arn,
        MEETING_URL: config.meetingUrl ?? '',
        MEETING_HOSTS: config.meetingHosts,
        VENUE_KEY_SECRET_ARN: venueKey.arn,
      },
    });
    originKey.grantRead(this.handler);
    venueKey.grantRead(this.handler);
    rooms.grantDecide(this.handler);
    people.grantChange(this.handler);
    rooms.grantList(this.handler);
    feedTable.grantOpen(this.handler);
    erasuresTable.grantAsk(this.handler);
    wishTables.grantChange(this.handler);
    audit.grantReadDecisions(this.handler);
    // What is kept about the one who asks.
    audit.grantReadProposals(this.handler);
    ledger.grantReadByRoom(this.handler);
    messages.grantReadByUid(this.handler);
    mail.grantSend(this.handler);
  }
}
