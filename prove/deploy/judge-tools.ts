import { execFile, type ExecFileOptions } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD_FOLDER } from '../../infra/build-folders.ts';
import { CannotJudge } from './judge.ts';

/** Where the tools of all judges are installed. No part of the product, and out of git. */
export const JUDGES_FOLDER = join(BUILD_FOLDER, 'judges');

const INSTALL_LIMIT_MS = 10 * 60_000;
const OUTPUT_LIMIT_BYTES = 64 * 1024 * 1024;
// As `timeout` of the GNU tools has it.
const TIMED_OUT = 124;

export interface ToolResult {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs a program to its end, whatever its exit code is. Rejects with `CannotJudge` when it cannot be started. */
export function runTool(command: string, args: readonly string[], options: ExecFileOptions = {}): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { ...options, encoding: 'utf8', maxBuffer: OUTPUT_LIMIT_BYTES }, (error, out, errors) => {
      if (error === null) return resolve({ code: 0, out, error: errors });
      if (typeof error.code === 'number') return resolve({ code: error.code, out, error: errors });
      if (error.killed) return resolve({ code: TIMED_OUT, out, error: `${errors}\n${command} did not end within its time` });
      const isMissing = error.code === 'ENOENT';
      return reject(new CannotJudge(isMissing ? `${command} is not on this machine` : `${command} ${args[0] ?? ''}: ${error.message}`));
    });
  });
}

/**
 * Installs the Python packages of `requirements/<name>.txt`, each in the version written there, and gives the folder with their
 * commands. What is installed already stays.
 */
export function installPython(name: string): Promise<string> {
  const list = join(import.meta.dirname, 'requirements', `${name}.txt`);
  return installOnce(name, readFileSync(list), async (folder) => {
    await need('python3', ['-m', 'venv', folder], 'Install Python 3.11 or newer, with venv.');
    await need(
      join(folder, 'bin/python'),
      ['-m', 'pip', 'install', '--quiet', '--no-input', '-r', list],
      'Is the registry of pip reached?',
    );
  }).then((folder) => join(folder, 'bin'));
}

/** Makes the folder of a tool once for each content of `contents`, whole or not at all. */
export async function installOnce(name: string, contents: Buffer, install: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(JUDGES_FOLDER, `${name}-${createHash('sha256').update(contents).digest('hex').slice(0, 12)}`);
  if (existsSync(join(folder, DONE))) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await install(folder);
  mkdirSync(join(folder, DONE));
  return folder;
}

// Not a rename at the end, because the commands of a virtual environment hold its path.
const DONE = '.installed';

/** Runs a step of an installation; a step that fails is the reason why a judge cannot judge. */
export async function need(command: string, args: readonly string[], help: string): Promise<void> {
  const { code, out, error } = await runTool(command, args, { timeout: INSTALL_LIMIT_MS });
  if (code === 0) return;
  const said = `${out}\n${error}`.split('\n').findLast((line) => line.trim() !== '') ?? '';
  throw new CannotJudge(`${[command, ...args].slice(0, 4).join(' ')} … failed: ${said.trim()}. ${help}`);
}
