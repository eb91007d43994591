import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Worker } from 'node:worker_threads';
import { parseJson, textAt } from '../json.ts';

/** What an execution environment is started from: the parts of `AWS::Lambda::Function` that matter to the code. */
export interface FunctionSpec {
  readonly name: string;
  /** file: URL of the module. */
  readonly file: string;
  readonly exportName: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly env: Readonly<Record<string, string>>;
  readonly clockOffsetMs: number;
}

/** The function threw, crashed, or could not be loaded. */
export class FunctionFailed extends Error {}

/** The function took longer than its timeout; its environment is gone. */
export class FunctionTimedOut extends FunctionFailed {}

/** One execution environment: one invocation at a time. */
export interface Environment {
  /** Resolves when the module has been loaded; rejects with `FunctionFailed`. */
  readonly ready: Promise<void>;
  /** Told once, as soon as the environment can take no further invocation, however that came about. */
  readonly onLost: (listener: () => void) => void;
  readonly invoke: (event: unknown) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** Told of every line that a function writes. */
export type OnLine = (functionName: string, line: string) => void;

// V8 gives a thread 48 MB for new objects, uses them all before it looks for what is garbage, and never gives them back.
const YOUNG_GENERATION_MB = 12;

/** Starts a worker thread with the function's own environment variables and memory limit. */
export function startEnvironment(spec: FunctionSpec, onLine: OnLine): Environment {
  const worker = new Worker(new URL('./bootstrap.ts', import.meta.url), {
    name: spec.name,
    env: { ...spec.env },
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: spec.memoryMb, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    workerData: { file: spec.file, exportName: spec.exportName, clockOffsetMs: spec.clockOffsetMs, context: contextOf(spec) },
  });
  for (const stream of [worker.stdout, worker.stderr]) eachLine(stream, (line) => onLine(spec.name, line));
  const exchange = makeExchange(worker, spec.name);
  const ready = exchange.next().then(() => undefined);
  // The caller that waits for it sees the failure; until then it is not a crash of this process.
  ready.catch(() => undefined);
  return {
    ready,
    onLost: exchange.onLost,
    invoke: async (event) => {
      await ready;
      const reply = exchange.next();
      const timer = setTimeout(
        () => exchange.fail(new FunctionTimedOut(`${spec.name} timed out after ${spec.timeoutMs / 1000} seconds`)),
        spec.timeoutMs,
      );
      worker.postMessage({ id: randomUUID(), event: JSON.stringify(event), timeoutMs: spec.timeoutMs }, []);
      return readReply(spec.name, await reply.finally(() => clearTimeout(timer)));
    },
    stop: async () => void (await worker.terminate()),
  };
}

interface Exchange {
  /** The worker's next message; rejects when the worker ends before it. */
  readonly next: () => Promise<unknown>;
  /** Ends the worker; the caller that waits for it gets this error. */
  readonly fail: (error: FunctionFailed) => void;
  readonly onLost: (listener: () => void) => void;
}

function makeExchange(worker: Worker, name: string): Exchange {
  const lost = new EventEmitter();
  let waiting: PromiseWithResolvers<unknown> | undefined;
  const settle = (act: (waiter: PromiseWithResolvers<unknown>) => void): void => {
    const waiter = waiting;
    waiting = undefined;
    if (waiter !== undefined) act(waiter);
  };
  const fail = (error: FunctionFailed): void => {
    // Reported before the waiter is rejected, because what it does next must not end in the same environment.
    lost.emit('lost');
    settle((waiter) => waiter.reject(error));
    void worker.terminate();
  };
  worker.on('message', (message: unknown) => settle((waiter) => waiter.resolve(message)));
  worker.on('error', (error) =>
    fail(new FunctionFailed(`${name} crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)),
  );
  worker.once('exit', () => fail(new FunctionFailed(`${name} ended in the middle of an invocation`)));
  const next = (): Promise<unknown> => {
    waiting = Promise.withResolvers<unknown>();
    return waiting.promise;
  };
  return { next, fail, onLost: (listener) => void lost.once('lost', listener) };
}

function readReply(name: string, reply: unknown): unknown {
  if (textAt(reply, 'kind') === 'result') return parseJson(textAt(reply, 'result') ?? 'null');
  throw new FunctionFailed(`${name} failed: ${textAt(reply, 'error', 'stack') ?? textAt(reply, 'error', 'message') ?? 'without a reason'}`);
}

function contextOf({ name, memoryMb }: FunctionSpec) {
  return {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:000000000000:function:${name}`,
    memoryLimitInMB: String(memoryMb),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
  };
}

function eachLine(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') take(line);
  });
}
