import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { REGION } from '../template/values.ts';
import { AwsCallError } from './aws-call.ts';
import type { TablesEngine } from './tables.ts';

/** Another DynamoDB, at an endpoint that somebody else runs; signed with the credentials of the environment, if there are any. */
export function openExternalTables(endpoint: string, environment: NodeJS.ProcessEnv): TablesEngine {
  const client = new DynamoDBClient({
    endpoint,
    region: environment['AWS_REGION'] ?? REGION,
    ...(environment['AWS_ACCESS_KEY_ID'] === undefined && { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
  });
  const send = (operation: string, input: object): Promise<unknown> => {
    // The template's own JSON goes in: the service is the one that judges it.
    if (operation === 'CreateTable') return client.send(new CreateTableCommand(Object.assign({ TableName: '' }, input)));
    return client.send(new DescribeTableCommand(Object.assign({ TableName: '' }, input)));
  };
  const call = (operation: string, input: object): Promise<unknown> =>
    send(operation, input).catch((error: unknown) => {
      throw error instanceof Error ? new AwsCallError(operation, error.name, error.message) : error;
    });
  return { url: endpoint, call, isExternal: true, stop: async () => client.destroy() };
}
