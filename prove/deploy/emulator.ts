import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { findFreePort } from './free-port.ts';
import { CannotJudge } from './judge.ts';
import { installPython, runTool, type ToolResult } from './judge-tools.ts';

/** The account that the emulator plays. */
export const ACCOUNT = '123456789012';

/** AWS as somebody else wrote it, on this machine. */
export interface Emulator {
  readonly url: string;
  /** Runs a program of this project or AWS's own command line against it, in a region. */
  readonly run: (
    region: string,
    command: string,
    args: readonly string[],
    settings?: Readonly<Record<string, string>>,
  ) => Promise<ToolResult>;
  readonly stop: () => void;
}

const root = join(import.meta.dirname, '../..');
const COMMANDS = join(root, 'node_modules/.bin');
const READY_LIMIT_MS = 120_000;
const COMMAND_LIMIT_MS = 8 * 60_000;

/** Installs and starts the emulator, which takes most of our resource types: docs/outside-judges.md. It holds nothing on disk. */
export async function startEmulator(): Promise<Emulator> {
  const [emulator, awsCli] = [await installPython('emulator'), await installPython('aws-cli')];
  // Outside this project, because its package.json makes every .js below it a module, and functions of the CDK are none.
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const place = { BIND_HOST: '127.0.0.1', MINISTACK_HOST: '127.0.0.1', GATEWAY_PORT: String(port), TMPDIR: folder };
  const child = spawn(join(emulator, 'python'), ['-m', 'ministack'], {
    stdio: 'ignore',
    detached: true,
    cwd: folder,
    env: {
      ...credentials,
      ...place,
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      // It runs the functions by this Node, with the AWS SDK that the runtime of Lambda brings.
      PATH: `${COMMANDS}:${process.env['PATH'] ?? ''}`,
      NODE_PATH: join(root, 'node_modules'),
    },
  });
  const stop = (): void => {
    // A negative number is the whole group: the functions that it runs are processes of their own.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  await waitUntilReady(url).catch((error: unknown) => {
    stop();
    throw error;
  });
  const run: Emulator['run'] = (region, command, args, settings = {}) =>
    runTool(command, args, {
      cwd: root,
      timeout: COMMAND_LIMIT_MS,
      env: {
        ...settings,
        ...credentials,
        PATH: `${awsCli}:${COMMANDS}:${process.env['PATH'] ?? ''}`,
        HOME: folder,
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_ENDPOINT_URL: url,
        CI: 'true',
        CDK_DISABLE_CLI_TELEMETRY: 'true',
      },
    });
  return { url, run, stop };
}

async function waitUntilReady(url: string): Promise<void> {
  const until = performance.now() + READY_LIMIT_MS;
  while (performance.now() < until) {
    const isReady = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isReady) return;
    await setTimeout(200);
  }
  throw new CannotJudge(`the emulator did not answer within ${READY_LIMIT_MS / 1000} seconds`);
}
