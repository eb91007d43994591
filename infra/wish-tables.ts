import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { WISH_ENTRIES, WISHES } from '../shared/words/table-names.ts';
import { Table } from './table.ts';

/** Standing wishes, and where a room that opens finds them. */
export class WishTables extends Construct {
  private readonly wishes: Table;
  private readonly entries: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.wishes = new Table(this, 'Rows', { key: WISHES.key, indexes: [], timeToLive: true });
    const { key, sortKey } = WISH_ENTRIES;
    this.entries = new Table(this, 'Entries', { key, sortKey, indexes: [], timeToLive: true });
  }

  /** The names of both tables, as settings of a function. */
  get settings(): { readonly WISHES_TABLE: string; readonly WISH_ENTRIES_TABLE: string } {
    return { WISHES_TABLE: this.wishes.tableName, WISH_ENTRIES_TABLE: this.entries.tableName };
  }

  /** Make, list and end the wishes of a person. */
  grantChange(grantee: IGrantable): void {
    this.wishes.grantRows(grantee, 'GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem');
    this.entries.grantRows(grantee, 'BatchWriteItem');
  }

  /** Find those who wish for a session. */
  grantFind(grantee: IGrantable): void {
    this.wishes.grantRows(grantee, 'GetItem');
    this.entries.grantQueryRows(grantee);
  }

  /** Read a wish and end it. */
  grantEnd(grantee: IGrantable): void {
    this.wishes.grantRows(grantee, 'GetItem', 'DeleteItem');
    this.entries.grantRows(grantee, 'BatchWriteItem');
  }

  /** End all wishes of a person. */
  grantErase(grantee: IGrantable): void {
    this.wishes.grantRows(grantee, 'BatchGetItem', 'DeleteItem');
    this.entries.grantRows(grantee, 'BatchWriteItem');
  }
}
