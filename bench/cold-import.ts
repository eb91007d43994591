import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFolder } from '../infra/build-folders.ts';
import { LAMBDA_BUNDLE } from '../infra/bundle.ts';
import { readBlueprint } from '../prove/world/blueprint.ts';
import { median, milliseconds, ratio, type Section } from './report.ts';

const PROCESSES = 15;

/**
 * What a Lambda environment pays before its first request: the processor's time for importing the bundle, in fresh processes. It
 * says more than the wall's time, which other work on the machine makes longer.
 */
export async function coldImport(): Promise<Section> {
  // Settings are read at import, and a function refuses wrong ones: each gets those of the template.
  const { functions } = await readBlueprint();
  const folder = mkdtempSync(join(tmpdir(), 'cold-import-'));
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, 'export const handler = () => {};\n');
  const client = await bundledClient(folder);
  const files: readonly Imported[] = [
    { name: 'empty handler', file: empty, settings: {} },
    { name: '@aws-sdk/client-dynamodb alone', file: client, settings: {} },
    ...functions.values().map(({ name, environment }) => ({ name, file: join(bundleFolder(name), 'index.mjs'), settings: environment })),
  ];
  const measured = interleaved(files);
  const sizes = new Map(files.map(({ file }) => [file, statSync(file).size]));
  rmSync(folder, { recursive: true });
  const alone = median(measured.get(client) ?? []);
  return {
    title: 'Cold import of each Lambda bundle',
    about: `Processor time, median of ${PROCESSES} fresh processes each, interleaved; the ratio is to the DynamoDB client alone, bundled the same way.`,
    columns: ['bundle', 'size', 'import', 'ratio'],
    rows: files.map(({ name, file }) => {
      const time = median(measured.get(file) ?? []);
      return [name, `${Math.round((sizes.get(file) ?? 0) / 1000)} KB`, milliseconds(time), ratio(time, alone)];
    }),
  };
}

interface Imported {
  readonly name: string;
  readonly file: string;
  readonly settings: Readonly<Record<string, string>>;
}

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

/** Processor milliseconds of each import, by file. One of each in turn, so that a noisy moment hits all alike. */
function interleaved(files: readonly Imported[]): ReadonlyMap<string, number[]> {
  const times = new Map<string, number[]>(files.map(({ file }) => [file, []]));
  for (let round = 0; round < PROCESSES; round++) for (const one of files) times.get(one.file)?.push(importTime(one));
  return times;
}

function importTime({ file, settings }: Imported): number {
  const env = { PATH: process.env['PATH'], AWS_REGION: 'eu-west-1', ...settings };
  // A channel of its own, because some functions log a line when they are imported.
  const { output, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', scriptOf(file)], {
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const micros = Number(output[3]);
  if (!(micros > 0)) throw new Error(`${file} could not be imported: ${stderr}`);
  return micros / 1000;
}

const scriptOf = (file: string): string => `
  import { writeSync } from 'node:fs';
  const before = process.cpuUsage();
  await import(${JSON.stringify(file)});
  const { user, system } = process.cpuUsage(before);
  writeSync(3, String(user + system));`;
