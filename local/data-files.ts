import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LocalProblem } from './problem.ts';

let writes = 0;
let stopAtFailedWrite = (problem: LocalProblem): void => {
  throw problem;
};

/**
 * Sets what happens at the first write that fails. One process runs one stack, so there is one answer: it ends, because a
 * stack that goes on would acknowledge what the next start does not find.
 */
export function onFailedWrite(stop: (problem: LocalProblem) => void): void {
  stopAtFailedWrite = stop;
}

/** Reports that data could not be written. Throws when nothing was set to stop the process. */
export function reportFailedWrite(path: string, reason: string): void {
  stopAtFailedWrite(
    new LocalProblem(`${path} could not be written (${reason}), so the stack stopped: make room or use another --data, and start again.`),
  );
}

/** Reports that the data directory is no longer there. Throws when nothing was set to stop the process. */
export function reportLostDirectory(path: string): void {
  stopAtFailedWrite(new LocalProblem(`${path} was removed or replaced, so the stack stopped: what it kept there is gone. Start again.`));
}

/** What the system says about a failed call, e.g. "ENOSPC: no space left on device". */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split(/, (?:write|open|mkdir|rename)\b/, 1)[0] ?? error.message) : String(error);
}

/** Writes a file so that it is there whole or not at all, even when the process is killed. */
export async function writeWhole(path: string, contents: string | Uint8Array): Promise<void> {
  writes += 1;
  const unfinished = `${path}.${process.pid}-${writes}.unfinished`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(unfinished, contents);
    await rename(unfinished, path);
  } catch (error) {
    reportFailedWrite(path, reasonOf(error));
    throw error;
  }
}

/** A file of lines that only grows. */
export interface LineFile {
  /** Appends a line. The line survives `kill -9` once this returns. */
  readonly append: (line: string) => void;
  readonly close: () => void;
}

/** Opens a file of lines; half a line, left by a process that was killed while it wrote, is cut off. */
export function openLines(path: string): { readonly lines: readonly string[]; readonly file: LineFile } {
  const contents = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const whole = contents.subarray(0, contents.lastIndexOf('\n') + 1);
  const file = openForAppending(path);
  if (whole.length < contents.length) ftruncateSync(file, whole.length);
  return {
    lines: whole.toString('utf8').split('\n').slice(0, -1),
    file: { append: (line) => appendLine(path, file, line), close: () => closeSync(file) },
  };
}

function openForAppending(path: string): number {
  try {
    return openSync(path, 'a');
  } catch (error) {
    throw new LocalProblem(`${path} cannot be opened (${reasonOf(error)}): make it writable, or use another --data.`);
  }
}

function appendLine(path: string, file: number, line: string): void {
  const bytes = Buffer.from(`${line}\n`);
  try {
    // A disk that is nearly full takes a part of the line.
    if (writeSync(file, bytes) < bytes.length) throw new Error('ENOSPC: no space left on device');
  } catch (error) {
    reportFailedWrite(path, reasonOf(error));
    throw error;
  }
}
