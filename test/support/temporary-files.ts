import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * Temporary files of one run of the tests stand below one folder. What is left there at the end is deleted, and the run fails with
 * its names: each run left a hundred folders in /tmp before, and nobody saw it.
 */

export interface RunFolder {
  readonly path: string;
  /** Deletes the folder. Throws when something is left in it. */
  readonly close: () => void;
}

const PREFIX = 'ophthalmo-tests-';

/** Makes the folder of this run, and deletes those of runs that were killed. */
export function openRunFolder(parent: string, pid = process.pid): RunFolder {
  for (const name of readdirSync(parent).filter(isOfDeadRun)) removeIfPossible(join(parent, name));
  const path = mkdtempSync(join(parent, `${PREFIX}${pid}-`));
  return {
    path,
    close: () => {
      const left = readdirSync(path);
      removeIfPossible(path);
      if (left.length === 0) return;
      throw new Error(`The tests left ${left.join(', ')} in the temporary folder: let the test that made it delete it.`);
    },
  };
}

/** A disk that a killed run mounted keeps its folder busy. That is no reason to end this run. */
function removeIfPossible(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // The next run tries again.
  }
}

function isOfDeadRun(name: string): boolean {
  const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
  return pid !== undefined && !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 only asks whether the process is there.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

let folder: RunFolder | undefined;

/** Vitest calls it before all tests. Each process that it starts then has this folder as its temporary one. */
export function setup(): void {
  folder = openRunFolder(tmpdir());
  process.env['TMPDIR'] = folder.path;
}

/** Vitest calls it after all tests. */
export function teardown(): void {
  folder?.close();
}
