import { type Environment, FunctionFailed, type FunctionSpec, type OnLine, startEnvironment } from './environment.ts';

/** More invocations are waiting than the line is long; Lambda would answer with a throttling error. */
export class Throttled extends Error {}

/** All execution environments of one function. */
export interface FunctionPool {
  readonly name: string;
  /** Resolves with what the function returned; rejects with `FunctionFailed` or `Throttled`. */
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** Resolves when one environment has loaded the function; rejects with `FunctionFailed`. */
  readonly warm: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface PoolLimits {
  readonly environments: number;
  readonly waiting: number;
}

interface Waiting {
  readonly event: unknown;
  readonly outcome: PromiseWithResolvers<unknown>;
}

/**
 * A function as Lambda runs it: each environment handles one invocation at a time, a further one is started while others
 * are busy, and beyond the limit invocations wait in line. An environment that crashed or timed out is replaced when it
 * is needed again.
 */
export function createPool(spec: FunctionSpec, { environments, waiting: longestLine }: PoolLimits, onLine: OnLine): FunctionPool {
  const all = new Set<Environment>();
  const idle: Environment[] = [];
  const line: Waiting[] = [];
  let starting = 0;

  const start = async (): Promise<void> => {
    starting += 1;
    const environment = startEnvironment(spec, onLine);
    all.add(environment);
    environment.onLost(() => forget(environment));
    try {
      await environment.ready;
      idle.push(environment);
    } finally {
      starting -= 1;
      next();
    }
  };

  const forget = (environment: Environment): void => {
    all.delete(environment);
    const index = idle.indexOf(environment);
    if (index >= 0) idle.splice(index, 1);
  };

  const next = (): void => {
    while (line.length > 0 && idle.length > 0) void run(idle.shift(), line.shift());
    if (line.length > starting && all.size < environments) void start().catch(failFirst);
  };

  // A function that cannot be loaded fails the invocation that it was started for, as in AWS.
  const failFirst = (error: unknown): void => line.shift()?.outcome.reject(error);

  const run = async (environment: Environment | undefined, waiting: Waiting | undefined): Promise<void> => {
    if (environment === undefined || waiting === undefined) return;
    await environment.invoke(waiting.event).then(waiting.outcome.resolve, waiting.outcome.reject);
    if (all.has(environment)) idle.push(environment);
    next();
  };

  return {
    name: spec.name,
    invoke: (event) => {
      if (line.length >= longestLine) return Promise.reject(new Throttled(`${spec.name} is busy`));
      const outcome = Promise.withResolvers<unknown>();
      line.push({ event, outcome });
      next();
      return outcome.promise;
    },
    warm: () => [...all][0]?.ready ?? start(),
    stop: async () => {
      for (const { outcome } of line.splice(0)) outcome.reject(new FunctionFailed(`${spec.name} is stopping`));
      await Promise.all([...all].map((environment) => environment.stop()));
    },
  };
}
