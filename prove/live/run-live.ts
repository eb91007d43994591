import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Result, Trial } from '../figure.ts';
import { wallMillis } from '../world/virtual-machine.ts';

/*
 * Figures about the local stack run in a process of their own, because clock and chance of this one are those of the simulation.
 */

/** What such a process is given. */
export interface LiveTrial {
  readonly seed: number;
  /** How long it may take. Infinity: until it has reached its goal. */
  readonly millis: number;
}

/** Runs one file of this folder until it ends, and gives what it found. */
export async function runLive(file: string, { seed, until }: Trial): Promise<Result> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), String(seed), String(until - wallMillis())], {
    env: ownEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  const written = Buffer.concat(chunks).toString();
  if (code !== 0) throw new Error(`${file} ended with ${String(code)}: ${written}`);
  return JSON.parse(written);
}

// Settings of the simulated functions stand in this process's environment, and are none of the local stack's.
const ownEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(['PATH', 'HOME', 'TMPDIR', 'NODE_COMPILE_CACHE'].map((name) => [name, process.env[name]]));

/** Runs in the process of a live figure. */
export async function serveTrial(run: (trial: LiveTrial) => Promise<Result>): Promise<void> {
  const [seed, millis] = process.argv.slice(2).map(Number);
  process.stdout.write(JSON.stringify(await run({ seed: seed ?? 1, millis: millis ?? 0 })));
}
