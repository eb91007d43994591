import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { LocalProblem } from '../problem.ts';
import { REGION } from '../template/values.ts';
import { AwsCallError } from './aws-call.ts';
import type { TablesEngine } from './tables.ts';

const ANSWERS_WITHIN_MS = 10_000;

/**
 * Another DynamoDB, at an endpoint that somebody else runs; signed with the credentials of the environment, if there are any. Throws
 * `LocalProblem` when nothing answers there.
 */
export async function openExternalTables(endpoint: string, environment: NodeJS.ProcessEnv): Promise<TablesEngine> {
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ''))
    throw new LocalProblem(`DYNAMODB_ENDPOINT is '${endpoint}': give an address such as http://localhost:8000, or unset it.`);
  const client = new DynamoDBClient({
    endpoint,
    region: environment['AWS_REGION'] ?? REGION,
    ...(environment['AWS_ACCESS_KEY_ID'] === undefined && { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
  });
  await requireAnswer(client, endpoint);
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

/** A refusal of what is asked is an answer too: what is wrong then shows itself with the tables. */
async function requireAnswer(client: DynamoDBClient, endpoint: string): Promise<void> {
  try {
    await client.send(new ListTablesCommand({ Limit: 1 }), { abortSignal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
  } catch (error) {
    if (error instanceof Error && '$metadata' in error && '$fault' in error) return;
    client.destroy();
    const reason = error instanceof Error ? ('code' in error ? String(error.code) : error.name) : String(error);
    throw new LocalProblem(
      `Nothing answers at ${endpoint}, which DYNAMODB_ENDPOINT names (${reason}): start that DynamoDB, or unset DYNAMODB_ENDPOINT.`,
    );
  }
}
