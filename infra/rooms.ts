import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Table } from './table.ts';

// What a row of the list shows; reading it must not cost a second read of each room.
const LIST_ROW = ['host', 'duration_minutes', 'ics_sequence'] as const;

// What the list of one's own rooms shows. Without the outbox: mail that leaves must not rewrite two more copies of the room.
const OWN_ROW = [
  'status',
  'ics_uid',
  'ics_sequence',
  'last_dtstamp',
  'duration_minutes',
  'host',
  'guest',
  'proposals',
  'history',
  'created_at',
  'updated_at',
] as const;

/** Where rooms are kept, and how they are found without ever reading them all. */
export class Rooms extends Construct {
  private readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      key: 'id',
      forgets: true,
      indexes: [
        { name: 'open_rooms_by_day', partitionKey: 'open_day', sortKey: 'start_utc', carries: LIST_ROW },
        { name: 'rooms_by_host', partitionKey: 'host_sub', sortKey: 'start_utc', carries: OWN_ROW },
        { name: 'rooms_by_guest', partitionKey: 'guest_sub', sortKey: 'start_utc', carries: OWN_ROW },
        { name: 'rooms_by_uid', partitionKey: 'ics_uid', carries: [] },
        { name: 'rooms_owing_mail', partitionKey: 'owing_shard', sortKey: 'owing_since', carries: [] },
      ],
    });
  }

  get tableName(): string {
    return this.table.tableName;
  }

  /** Load one room and save a decision about it. A save is an update on condition, the first one too: no put, no delete. */
  grantDecide(grantee: IGrantable): void {
    this.table.grantRows(grantee, 'GetItem', 'UpdateItem');
  }

  /** Find the open rooms of a day and the rooms of a person. */
  grantList(grantee: IGrantable): void {
    this.table.grantQuery(grantee, 'open_rooms_by_day', 'rooms_by_host', 'rooms_by_guest');
  }

  /** Find the room that a calendar event belongs to. */
  grantFindByUid(grantee: IGrantable): void {
    this.table.grantQuery(grantee, 'rooms_by_uid');
  }

  /** Find the rooms that owe mail. */
  grantFindOwing(grantee: IGrantable): void {
    this.table.grantQuery(grantee, 'rooms_owing_mail');
  }
}
