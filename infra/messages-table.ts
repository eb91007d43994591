import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { IMIP_MESSAGES } from '../shared/words/table-names.ts';
import { Table } from './table.ts';

/** One row for each mail that came to the organizer: what became of it. */
export class MessagesTable extends Table {
  constructor(scope: Construct, id: string) {
    super(scope, id, { key: IMIP_MESSAGES.key, indexes: Object.values(IMIP_MESSAGES.indexes), timeToLive: true });
  }

  /** Look up a mail, and write down what became of it. */
  grantRecord(grantee: IGrantable): void {
    this.grantRows(grantee, 'GetItem', 'PutItem');
  }

  /** Find the rows of mail from a person, and delete them. */
  grantErase(grantee: IGrantable): void {
    this.grantScan(grantee);
    this.grantRows(grantee, 'DeleteItem');
  }

  /** Read the rows of one session. */
  grantReadByUid(grantee: IGrantable): void {
    this.grantQuery(grantee, IMIP_MESSAGES.indexes.byUid);
    this.grantRows(grantee, 'BatchGetItem');
  }
}
