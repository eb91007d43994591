import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetBucketEncryptionCommand, GetPublicAccessBlockCommand, type S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { isDeepStrictEqual } from 'node:util';
import type { StackTemplate } from './assemblies.ts';

/** How to ask about what was built. */
export interface BuiltStack {
  readonly template: StackTemplate;
  readonly db: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  /** Answers of AWS's command line. The same question is asked once, because each start of it takes a second. */
  readonly ask: (...args: readonly string[]) => Promise<any>;
  /** What a resource of the template is called there. */
  readonly physicalId: (logicalId: string) => string;
}

export interface Compared {
  readonly counts: Readonly<Record<string, number>>;
  readonly differences: readonly string[];
}

type Look = (
  built: BuiltStack,
  id: string,
  properties: any,
) => Promise<readonly (readonly [what: string, built: unknown, meant: unknown])[]>;

/** Compares what was built with what the template says, for everything that loses data, mail or an alarm when it is wrong. */
export async function compareBuilt(built: BuiltStack): Promise<Compared> {
  const counts: Record<string, number> = {};
  const differences: string[] = [];
  for (const [id, { Type, Properties }] of Object.entries(built.template.Resources)) {
    const look = LOOKS[Type];
    if (look === undefined) continue;
    counts[Type] = (counts[Type] ?? 0) + 1;
    for (const [what, found, meant] of await look(built, id, Properties)) {
      if (!isDeepStrictEqual(found, meant))
        differences.push(`${id}: ${what} is ${JSON.stringify(found)} there, and ${JSON.stringify(meant)} in the template`);
    }
  }
  return { counts, differences };
}

const LOOKS: Readonly<Record<string, Look>> = {
  'AWS::DynamoDB::GlobalTable': async ({ db, physicalId }, id, properties) => {
    const TableName = physicalId(id);
    const { Table } = await db.send(new DescribeTableCommand({ TableName }));
    return [
      ['its keys', sorted(Table?.KeySchema ?? []), sorted(properties.KeySchema)],
      [
        'its indexes',
        sorted((Table?.GlobalSecondaryIndexes ?? []).map(indexOf)),
        sorted((properties.GlobalSecondaryIndexes ?? []).map(indexOf)),
      ],
    ];
  },
  'AWS::SQS::Queue': async ({ sqs, physicalId }, id, properties) => {
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: physicalId(id), AttributeNames: ['All'] }));
    const redrive = JSON.parse(Attributes['RedrivePolicy'] ?? '{}');
    const meant = properties.RedrivePolicy;
    return [
      ['its time of invisibility', Number(Attributes['VisibilityTimeout']), properties.VisibilityTimeout ?? 30],
      ['how long it keeps messages', Number(Attributes['MessageRetentionPeriod']), properties.MessageRetentionPeriod ?? 345_600],
      ['how often it gives a message', redrive.maxReceiveCount && Number(redrive.maxReceiveCount), meant?.maxReceiveCount],
      [
        'its dead letters',
        redrive.deadLetterTargetArn?.split(':').at(-1),
        meant && physicalId(meant.deadLetterTargetArn['Fn::GetAtt'][0]).split('/').at(-1),
      ],
    ];
  },
  'AWS::S3::Bucket': async ({ s3, physicalId }, id, properties) => {
    const Bucket = physicalId(id);
    const access = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
    const [meant] = properties.BucketEncryption.ServerSideEncryptionConfiguration;
    return [
      ['what is public', { ...access.PublicAccessBlockConfiguration }, properties.PublicAccessBlockConfiguration],
      ['its encryption', rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm, meant.ServerSideEncryptionByDefault.SSEAlgorithm],
    ];
  },
  'AWS::Events::Rule': async ({ ask, physicalId }, id, properties) => {
    const name = physicalId(id).split('/').at(-1) ?? '';
    const rule = await ask('events', 'describe-rule', '--name', name);
    const { Targets = [] } = await ask('events', 'list-targets-by-rule', '--rule', name);
    return [
      ['its schedule', rule.ScheduleExpression || undefined, properties.ScheduleExpression],
      ['whether it is on', rule.State, properties.State],
      ['its targets', Targets.length, properties.Targets.length],
    ];
  },
  'AWS::CloudWatch::Alarm': async ({ ask, physicalId }, id, properties) => {
    const { MetricAlarms = [] } = await ask('cloudwatch', 'describe-alarms');
    const alarm = MetricAlarms.find(({ AlarmName }: any) => AlarmName === physicalId(id)) ?? {};
    const plain = [
      'Namespace',
      'MetricName',
      'ComparisonOperator',
      'Threshold',
      'Period',
      'EvaluationPeriods',
      'TreatMissingData',
      'Statistic',
    ];
    return [
      ...plain.map((name) => [name, alarm[name], properties[name]] as const),
      ['whom it tells', alarm.AlarmActions?.length ?? 0, properties.AlarmActions?.length ?? 0],
    ];
  },
};

const indexOf = ({ IndexName, KeySchema, Projection }: any) => ({
  IndexName,
  KeySchema: sorted(KeySchema),
  ProjectionType: Projection.ProjectionType,
  NonKeyAttributes: [...(Projection.NonKeyAttributes ?? [])].toSorted(compareTexts),
});

const sorted = (list: readonly any[]): readonly any[] =>
  list.map((item) => ({ ...item })).toSorted((a, b) => compareTexts(JSON.stringify(a), JSON.stringify(b)));

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
