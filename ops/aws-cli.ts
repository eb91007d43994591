import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { OpsProblem } from './ops-problem.ts';

/** Asks AWS by its own command line: `aws('ses', 'describe-active-receipt-rule-set')`. Gives the answer, null when it is empty. */
export type Aws = (service: string, operation: string, input?: AwsInput) => Promise<unknown>;

type AwsInput = Readonly<Record<string, unknown>>;

const run = promisify(execFile);
const ANSWER_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * The AWS command line of this machine, with its credentials and region. A deployment needs it anyway, and one door to twelve
 * services is less to keep up to date than twelve clients. Input goes in as JSON, so no value is ever read as an option.
 */
export const askAws: Aws = (service, operation, input = {}) => call(service, operation, JSON.stringify(input));

/** For input that holds a secret: what stands on a command line is seen by everybody on the machine. */
export const askAwsPrivately: Aws = async (service, operation, input = {}) => {
  // Only this user may look into a new temporary directory.
  const directory = await mkdtemp(join(tmpdir(), 'aws-input-'));
  try {
    const file = join(directory, 'input.json');
    await writeFile(file, JSON.stringify(input), { mode: 0o600 });
    return await call(service, operation, pathToFileURL(file).href);
  } finally {
    await rm(directory, { recursive: true });
  }
};

async function call(service: string, operation: string, input: string): Promise<unknown> {
  const args = [service, operation, '--cli-input-json', input, '--output', 'json'];
  // Version 1 of the command line has no pager, and refuses the option that switches off that of version 2.
  const env = { ...process.env, AWS_PAGER: '' };
  const { stdout } = await run('aws', args, { env, maxBuffer: ANSWER_LIMIT_BYTES }).catch((error: unknown) => {
    throw explain(error, `aws ${service} ${operation}`);
  });
  return stdout.trim() === '' ? null : JSON.parse(stdout);
}

/** The AWS command line answered with an error. `code` is AWS's own name of it. */
export class AwsError extends OpsProblem {
  readonly code: string;

  constructor(command: string, text: string) {
    const [, code = 'Unknown', message = text] = /\((\w+)\) when calling the \w+ operation[^:]*: ([^\n]*)/.exec(text) ?? [];
    // An old version of the AWS command line prints its whole usage; what is wrong stands in the last line.
    const said = text.split('\n').findLast((line) => line.trim() !== '') ?? text;
    super(`${command}: ${code === 'Unknown' ? said.trim() : `${code}: ${message}`}`);
    this.code = code;
  }
}

function explain(error: unknown, command: string): unknown {
  if (!(error instanceof Error)) return error;
  if ('code' in error && error.code === 'ENOENT')
    return new OpsProblem('The AWS command line (aws) is not installed. See docs/deploy.md#before-you-start');
  const text = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : error.message;
  return new AwsError(command, text);
}
