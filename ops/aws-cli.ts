import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { OpsProblem } from './ops-problem.ts';

/** Asks AWS by its own command line: `aws('ses', 'describe-active-receipt-rule-set')`. Gives the answer, null when it is empty. */
export type Aws = (service: string, operation: string, input?: Readonly<Record<string, unknown>>) => Promise<unknown>;

const run = promisify(execFile);
const ANSWER_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * The AWS command line of this machine, with its credentials and region. A deployment needs it anyway, and one door to twelve
 * services is less to keep up to date than twelve clients. Input goes in as JSON, so no value is ever read as an option.
 */
export const askAws: Aws = async (service, operation, input = {}) => {
  const args = [service, operation, '--cli-input-json', JSON.stringify(input), '--output', 'json', '--no-cli-pager'];
  const { stdout } = await run('aws', args, { maxBuffer: ANSWER_LIMIT_BYTES }).catch((error: unknown) => {
    throw explain(error, `aws ${service} ${operation}`);
  });
  return stdout.trim() === '' ? null : JSON.parse(stdout);
};

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
