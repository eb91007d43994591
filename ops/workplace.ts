import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Aws } from './aws-cli.ts';
import { type DeployedStack, requireStack } from './deployed-stack.ts';
import { textAt, valueAt } from './json-value.ts';
import { OpsProblem } from './ops-problem.ts';

export type OpsEnvironment = Readonly<Record<string, string>>;

/** Where a command works: in AWS on one stage, or on a local stack that runs. */
export type Workplace =
  | { readonly kind: 'aws'; readonly stage: string; readonly aws: Aws }
  | { readonly kind: 'local'; readonly directory: string };

const environmentSchema = z.record(z.string(), z.string());

/**
 * The settings of one function, as the function itself has them. Commands that run the service's own code run it with these.
 * @param name as in the function's POWERTOOLS_SERVICE_NAME, e.g. `receive-mail`
 * @param start how the function's logical id begins in the template
 */
export async function readFunctionSettings(where: Workplace, name: string, start: string): Promise<OpsEnvironment> {
  if (where.kind === 'local') return localSettings(where.directory, name);
  const stack = await requireStack(where.aws, where.stage);
  return deployedSettings(where.aws, stack, start);
}

async function deployedSettings(aws: Aws, stack: DeployedStack, start: string): Promise<OpsEnvironment> {
  const FunctionName = stack.resource(start, 'AWS::Lambda::Function');
  const answer = await aws('lambda', 'get-function-configuration', { FunctionName });
  return environmentSchema.parse(valueAt(answer, 'Environment', 'Variables') ?? {});
}

/** Credentials are not in it: the local engines take any, and a DynamoDB elsewhere takes those of the environment. */
async function localSettings(directory: string, name: string): Promise<OpsEnvironment> {
  const functions = z.record(z.string(), environmentSchema).parse(await askLocal(directory, '/local/api/settings'));
  const found = Object.values(functions).find((environment) => environment['POWERTOOLS_SERVICE_NAME'] === name);
  if (found === undefined) throw new OpsProblem(`The local stack in ${directory} has no function ${name}.`);
  return { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', ...found };
}

/** Asks the local stack that keeps its data in a directory; with a body it is a POST. Throws `OpsProblem` when none runs, or it answers with an error. */
export async function askLocal(directory: string, path: string, body?: unknown): Promise<unknown> {
  const url = await findRunningUrl(directory);
  if (url === undefined) throw new OpsProblem(wordNotRunning(directory));
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`${url}${path}`, body === undefined ? {} : post);
  if (!answer.ok) throw new OpsProblem(`The local stack at ${url} answers ${answer.status} to ${path}. Read the logs in ${directory}/logs`);
  return answer.json();
}

export const wordNotRunning = (directory: string): string =>
  `Nothing runs with its data in ${directory}. Start it with npm start, or name another --local.`;

/**
 * The address of the local stack that runs with its data in a directory; undefined when none does. One that was killed leaves its
 * address behind, and another stack may answer there by now: so it is asked whose data it has.
 */
export async function findRunningUrl(directory: string): Promise<string | undefined> {
  const url = readUrl(directory);
  const answer = url === undefined ? undefined : await fetch(`${url}/local/api/directory`).catch(() => undefined);
  const used = answer?.ok === true ? textAt(await answer.json(), 'directory') : undefined;
  return used !== undefined && isSameDirectory(used, directory) ? url : undefined;
}

function readUrl(directory: string): string | undefined {
  try {
    return textAt(JSON.parse(readFileSync(join(directory, 'running.json'), 'utf8')), 'url');
  } catch {
    return undefined;
  }
}

const isSameDirectory = (a: string, b: string): boolean => existsSync(a) && existsSync(b) && realpathSync(a) === realpathSync(b);

/**
 * Lets the AWS SDK find what these settings name: the region and the endpoints of a local stack, and the credentials that it takes.
 * What the shell says of another region or profile is not about that stack.
 */
export function useForSdk(settings: OpsEnvironment): void {
  const names = Object.keys(settings).filter((name) => name.startsWith('AWS_') && !CREDENTIALS.includes(name));
  for (const name of names) process.env[name] = settings[name];
  const [key] = CREDENTIALS;
  if (key === undefined || settings[key] === undefined || process.env[key] !== undefined) return;
  delete process.env['AWS_PROFILE'];
  for (const name of CREDENTIALS) if (settings[name] !== undefined) process.env[name] = settings[name];
}

const CREDENTIALS: readonly string[] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
