import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linksSettings } from '../functions/links/settings.ts';
import { receiveMailSettings } from '../functions/mail-in/settings.ts';
import { sendMailSettings, sweepMailSettings } from '../functions/mail-out/settings.ts';
import { recordStatusSettings } from '../functions/mail-status/settings.ts';
import { roomsApiSettings } from '../functions/rooms/settings.ts';
import { publishSiteSettings } from '../functions/site/settings.ts';
import { bundleFolder, FUNCTIONS, type FunctionName } from '../infra/build-folders.ts';
import { bundleFunctions, LAMBDA_BUNDLE } from '../infra/bundle.ts';
import { median, milliseconds, ratio, type Section } from './report.ts';

const PROCESSES = 15;

/** What a Lambda environment pays before its first request: how long the bundle takes to import, in fresh processes. */
export async function coldImport(): Promise<Section> {
  await bundleFunctions();
  const folder = mkdtempSync(join(tmpdir(), 'cold-import-'));
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, 'export const handler = () => {};\n');
  const client = await bundledClient(folder);
  const files = [
    { name: 'empty handler', file: empty },
    { name: '@aws-sdk/client-dynamodb alone', file: client },
    ...functionNames().map((name) => ({ name, file: join(bundleFolder(name), 'index.mjs') })),
  ];
  const measured = interleaved(files.map(({ file }) => file));
  const sizes = new Map(files.map(({ file }) => [file, statSync(file).size]));
  rmSync(folder, { recursive: true });
  const alone = median(measured.get(client) ?? []);
  return {
    title: 'Cold import of each Lambda bundle',
    about: `Median of ${PROCESSES} fresh processes each, interleaved; the ratio is to the DynamoDB client alone, bundled the same way.`,
    columns: ['bundle', 'size', 'import', 'ratio'],
    rows: files.map(({ name, file }) => {
      const time = median(measured.get(file) ?? []);
      return [name, `${Math.round((sizes.get(file) ?? 0) / 1000)} KB`, milliseconds(time), ratio(time, alone)];
    }),
  };
}

const functionNames = (): FunctionName[] => (Object.keys(FUNCTIONS) as FunctionName[]).filter((name) => existsSync(bundleFolder(name)));

async function bundledClient(folder: string): Promise<string> {
  const outfile = join(folder, 'client.mjs');
  await build({
    stdin: {
      contents: `import { DynamoDBClient, GetItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
        export const handler = () => [DynamoDBClient, GetItemCommand, QueryCommand, UpdateItemCommand];`,
      resolveDir: import.meta.dirname,
    },
    outfile,
    ...LAMBDA_BUNDLE,
  });
  return outfile;
}

/** Milliseconds of each import, by file. One of each in turn, so that a noisy moment hits all alike. */
function interleaved(files: readonly string[]): ReadonlyMap<string, number[]> {
  const times = new Map<string, number[]>(files.map((file) => [file, []]));
  for (let round = 0; round < PROCESSES; round++) for (const file of files) times.get(file)?.push(importTime(file));
  return times;
}

function importTime(file: string): number {
  const script = `const t=performance.now();await import(${JSON.stringify(file)});process.stdout.write(String(performance.now()-t))`;
  const env = { ...process.env, ...SETTINGS };
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', env }));
}

// Settings are read at import; any value will do, because nothing is called.
const SETTINGS = Object.fromEntries([
  ...[roomsApiSettings, sendMailSettings, sweepMailSettings, linksSettings, receiveMailSettings, recordStatusSettings, publishSiteSettings]
    .flat()
    .map((name) => [name, 'any']),
  ['NOTIFICATIONS_FROM_EMAIL', 'practice@sessions.example'],
  ['DECISION_LINKS', 'confirm'],
  ['PUBLIC_URL', 'https://sessions.example'],
  ['AWS_REGION', 'eu-west-1'],
]);
