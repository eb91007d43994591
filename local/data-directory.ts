import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reasonOf, reportLostDirectory } from './data-files.ts';
import { parseJson, textAt, valueAt } from './json.ts';
import { LocalProblem } from './problem.ts';

/** Raised when what is kept, or how, changes so that an older directory cannot be used. */
const LAYOUT = 2;
const LAYOUT_FILE = 'layout.json';
const RUNNING_FILE = 'running.json';
const CONTENTS = ['tables', 'objects', 'mail', 'notices', 'logs', 'cloud', 'secrets.json', 'sign-in.json', 'sessions.json', RUNNING_FILE];

/** Where one local stack keeps everything. */
export interface DataDirectory {
  readonly path: (
    name: 'tables' | 'objects' | 'mail' | 'notices' | 'logs' | 'cloud' | 'secrets.json' | 'sign-in.json' | 'sessions.json',
  ) => string;
  /** True when the last process that used it did not end by itself. */
  readonly wasKilled: boolean;
  /** Notes who uses the directory, so that a second start can say so. */
  readonly claim: (url: string) => void;
  readonly release: () => void;
  /** Looks twice a second whether the claimed directory is still there, and stops the process if not. Gives what ends the look. */
  readonly watch: () => { readonly stop: () => void };
}

/**
 * Opens or makes the directory; `fresh` empties it first. Throws `LocalProblem` when it belongs to something else, to
 * another version, to a running process, or cannot be written. Nothing that is not ours is ever deleted.
 */
export async function openDataDirectory(directory: string, fresh: boolean): Promise<DataDirectory> {
  const isOurs = existsSync(join(directory, LAYOUT_FILE));
  if (!isOurs) requireEmpty(directory);
  await requireNotRunning(directory);
  const wasKilled = existsSync(join(directory, RUNNING_FILE));
  writing(directory, () => {
    if (fresh) for (const name of CONTENTS) rmSync(join(directory, name), { recursive: true, force: true });
    if (isOurs && !fresh) return requireLayout(directory);
    makeDirectory(join(directory, 'logs'));
    writeFileSync(join(directory, LAYOUT_FILE), `${JSON.stringify({ layout: LAYOUT })}\n`);
  });
  return {
    path: (name) => join(directory, name),
    wasKilled: wasKilled && !fresh,
    claim: (url) => writing(directory, () => writeFileSync(join(directory, RUNNING_FILE), JSON.stringify({ url }))),
    release: () => rmSync(join(directory, RUNNING_FILE), { force: true }),
    watch: () => watchDirectory(directory),
  };
}

const LOOK_EVERY_MILLIS = 500;

// Open files can be written after their directory was removed. So no write fails, and all that is acknowledged is lost.
function watchDirectory(directory: string): { readonly stop: () => void } {
  const claimed = statSync(directory).ino;
  const isThere = () => existsSync(join(directory, RUNNING_FILE)) && statSync(directory, { throwIfNoEntry: false })?.ino === claimed;
  const timer = setInterval(() => {
    if (!isThere()) reportLostDirectory(directory);
  }, LOOK_EVERY_MILLIS);
  return { stop: () => clearInterval(timer) };
}

// Not by `recursive: true`, which never ends where the system lets nobody make a directory: in /proc.
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  makeDirectory(dirname(directory));
  mkdirSync(directory);
}

function requireEmpty(directory: string): void {
  if (!existsSync(directory)) return;
  if (!statSync(directory).isDirectory()) throw new LocalProblem(`${directory} is not a directory: move it away, or use another --data.`);
  if (readdirSync(directory).length === 0) return;
  throw new LocalProblem(`${directory} holds something else than this program's data: use another --data, or an empty directory.`);
}

function requireLayout(directory: string): void {
  const found = valueAt(parseJson(readFileSync(join(directory, LAYOUT_FILE), 'utf8')), 'layout');
  if (found === LAYOUT) return;
  const problem =
    typeof found === 'number' ? `was written by another version of this program (layout ${found}, not ${LAYOUT})` : 'is damaged';
  throw new LocalProblem(`${directory} ${problem}: start once with --fresh to forget it, or use another --data.`);
}

// The file alone proves nothing, because a killed process leaves it; nor does a process number, because the system gives it again.
// So the stack that uses the directory is asked, at the address in the file.
async function requireNotRunning(directory: string): Promise<void> {
  const file = join(directory, RUNNING_FILE);
  const url = existsSync(file) ? textAt(parseJson(readFileSync(file, 'utf8')), 'url') : undefined;
  if (url === undefined) return;
  const answer = await fetch(`${url}/local/api/directory`, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
  const used = answer?.ok === true ? textAt(await answer.json().catch(() => undefined), 'directory') : undefined;
  if (used === directory)
    throw new LocalProblem(`${directory} is in use by the one that runs at ${url}: stop that one, or use another --data.`);
}

function writing(directory: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof LocalProblem || !(error instanceof Error) || !('code' in error)) throw error;
    throw new LocalProblem(`${directory} cannot be written (${reasonOf(error)}): use another --data.`);
  }
}
