import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { join } from 'node:path';
import { FUNCTIONS, type FunctionName } from '../../infra/build-folders.ts';
import { readBlueprint, type Blueprint } from './blueprint.ts';
import type { ServiceName } from './aws-faults.ts';
import { takeCall, type Handler, type Handlers } from './simulation.ts';
import { installVirtualMachine } from './virtual-machine.ts';

const AWS_SETTINGS = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' };

const root = join(import.meta.dirname, '../..');

/** What functions wrote to their logs since this was last asked. */
export interface FunctionLog {
  readonly take: () => string;
}

/** The service in this process, ready to be simulated. */
export interface LoadedFunctions {
  readonly blueprint: Blueprint;
  readonly handlers: Handlers;
  readonly log: FunctionLog;
}

export async function loadFunctions(): Promise<LoadedFunctions> {
  const blueprint = await readBlueprint();
  return { blueprint, ...(await loadHandlers(blueprint)) };
}

/**
 * Loads the production entries of all functions, each with its environment from the template, into this process, with a virtual
 * clock and with clients of AWS that ask the simulation.
 */
async function loadHandlers(blueprint: Blueprint): Promise<{ readonly handlers: Handlers; readonly log: FunctionLog }> {
  installVirtualMachine();
  redirectClients();
  const log = captureLog();
  return { handlers: await loadEntries(blueprint, (name) => join(root, FUNCTIONS[name])), log };
}

export type Environments = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Loads these files as the entries of the functions. To be called when clock and clients are already those of the simulation.
 * `environments`: of a version whose template was another one, by function.
 */
export async function loadEntries(
  blueprint: Blueprint,
  fileOf: (name: FunctionName) => string,
  environments: Environments = {},
): Promise<Handlers> {
  const shapes = new Map(
    [...blueprint.functions.values()].filter(({ name }) => name !== 'publish-site').map((shape) => [shape.name, shape]),
  );
  const loaded = new Map<FunctionName, Promise<Handler>>();
  let loads = 0;
  const load = async (name: FunctionName): Promise<Handler> => {
    Object.assign(process.env, AWS_SETTINGS, environments[name] ?? shapes.get(name)?.environment);
    // Under another address the entry is evaluated once more: nothing that a process kept in memory outlives it.
    const entry: { readonly handler: Handler } = await import(`${fileOf(name)}?process=${++loads}`);
    return entry.handler;
  };
  const get = (name: FunctionName): Promise<Handler> => {
    const handler = loaded.get(name) ?? load(name);
    loaded.set(name, handler);
    return handler;
  };
  // One after the other, because each reads its settings from the one environment of this process.
  for (const name of shapes.keys()) await get(name);
  return { has: (name) => shapes.has(name), get, restart: (name) => void loaded.delete(name) };
}

function redirectClients(): void {
  const clients: readonly (readonly [ServiceName, { prototype: object }])[] = [
    ['dynamodb', DynamoDBDocumentClient],
    ['s3', S3Client],
    ['ses', SESv2Client],
    ['secrets', SecretsManagerClient],
    ['sqs', SQSClient],
  ];
  for (const [service, client] of clients) {
    Object.defineProperty(client.prototype, 'send', {
      value: (command: { readonly input: Readonly<Record<string, unknown>> }) => takeCall(service, command.constructor.name, command.input),
    });
  }
}

const writeOut = process.stdout.write.bind(process.stdout);

/** Writes a line of the proof itself to the standard output. */
export const say = (line: string): void => void writeOut(`${line}\n`);

// The functions' logger writes JSON lines to both streams.
function captureLog(): FunctionLog {
  let lines: string[] = [];
  const capture = (chunk: string | Uint8Array): boolean => {
    lines.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    return true;
  };
  Object.assign(process.stdout, { write: capture });
  Object.assign(process.stderr, { write: capture });
  return {
    take: () => {
      const text = lines.join('');
      lines = [];
      return text;
    },
  };
}
