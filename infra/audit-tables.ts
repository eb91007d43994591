import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { AUDIT, PENDING_PROPOSALS } from '../shared/words/table-names.ts';
import { Table } from './table.ts';

/** What lasts of decisions, also when their room keeps them no longer: one row for each decision, and one for each proposal. */
export class AuditTables extends Construct {
  private readonly decisions: Table;
  private readonly proposals: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.decisions = new Table(this, 'Decisions', { ...AUDIT, indexes: [], timeToLive: true });
    this.proposals = new Table(this, 'Proposals', { ...PENDING_PROPOSALS, indexes: [], timeToLive: true });
  }

  get decisionsTable(): string {
    return this.decisions.tableName;
  }

  get proposalsTable(): string {
    return this.proposals.tableName;
  }

  /** Add rows. Each write is a put on condition: no row of a decision is ever changed, and none is deleted. */
  grantAppend(grantee: IGrantable): void {
    this.decisions.grantRows(grantee, 'PutItem');
    this.proposals.grantRows(grantee, 'PutItem');
  }

  /** Take a person out of the rows of one room. No row goes: what happened stays. */
  grantErase(grantee: IGrantable): void {
    this.decisions.grantQueryRows(grantee);
    this.decisions.grantRows(grantee, 'UpdateItem');
    this.proposals.grantQueryRows(grantee);
    this.proposals.grantRows(grantee, 'PutItem');
  }

  /** Read the decisions about one room. */
  grantReadDecisions(grantee: IGrantable): void {
    this.decisions.grantQueryRows(grantee);
  }

  /** Read the proposals of one room. */
  grantReadProposals(grantee: IGrantable): void {
    this.proposals.grantQueryRows(grantee);
  }
}
