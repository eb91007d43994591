import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { LocalStack } from './local-stack.ts';

type Searched = Pick<LocalStack, 'request' | 'directory'>;

/** All rows of all tables. */
export async function readTables(stack: Pick<LocalStack, 'request'>): Promise<Readonly<Record<string, readonly object[]>>> {
  const settings: Record<string, Record<string, string>> = (await stack.request('GET', '/local/api/settings')).body;
  const endpoint = Object.values(settings)[0]?.['AWS_ENDPOINT_URL_DYNAMODB'] ?? '';
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const db = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1', endpoint, credentials }));
  const { TableNames = [] } = await db.send(new ListTablesCommand());
  return Object.fromEntries(
    await Promise.all(TableNames.map(async (name) => [name, (await db.send(new ScanCommand({ TableName: name }))).Items ?? []] as const)),
  );
}

/** Folders of the service. `mail` holds the mailboxes of people, and the files of the tables are read through their engine. */
const FOLDERS = ['objects', 'logs', 'cloud', 'notices', 'sessions.json', 'sign-in.json'];

function readFolders(directory: string): readonly (readonly [name: string, text: string])[] {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name));
  return paths
    .filter((path) => FOLDERS.some((name) => path.startsWith(join(directory, name))))
    .map((path) => [path, readFileSync(path, 'latin1')]);
}

/** Each place of a local stack where one of these words stands, whatever its case. */
export async function findWords({ request, directory }: Searched, words: readonly string[]): Promise<readonly string[]> {
  const among = (text: string) => words.filter((word) => text.toLowerCase().includes(word.toLowerCase()));
  const tables = Object.entries(await readTables({ request })).flatMap(([table, rows]) =>
    rows.flatMap((row) => among(JSON.stringify(row)).map((word) => `${table}: ${word} in ${JSON.stringify(row)}`)),
  );
  return [...tables, ...readFolders(directory).flatMap(([path, text]) => among(text).map((word) => `${path}: ${word}`))];
}
