import { shiftClock } from './clock.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { LocalProblem } from './problem.ts';
import type { LocalStack } from './stack.ts';

/*
 * `npm start`: the whole service on this machine. Prints `Ready: <address>` when it can be used; Ctrl-C ends it.
 */

const startedAt = performance.now();
// As in Lambda: nothing may depend on where the machine stands.
process.env['TZ'] = 'UTC';

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) process.stdout.write(HELP);
  else await run(options);
} catch (error) {
  if (!(error instanceof LocalProblem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.exitCode);
}

async function run(options: Options): Promise<void> {
  shiftClock(options.clockOffsetMs);
  const { startStack } = await import('./stack.ts');
  const stack = await startStack(options, process.env);
  stopOnSignal(stack);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const lines = [
    `Sessions    ${stack.site}`,
    `Start page  ${stack.site}/local`,
    `Mail        ${stack.site}/mail`,
    `SMTP        localhost:${stack.smtpPort}`,
    `Data        ${options.directory} (--fresh forgets it)`,
    ...stack.notes,
    `Started in ${seconds} s. Ctrl-C stops it.`,
    `Ready: ${stack.site}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function stopOnSignal(stack: LocalStack): void {
  let stopping = false;
  const stop = (): void => {
    // Whoever asks twice does not want to wait.
    if (stopping) process.exit(130);
    stopping = true;
    void stack.stop().finally(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
