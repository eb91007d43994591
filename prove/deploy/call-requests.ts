import type { Template } from '../../local/template/template.ts';
import { lastPart } from '../world/blueprint.ts';
import type { Step } from '../world/simulation.ts';
import type { Request } from './policy-statements.ts';

const IDENTITY = 'AWS::SES::EmailIdentity';
const NAMED = [
  'AWS::DynamoDB::GlobalTable',
  'AWS::SQS::Queue',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
  'AWS::SES::ConfigurationSet',
];
const SES = 'arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:';

/** Says what each recorded call asks IAM for, in the names of the template. AWS documents per operation what that is. */
export class CallRequests {
  // Names of buckets are in lower case.
  private readonly ids: ReadonlyMap<string, string>;

  /** The one identity that the stack makes: the domain of its organizer. */
  private readonly identityId: string;

  constructor(template: Template) {
    this.identityId = template.ofType(IDENTITY)[0]?.id ?? '';
    this.ids = new Map(NAMED.flatMap((type) => template.ofType(type).map(({ id }) => [template.name(id).toLowerCase(), id] as const)));
  }

  requestsOf(step: Step): readonly Request[] {
    const operation = step.command.replace(/Command$/, '');
    const input: any = step.input;
    const one = (service: string, action: string, resources: readonly string[], context: Request['context'] = {}): Request => ({
      function: step.function,
      action: `${service}:${action}`,
      resources,
      context,
    });
    switch (step.service) {
      case 'dynamodb':
        return operationOf(operation) === 'BatchGetItem'
          ? Object.entries<any>(input.RequestItems).map(([table, asked]) =>
              one('dynamodb', 'BatchGetItem', [this.arn(table)], attributesOf(asked)),
            )
          : [one('dynamodb', operationOf(operation), [this.arn(input.TableName) + (input.IndexName ? `/index/${input.IndexName}` : '')])];
      case 'sqs':
        return [one('sqs', operation.replace('Batch', ''), [this.arn(lastPart(input.QueueUrl))])];
      case 's3':
        return [one('s3', operation, [`${this.arn(input.Bucket)}/${input.Key}`])];
      case 'secrets':
        return [one('secretsmanager', operation, [`<${this.id(lastPart(input.SecretId))}>`])];
      case 'ses': {
        if (operation !== 'SendEmail') return [one('ses', operation, ['*'])];
        const from = /<([^>]+)>$/.exec(input.FromEmailAddress)?.[1] ?? input.FromEmailAddress;
        const resources = [`${SES}configuration-set/<${this.id(input.ConfigurationSetName)}>`, `${SES}identity/<${this.identityId}>`];
        return [one('ses', operation, resources, { 'ses:FromAddress': [from] })];
      }
    }
  }

  private arn(name: string): string {
    return `<${this.id(name)}.Arn>`;
  }

  private id(name: string): string {
    const id = this.ids.get(name.toLowerCase());
    if (id === undefined) throw new Error(`A call names ${name}, which the template does not have`);
    return id;
  }
}

// The document client calls the operations of DynamoDB by shorter names.
const SHORT: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  BatchGet: 'BatchGetItem',
};
const operationOf = (operation: string): string => SHORT[operation] ?? operation;

function attributesOf({ ProjectionExpression, ExpressionAttributeNames = {} }: any): Request['context'] {
  if (ProjectionExpression === undefined) return {};
  const names = String(ProjectionExpression)
    .split(',')
    .map((path) => path.trim().split(/[.[]/)[0] ?? '')
    .map((name) => ExpressionAttributeNames[name] ?? name);
  return { 'dynamodb:Attributes': names, 'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'] };
}
