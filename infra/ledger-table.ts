import { Validations } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { PROBE_ROW, SENDS } from '../shared/words/table-names.ts';
import { lifetimeOf } from './lifetime.ts';
import { Table } from './table.ts';

/** One row for each mail that was ever to be sent: it is why nothing is sent twice. */
export class LedgerTable extends Construct {
  private readonly table: Table;
  private readonly key: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', { key: SENDS.key, indexes: Object.values(SENDS.indexes), timeToLive: true });
    // What was sent is known by digests made with it: a new value would send mail of yesterday once more.
    this.key = new Secret(this, 'Key', {
      description: 'Secret of the digests by which mail is known; never change it',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: lifetimeOf(this).removalPolicy,
    });
    Validations.of(this.key).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'With another value, mail that was sent already would count as new and leave a second time.',
    });
  }

  get tableName(): string {
    return this.table.tableName;
  }

  get keySecretArn(): string {
    return this.key.secretArn;
  }

  /** Make the digests by which mail is known. */
  grantReadKey(grantee: IGrantable): void {
    this.key.grantRead(grantee);
  }

  /** Look up one row. */
  grantRead(grantee: IGrantable): void {
    this.table.grantRows(grantee, 'GetItem');
  }

  /** Count mail of which SES has told nothing. */
  grantCountUnheard(grantee: IGrantable): void {
    this.table.grantQuery(grantee, SENDS.indexes.unheard);
  }

  /** Read the rows of one room. */
  grantReadByRoom(grantee: IGrantable): void {
    this.table.grantQuery(grantee, SENDS.indexes.byRoom);
    this.table.grantRows(grantee, 'BatchGetItem');
  }

  /** Write what became of a probe: one row, which is about no mail. */
  grantRecordProbe(grantee: IGrantable): void {
    this.table.grantRow(grantee, 'UpdateItem', PROBE_ROW);
  }

  /** Find the mail to a person, let its rows forget them, and take the text out of the rows of unsent mail that names them. */
  grantErase(grantee: IGrantable): void {
    this.table.grantScan(grantee);
    this.grantReadByRoom(grantee);
    this.table.grantRows(grantee, 'UpdateItem');
  }

  /** Claim a mail, and write down what became of it. Every write is an update on condition: no put. */
  grantWrite(grantee: IGrantable): void {
    this.table.grantRows(grantee, 'GetItem', 'UpdateItem');
  }
}
