import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ROOMS } from '../shared/words/table-names.ts';
import { Table } from './table.ts';

/** Where rooms are kept, and how they are found without ever reading them all. */
export class Rooms extends Construct {
  private readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', { key: ROOMS.key, indexes: Object.values(ROOMS.indexes), timeToLive: true });
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

  /** Find the room that a calendar event belongs to. */
  grantFindByUid(grantee: IGrantable): void {
    this.table.grantQuery(grantee, ROOMS.indexes.byUid);
  }

  /** Find the rooms that owe mail. */
  grantFindOwing(grantee: IGrantable): void {
    this.table.grantQuery(grantee, ROOMS.indexes.owingMail);
  }
}
