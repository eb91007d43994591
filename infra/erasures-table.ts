import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ERASURES } from '../shared/words/table-names.ts';
import { Table } from './table.ts';

/** Who asked to be erased, until it is done; and for a day after it only that somebody was, under a digest. */
export class ErasuresTable extends Construct {
  private readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', { key: ERASURES.key, indexes: Object.values(ERASURES.indexes), timeToLive: true });
  }

  get tableName(): string {
    return this.table.tableName;
  }

  /** Store that somebody asks, and see whether somebody did. */
  grantAsk(grantee: IGrantable): void {
    this.table.grantRows(grantee, 'GetItem', 'UpdateItem');
  }

  /** Find who asked, and store that it is done. */
  grantWork(grantee: IGrantable): void {
    this.table.grantQuery(grantee, ERASURES.indexes.asked);
    this.table.grantRows(grantee, 'UpdateItem');
  }
}
