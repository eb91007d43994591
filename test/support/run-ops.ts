import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { vi } from 'vitest';
import { answerCall } from '../../ops/answer-call.ts';
import { root } from './source-file.ts';

export interface OpsRun {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Runs the operator's command in a process of its own. Each takes as long to load as ten commands take to run. */
export async function runOpsProcess(...args: readonly string[]): Promise<OpsRun> {
  const child = spawn(process.execPath, [join(root, 'ops/ops-main.ts'), ...args], {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('exit', resolve)),
  ]);
  return { code, out, errors };
}

let last: Promise<unknown> = Promise.resolve();

/** Runs the operator's command here, as its process would. `environment` is added to that of the tests. */
export function runOps(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<OpsRun> {
  // A command of a local stack sets the environment of its process, so one runs after the other.
  const run = last.then(() => runHere(args, environment));
  last = run.catch(() => undefined);
  return run;
}

async function runHere(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<OpsRun> {
  const before = { ...process.env };
  const said: string[] = [];
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => said.push(String(chunk)) > 0);
  Object.assign(process.env, environment);
  try {
    const { out, errors, exitCode } = await answerCall(args, process.env, false);
    return { code: exitCode, out, errors: said.join('') + errors };
  } finally {
    stderr.mockRestore();
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}
