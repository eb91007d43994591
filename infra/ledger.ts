import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { SENDS } from '../shared/words/table-names.ts';
import { Table } from './table.ts';

/** One row for each mail that was ever to be sent: it is why nothing is sent twice. */
export class Ledger extends Construct {
  private readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', { key: SENDS.key, indexes: Object.values(SENDS.indexes), timeToLive: true });
  }

  get tableName(): string {
    return this.table.tableName;
  }

  /** Claim a mail, and write down what became of it. Every write is an update on condition: no put. */
  grantWrite(grantee: IGrantable): void {
    this.table.grantRows(grantee, 'GetItem', 'UpdateItem');
  }
}
