import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { FEEDS } from '../shared/words/table-names.ts';
import { Table } from './table.ts';

/** One row for each address of a calendar feed: whose it is, and the calendar as it was last written. Never the secret. */
export class FeedTable extends Construct {
  private readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', { key: FEEDS.key, indexes: Object.values(FEEDS.indexes), timeToLive: true });
  }

  get tableName(): string {
    return this.table.tableName;
  }

  /** Open a feed, and close the one before. */
  grantOpen(grantee: IGrantable): void {
    this.table.grantRows(grantee, 'UpdateItem');
  }

  /** Read a feed, and keep it as it was written. */
  grantServe(grantee: IGrantable): void {
    this.table.grantRows(grantee, 'GetItem', 'UpdateItem');
  }

  /** Find the feeds of a person, and delete them. */
  grantErase(grantee: IGrantable): void {
    this.table.grantScan(grantee);
    this.table.grantRows(grantee, 'DeleteItem');
  }
}
