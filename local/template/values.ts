import type { LocalValues } from './intrinsics.ts';
import type { RawResources } from './template.ts';

export const REGION = 'eu-west-1';
export const ACCOUNT = '000000000000';

/** Addresses that only the running machine knows. */
export interface Addresses {
  /** Base of queue URLs, without a trailing slash. */
  readonly queues: string;
  /** Where people reach the service, without a trailing slash. */
  readonly site: string;
}

interface Value {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

type MakeValue = (name: string, addresses: Addresses) => Value;

/** The ARN of something in the local account. */
export const arnOf = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

const table: MakeValue = (name) => ({ ref: name, attributes: { Arn: arnOf('dynamodb', `table/${name}`) } });

/** What stands for a resource, by its type: the part of each type's documentation page that is called "Return values". */
const MAKERS: Readonly<Record<string, MakeValue>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::SQS::Queue': (name, { queues }) => ({
    ref: `${queues}/${ACCOUNT}/${name}`,
    attributes: { Arn: arnOf('sqs', name), QueueName: name, QueueUrl: `${queues}/${ACCOUNT}/${name}` },
  }),
  'AWS::SNS::Topic': (name) => ({ ref: arnOf('sns', name), attributes: { TopicArn: arnOf('sns', name), TopicName: name } }),
  'AWS::S3::Bucket': (name) => ({ ref: name.toLowerCase(), attributes: { Arn: `arn:aws:s3:::${name.toLowerCase()}` } }),
  'AWS::Lambda::Function': (name) => ({ ref: name, attributes: { Arn: arnOf('lambda', `function:${name}`) } }),
  'AWS::CloudFront::Function': (name) => ({ ref: name, attributes: { FunctionARN: `arn:aws:cloudfront::${ACCOUNT}:function/${name}` } }),
  'AWS::SecretsManager::Secret': (name) => ({
    ref: arnOf('secretsmanager', `secret:${name}`),
    attributes: { Id: arnOf('secretsmanager', `secret:${name}`) },
  }),
  'AWS::StepFunctions::StateMachine': (name) => ({ ref: arnOf('states', `stateMachine:${name}`) }),
  'AWS::SES::ConfigurationSet': (name) => ({ ref: name }),
  'AWS::SES::ReceiptRuleSet': (name) => ({ ref: name }),
  'AWS::SES::EmailIdentity': (name) => ({ ref: name }),
  'AWS::IAM::Role': (name) => ({ ref: name, attributes: { Arn: `arn:aws:iam::${ACCOUNT}:role/${name}` } }),
  'AWS::Logs::LogGroup': (name) => ({ ref: name, attributes: { Arn: arnOf('logs', `log-group:${name}:*`) } }),
  'AWS::ApiGatewayV2::Api': (name, { site }) => ({ ref: name, attributes: { ApiId: name, ApiEndpoint: site } }),
  'AWS::ApiGatewayV2::Authorizer': (name) => ({ ref: name, attributes: { AuthorizerId: name } }),
  'AWS::ApiGatewayV2::Integration': (name) => ({ ref: name }),
};

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'local',
  'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/local/local`,
};

// Where a template gives a resource its name itself.
const NAME_PROPERTIES = ['TableName', 'QueueName', 'TopicName', 'BucketName', 'FunctionName', 'RuleSetName', 'LogGroupName'];

/** The local values of everything in the template that some local engine stands for. */
export function makeValues(resources: RawResources, addresses: Addresses): LocalValues {
  const names = nameResources([...resources.keys()]);
  const name = (id: string): string => {
    const given = NAME_PROPERTIES.map((property) => resources.get(id)?.properties[property]).find((value) => typeof value === 'string');
    return given ?? names.get(id) ?? id;
  };
  const valueOf = (id: string): Value | undefined => MAKERS[resources.get(id)?.type ?? '']?.(name(id), addresses);
  return {
    name,
    ref: (id) => PSEUDO_PARAMETERS[id] ?? valueOf(id)?.ref,
    attribute: (id, name) => valueOf(id)?.attributes?.[name],
  };
}

/**
 * Logical ids without the hash that CDK appends: the hash follows the construct's path, and a table must be found again
 * after its construct has moved. Ids that differ in the hash alone keep it.
 */
export function nameResources(ids: readonly string[]): ReadonlyMap<string, string> {
  const shorten = (id: string): string => id.replace(/(?<=.)[0-9A-F]{8}$/, '');
  const shortNames = ids.map(shorten);
  const isUnique = (name: string): boolean => shortNames.indexOf(name) === shortNames.lastIndexOf(name);
  return new Map(ids.map((id) => [id, isUnique(shorten(id)) ? shorten(id) : id]));
}
