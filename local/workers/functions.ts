import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LocalProblem } from '../problem.ts';
import type { Properties } from '../template/properties.ts';
import type { Template } from '../template/template.ts';
import type { FunctionSpec, OnLine } from './environment.ts';
import { createPool, type FunctionPool } from './function-pool.ts';

/** The functions of the template. Only those that are asked for by something that triggers them are ever started. */
export interface Functions {
  /** Throws `LocalProblem` when the template has no function with this ARN. */
  readonly get: (arn: string) => FunctionPool;
  /** Each function's environment by the function's name, without credentials. */
  readonly settings: () => Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Loads each function that was asked for into one environment; rejects when one cannot be loaded. */
  readonly warm: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface FunctionSurroundings {
  /** Where the assembly keeps the bundles. */
  readonly assetsDirectory: string;
  /** Where the local engines listen, in the variables of the AWS SDK: AWS_ENDPOINT_URL_<SERVICE>. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly clockOffsetMs: number;
  readonly onLine: OnLine;
}

// Enough to show what concurrency does to a function, few enough for a laptop.
const MOST_ENVIRONMENTS = 4;
const LONGEST_LINE = 1000;

/** Reads the template's functions; none is started yet. */
export function openFunctions(template: Template, surroundings: FunctionSurroundings): Functions {
  const resources = new Map(template.ofType('AWS::Lambda::Function').map((resource) => [template.arn(resource.id), resource]));
  const pools = new Map<string, FunctionPool>();
  const open = (arn: string): FunctionPool => {
    const resource = resources.get(arn);
    if (resource === undefined) throw new LocalProblem(`The template has no function ${arn}.`);
    const most = resource.properties.optionalNumber('ReservedConcurrentExecutions') ?? MOST_ENVIRONMENTS;
    const limits = { environments: Math.min(MOST_ENVIRONMENTS, most), waiting: LONGEST_LINE };
    return createPool(readSpec(template.name(resource.id), resource.properties, surroundings), limits, surroundings.onLine);
  };
  return {
    get: (arn) => {
      const pool = pools.get(arn) ?? open(arn);
      pools.set(arn, pool);
      return pool;
    },
    settings: () =>
      Object.fromEntries(
        [...resources.values()].map(({ id, properties }) => [
          template.name(id),
          withoutCredentials(readSpec(template.name(id), properties, surroundings).env),
        ]),
      ),
    warm: async () => void (await Promise.all([...pools.values()].map((pool) => pool.warm()))),
    stop: async () => void (await Promise.all([...pools.values()].map((pool) => pool.stop()))),
  };
}

function readSpec(name: string, properties: Properties, { assetsDirectory, endpoints, clockOffsetMs }: FunctionSurroundings): FunctionSpec {
  const [module, exportName] = properties.text('Handler').split('.');
  const asset = /([0-9a-f]{64})/.exec(properties.child('Code')?.text('S3Key') ?? '')?.[1];
  if (module === undefined || exportName === undefined || asset === undefined)
    throw new LocalProblem(`The function ${name} has no bundle.`);
  const memoryMb = properties.optionalNumber('MemorySize') ?? 128;
  return {
    name,
    file: pathToFileURL(join(assetsDirectory, `asset.${asset}`, `${module}.mjs`)).href,
    exportName,
    timeoutMs: (properties.optionalNumber('Timeout') ?? 3) * 1000,
    memoryMb,
    env: { ...readVariables(properties), ...endpoints, ...runtimeVariables(name, memoryMb) },
    clockOffsetMs,
  };
}

const withoutCredentials = (env: FunctionSpec['env']) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/.test(name)));

function readVariables(properties: Properties): Record<string, string> {
  const variables = properties.child('Environment')?.child('Variables');
  return Object.fromEntries((variables?.names() ?? []).map((name) => [name, variables?.text(name) ?? '']));
}

// What Lambda's runtime sets, as far as the SDK and the logger look at it.
function runtimeVariables(name: string, memoryMb: number): Record<string, string> {
  return {
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    TZ: 'UTC',
  };
}
