import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shiftClock } from './clock.ts';
import { onFailedWrite, reasonOf } from './data-files.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { LocalProblem } from './problem.ts';
import type { LocalStack } from './start-stack.ts';

/*
 * `npm start`: the whole service on this machine. Prints `Ready: <address>` when it can be used; Ctrl-C ends it.
 */

const startedAt = performance.now();
// As in Lambda: nothing may depend on where the machine stands.
process.env['TZ'] = 'UTC';

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) process.stdout.write(HELP);
  else await run(options).catch((error: unknown) => end(explain(error, options)));
} catch (error) {
  if (!(error instanceof LocalProblem)) throw error;
  end(error);
}

async function run(options: Options): Promise<void> {
  onFailedWrite(end);
  shiftClock(options.clockOffsetMs);
  const { startStack } = await import('./start-stack.ts');
  const stack = await startStack(options, process.env, showStep);
  stopOnSignal(stack);
  const lines = [
    `Sessions    ${stack.site}`,
    `Start page  ${stack.site}/local`,
    `Mail        ${stack.site}/mail`,
    `SMTP        localhost:${stack.smtpPort}`,
    `Data        ${options.directory} (--fresh forgets it)`,
    ...stack.notes,
    `Started in ${secondsSinceStart()} s. Ctrl-C stops it.`,
    `Ready: ${stack.site}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function showStep(step: string): void {
  process.stdout.write(`${secondsSinceStart().padStart(5)} s  ${step}\n`);
}

function secondsSinceStart(): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}

/** Says in one line why the process ends, and ends it at once: nothing may be acknowledged any more. */
function end(problem: LocalProblem): never {
  process.stderr.write(`${problem.message}\n`);
  process.exit(problem.exitCode);
}

/** The one line for any error; the stack trace of one that nobody expected goes into a file. */
function explain(error: unknown, { directory }: Options): LocalProblem {
  if (error instanceof LocalProblem) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_MODULE_NOT_FOUND') return new LocalProblem(`${reasonOf(error).split('\n', 1)[0] ?? ''}: run npm ci, and start again.`);
  if (['ENOSPC', 'EDQUOT', 'EROFS', 'EFBIG', 'EIO'].includes(code))
    return new LocalProblem(`${directory} could not be written (${reasonOf(error)}): make room or use another --data, and start again.`);
  const [line] = String(error instanceof Error ? error.message : error).split('\n', 1);
  return new LocalProblem(`The stack did not start: ${line ?? ''}. ${keepTrace(error, join(directory, 'logs'))}`);
}

function keepTrace(error: unknown, logs: string): string {
  const file = join(logs, 'start-failure.log');
  try {
    mkdirSync(logs, { recursive: true });
    writeFileSync(file, `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return `The stack trace is in ${file}.`;
  } catch {
    return `${file} could not be written either.`;
  }
}

function stopOnSignal(stack: LocalStack): void {
  let stopping = false;
  const stop = (): void => {
    // A second Ctrl-C: the person does not want to wait.
    if (stopping) process.exit(130);
    stopping = true;
    void stack.stop().finally(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
