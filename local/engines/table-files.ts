import { createRequire } from 'node:module';
import { LocalProblem } from '../problem.ts';

/** The part of LevelDB's interface that is used here. */
interface Level {
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly clear: (range: Range) => Promise<void>;
  readonly iterator: (range: Range) => AsyncIterable<readonly [string, Row]>;
  readonly batch: (puts: readonly { readonly type: 'put'; readonly key: string; readonly value: unknown }[]) => Promise<void>;
}

interface Range {
  readonly gte: string;
  readonly lt: string;
}

type Row = Readonly<Record<string, unknown>>;

interface IndexActions {
  readonly puts: readonly { readonly index: string; readonly key: string; readonly item: unknown }[];
}

// The very modules that the engine itself uses: their version is not ours to choose.
const requireFromEngine = createRequire(import.meta.resolve('dynalite'));
const { Level: LevelDb }: { Level: new (path: string, options: object) => Level } = requireFromEngine('level');
const { getIndexActions }: { getIndexActions: (indexes: unknown, before: undefined, item: Row, table: Row) => IndexActions } =
  requireFromEngine('./db');

/**
 * Opens the files of the tables once before the engine does, which could not say what is wrong with them. After a kill it
 * also makes the indexes anew: the engine writes an index row and the item itself in separate steps. Throws `LocalProblem`
 * when the files are damaged or in use.
 */
export async function checkTableFiles(path: string, wasKilled: boolean): Promise<void> {
  const files = new LevelDb(path, { valueEncoding: 'json' });
  await files.open().catch((error: unknown) => {
    throw explain(error, path);
  });
  if (wasKilled) await rebuildIndexes(files);
  await files.close();
}

async function rebuildIndexes(files: Level): Promise<void> {
  await files.clear(startingWith('index-'));
  for await (const [tableKey, table] of files.iterator(startingWith('table~'))) {
    const name = tableKey.slice('table~'.length);
    for await (const [, item] of files.iterator(startingWith(`item-${name}~`))) {
      const { puts } = getIndexActions(table['GlobalSecondaryIndexes'] ?? [], undefined, item, table);
      await files.batch(
        puts.map(({ index, key, item: row }) => ({ type: 'put', key: `index-global~${name}~${index}~${key}`, value: row })),
      );
    }
  }
}

function startingWith(prefix: string): Range {
  return { gte: prefix, lt: `${prefix}\uffff` };
}

function explain(error: unknown, path: string): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'LEVEL_LOCKED') return new LocalProblem(`${path} is in use by another process: stop that one, or use another --data.`);
  return new LocalProblem(`${path} is damaged: start once with --fresh, or with another --data.`);
}
