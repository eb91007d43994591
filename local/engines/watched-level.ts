import { createRequire } from 'node:module';

/** The part of LevelDB's interface that is used here. */
export interface Level {
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly clear: (range: KeyRange) => Promise<void>;
  readonly iterator: (range: KeyRange) => AsyncIterable<readonly [string, Row]>;
  readonly put: (key: string, value: unknown) => Promise<void>;
  readonly del: (key: string) => Promise<void>;
  readonly batch: (puts: readonly { readonly type: 'put'; readonly key: string; readonly value: unknown }[]) => Promise<void>;
}

export interface KeyRange {
  readonly gte: string;
  readonly lt: string;
}

export type Row = Readonly<Record<string, unknown>>;

interface LevelClass {
  new (path: string, options: object): Level;
}

export interface LevelWatch {
  /** Called once, with what LevelDB says, when a write failed. From then on every write is refused. */
  readonly onFailedWrite: (reason: string) => void;
  /** How much later than its item an index changes. */
  readonly indexLagMs: number;
}

// The very module that the engine itself uses: its version is not ours to choose.
const engineModule: { Level: LevelClass } = createRequire(import.meta.resolve('dynalite'))('level');

/**
 * Makes the engine write through this class. Call it before the engine is imported.
 *
 * LevelDB answers a write that a full disk cut in half with an error, and goes on behind it: what it acknowledges later is
 * unreadable at the next start. So the first failed write is the last one.
 */
export function watchWrites(watch: LevelWatch): void {
  const Plain = engineModule.Level;
  engineModule.Level = class WatchedLevel extends Plain {
    readonly #indexes = createDelay(watch.indexLagMs);
    #hasFailed = false;

    override readonly put = (key: string, value: unknown): Promise<void> => this.#change(key, () => super.put(key, value));

    override readonly del = (key: string): Promise<void> => this.#change(key, () => super.del(key));

    override readonly close = async (): Promise<void> => {
      await this.#indexes.flush();
      await super.close();
    };

    #change(key: string, write: () => Promise<void>): Promise<void> {
      if (watch.indexLagMs === 0 || !key.startsWith('index-')) return this.#write(write);
      this.#indexes.add(() => this.#write(write));
      return Promise.resolve();
    }

    async #write(write: () => Promise<void>): Promise<void> {
      if (!this.#hasFailed) {
        await write().catch((error: unknown) => {
          this.#hasFailed = true;
          watch.onFailedWrite(error instanceof Error ? causeOf(error).message : String(error));
        });
      }
      // Also for a write that succeeded behind one that failed.
      if (this.#hasFailed) throw new Error('An earlier write failed');
    }
  };
}

function causeOf(error: Error): Error {
  return error.cause instanceof Error ? error.cause : error;
}

interface Delay {
  readonly add: (work: () => Promise<void>) => void;
  /** Does now what waits. */
  readonly flush: () => Promise<void>;
}

/** Does work later, one after the other, in its order. */
function createDelay(delayMs: number): Delay {
  const waiting: (() => Promise<void>)[] = [];
  let running = Promise.resolve();
  const next = (): Promise<void> => {
    const work = waiting.shift();
    if (work !== undefined) running = running.then(work).catch(() => undefined);
    return running;
  };
  return {
    add: (work) => {
      waiting.push(work);
      setTimeout(() => void next(), delayMs);
    },
    flush: async () => {
      while (waiting.length > 0) await next();
      await running;
    },
  };
}
