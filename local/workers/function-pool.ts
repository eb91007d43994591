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
export function createPool(spec: FunctionSpec, limits: PoolLimits, onLine: OnLine): FunctionPool {
  return new Pool(spec, limits, onLine);
}

class Pool implements FunctionPool {
  readonly name: string;
  readonly #spec: FunctionSpec;
  readonly #limits: PoolLimits;
  readonly #onLine: OnLine;
  readonly #all = new Set<Environment>();
  readonly #idle: Environment[] = [];
  readonly #line: Waiting[] = [];
  #starting = 0;

  constructor(spec: FunctionSpec, limits: PoolLimits, onLine: OnLine) {
    this.name = spec.name;
    this.#spec = spec;
    this.#limits = limits;
    this.#onLine = onLine;
  }

  readonly invoke = (event: unknown): Promise<unknown> => {
    if (this.#line.length >= this.#limits.waiting) return Promise.reject(new Throttled(`${this.name} is busy`));
    const outcome = Promise.withResolvers<unknown>();
    this.#line.push({ event, outcome });
    this.#next();
    return outcome.promise;
  };

  readonly warm = (): Promise<void> => [...this.#all][0]?.ready ?? this.#start();

  readonly stop = async (): Promise<void> => {
    for (const { outcome } of this.#line.splice(0)) outcome.reject(new FunctionFailed(`${this.name} is stopping`));
    await Promise.all([...this.#all].map((environment) => environment.stop()));
  };

  async #start(): Promise<void> {
    this.#starting += 1;
    const environment = startEnvironment(this.#spec, this.#onLine);
    this.#all.add(environment);
    environment.onLost(() => this.#forget(environment));
    try {
      await environment.ready;
      this.#idle.push(environment);
    } finally {
      this.#starting -= 1;
      this.#next();
    }
  }

  #forget(environment: Environment): void {
    this.#all.delete(environment);
    const index = this.#idle.indexOf(environment);
    if (index >= 0) this.#idle.splice(index, 1);
  }

  #next(): void {
    while (this.#line.length > 0 && this.#idle.length > 0) void this.#run(this.#idle.shift(), this.#line.shift());
    if (this.#line.length <= this.#starting || this.#all.size >= this.#limits.environments) return;
    // A function that cannot be loaded fails the invocation that it was started for, as in AWS.
    this.#start().catch((error: unknown) => this.#line.shift()?.outcome.reject(error));
  }

  async #run(environment: Environment | undefined, waiting: Waiting | undefined): Promise<void> {
    if (environment === undefined || waiting === undefined) return;
    await environment.invoke(waiting.event).then(waiting.outcome.resolve, waiting.outcome.reject);
    if (this.#all.has(environment)) this.#idle.push(environment);
    this.#next();
  }
}
