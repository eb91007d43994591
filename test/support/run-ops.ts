import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from './source-file.ts';

export interface OpsRun {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Runs the operator's command in a process of its own. `environment` is added to that of the tests. */
export async function runOps(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<OpsRun> {
  const child = spawn(process.execPath, [join(root, 'ops/ops-main.ts'), ...args], {
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('exit', resolve)),
  ]);
  return { code, out, errors };
}
