import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ROOMS } from '../shared/words/table-names.ts';
import type { FunctionName } from './build-folders.ts';
import { Table } from './table.ts';
import type { Watch } from './watch.ts';

// The functions that read rooms.
const READERS = [
  'rooms-api',
  'links',
  'feeds',
  'send-mail',
  'receive-mail',
  'record-status',
  'erase-people',
] as const satisfies readonly FunctionName[];

/** Where rooms are kept, and how they are found without ever reading them all. */
export class Rooms extends Construct {
  private readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', { key: ROOMS.key, indexes: Object.values(ROOMS.indexes), timeToLive: true });
  }

  /** An alarm for rows that this version cannot read, in any function. */
  watchRows(watch: Watch): void {
    const counts = READERS.map((name) => watch.countOf('RoomsUnreadable', name));
    const usingMetrics = Object.fromEntries(counts.map((count, n) => [`reader${n}`, count]));
    watch.alarm(this, 'UnreadableAlarm', {
      metric: new MathExpression({ expression: 'SUM(METRICS())', usingMetrics, period: Duration.minutes(5), label: 'Unreadable rooms' }),
      above: 0,
      says: 'A room or a link was met that cannot be read.',
      severity: 'today',
      page: 'rooms-unreadable',
    });
  }

  get tableName(): string {
    return this.table.tableName;
  }

  /** Load one room and save a decision about it. A save is an update on condition, the first one too: no put, no delete. */
  grantDecide(grantee: IGrantable): void {
    this.table.grantRows(grantee, 'GetItem', 'UpdateItem');
  }

  /** Find the open rooms of a day and the rooms of a person, and read them. */
  grantList(grantee: IGrantable): void {
    const { openByDay, byHost, byGuest } = ROOMS.indexes;
    this.table.grantQuery(grantee, openByDay, byHost, byGuest);
    this.table.grantRows(grantee, 'BatchGetItem');
  }

  /** Find the rooms of a person, and read them. */
  grantListOwn(grantee: IGrantable): void {
    const { byHost, byGuest } = ROOMS.indexes;
    this.table.grantQuery(grantee, byHost, byGuest);
    this.table.grantRows(grantee, 'BatchGetItem');
  }

  /** Find the rooms that somebody hosts, and read them. */
  grantListHosted(grantee: IGrantable): void {
    this.table.grantQuery(grantee, ROOMS.indexes.byHost);
    this.table.grantRows(grantee, 'BatchGetItem');
  }

  /** Find all rooms of a person, also those that they left, and take the person out. */
  grantErase(grantee: IGrantable): void {
    this.table.grantScan(grantee);
    this.grantDecide(grantee);
  }

  /** Find the room that a calendar event belongs to. */
  grantFindByUid(grantee: IGrantable): void {
    this.table.grantQuery(grantee, ROOMS.indexes.byUid);
  }

  /** Find the rooms that owe mail, and read since when: their outboxes and nothing else of them. */
  grantFindOwing(grantee: IGrantable): void {
    this.table.grantQuery(grantee, ROOMS.indexes.owingMail);
    this.table.grantRowsPartly(grantee, 'BatchGetItem', [ROOMS.key, 'outbox']);
  }
}
