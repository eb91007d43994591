import { AttributeType, Billing, type GlobalSecondaryIndexPropsV2, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { TableIndex } from '../shared/words/table-names.ts';
import { lifetimeOf } from './lifetime.ts';

/** The attribute that holds when DynamoDB deletes a row, in seconds since 1970. It does so days late: code tests expiry itself. */
const TIME_TO_LIVE = 'ttl';

export interface TableProps {
  readonly key: string;
  /** For rows that are read in order, beside `key`. */
  readonly sortKey?: string;
  readonly indexes: readonly TableIndex[];
  /** Whether DynamoDB deletes rows by their attribute `ttl`. */
  readonly timeToLive: boolean;
}

/** A table that is paid by use, can be restored to any second of the last 35 days, and that nobody deletes by accident. */
export class Table extends TableV2 {
  constructor(scope: Construct, id: string, { key, sortKey, indexes, timeToLive }: TableProps) {
    const { isProtected, removalPolicy } = lifetimeOf(scope);
    super(scope, id, {
      partitionKey: attribute(key),
      ...(sortKey !== undefined && { sortKey: attribute(sortKey) }),
      globalSecondaryIndexes: indexes.map(toIndex),
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: isProtected,
      removalPolicy,
      ...(timeToLive && { timeToLiveAttribute: TIME_TO_LIVE }),
    });
  }

  /** Single rows by their key, on the table alone. */
  grantRows(
    grantee: IGrantable,
    ...actions: readonly ('GetItem' | 'BatchGetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'BatchWriteItem')[]
  ): void {
    allow(grantee, actions, [this.tableArn]);
  }

  /** Single rows by their key, and only these attributes of them. */
  grantRowsPartly(grantee: IGrantable, action: 'GetItem' | 'BatchGetItem', attributes: readonly string[]): void {
    allow(grantee, [action], [this.tableArn], {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes },
      // Without it a call that names no attributes would get all of them.
      StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    });
  }

  /** One row, by its key. */
  grantRow(grantee: IGrantable, action: 'GetItem' | 'UpdateItem', key: string): void {
    allow(grantee, [action], [this.tableArn], { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [key] } });
  }

  /** All rows. Only to erase a person, because no index holds everything by which somebody is known. */
  grantScan(grantee: IGrantable): void {
    allow(grantee, ['Scan'], [this.tableArn]);
  }

  /** Rows of the table that share their partition key, in the order of its sort key. */
  grantQueryRows(grantee: IGrantable): void {
    allow(grantee, ['Query'], [this.tableArn]);
  }

  /** Rows of one index, by its partition key. */
  grantQuery(grantee: IGrantable, ...indexes: readonly TableIndex[]): void {
    allow(
      grantee,
      ['Query'],
      indexes.map(({ name }) => `${this.tableArn}/index/${name}`),
    );
  }
}

// Not the grants of the table itself: they reach all indexes with a wildcard.
function allow(grantee: IGrantable, actions: readonly string[], resources: string[], conditions: Record<string, object> = {}): void {
  const statement = new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources, conditions });
  grantee.grantPrincipal.addToPrincipalPolicy(statement);
}

const attribute = (name: string) => ({ name, type: AttributeType.STRING });

function toIndex({ name, partitionKey, sortKey, projection }: TableIndex): GlobalSecondaryIndexPropsV2 {
  return {
    indexName: name,
    partitionKey: attribute(partitionKey),
    ...(sortKey && { sortKey: attribute(sortKey) }),
    ...projectionOf(projection),
  };
}

function projectionOf(projection: TableIndex['projection']): Pick<GlobalSecondaryIndexPropsV2, 'projectionType' | 'nonKeyAttributes'> {
  if (projection === 'all') return { projectionType: ProjectionType.ALL };
  if (projection.length === 0) return { projectionType: ProjectionType.KEYS_ONLY };
  return { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...projection] };
}
