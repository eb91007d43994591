import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PEOPLE } from '../shared/words/table-names.ts';
import { Table } from './table.ts';

/** One row for each person: what they chose for themselves, and what their limits are counted by. */
export class People extends Construct {
  private readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', { key: PEOPLE.key, indexes: Object.values(PEOPLE.indexes), timeToLive: true });
  }

  get tableName(): string {
    return this.table.tableName;
  }

  /** Load a profile. */
  grantRead(grantee: IGrantable): void {
    this.table.grantRows(grantee, 'GetItem');
  }

  /** Load a profile and store it again. Every write is an update on condition: no put, no delete. */
  grantChange(grantee: IGrantable): void {
    this.table.grantRows(grantee, 'GetItem', 'UpdateItem');
  }

  /** Delete the row of a person, and find and change the rows that tell of them. */
  grantErase(grantee: IGrantable): void {
    this.table.grantScan(grantee);
    this.table.grantRows(grantee, 'GetItem', 'UpdateItem', 'DeleteItem');
  }
}
