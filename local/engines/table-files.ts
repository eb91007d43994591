import { createRequire } from 'node:module';
import { reasonOf } from '../data-files.ts';
import { LocalProblem } from '../problem.ts';
import type { KeyRange, Level, Row } from './watched-level.ts';

interface IndexActions {
  readonly puts: readonly { readonly index: string; readonly key: string; readonly item: unknown }[];
}

/**
 * Opens the files of the tables once before the engine does, which could not say what is wrong with them. After a kill it
 * also makes the indexes anew: the engine writes an index row and the item itself in separate steps. Throws `LocalProblem`
 * when the files are damaged, in use, or cannot be written.
 */
export async function checkTableFiles(path: string, wasKilled: boolean): Promise<void> {
  // The very module that the engine itself uses: its version is not ours to choose.
  const { Level: LevelDb }: { Level: new (path: string, options: object) => Level } = requireFromEngine('level');
  const files = new LevelDb(path, { valueEncoding: 'json' });
  try {
    await files.open();
    if (wasKilled) await rebuildIndexes(files);
    await files.close();
  } catch (error) {
    throw explain(error, path);
  }
}

const requireFromEngine = createRequire(import.meta.resolve('dynalite'));

async function rebuildIndexes(files: Level): Promise<void> {
  const { getIndexActions }: { getIndexActions: (indexes: unknown, before: undefined, item: Row, table: Row) => IndexActions } =
    requireFromEngine('./db');
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

function startingWith(prefix: string): KeyRange {
  return { gte: prefix, lt: `${prefix}\uffff` };
}

function explain(error: unknown, path: string): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'LEVEL_LOCKED') return new LocalProblem(`${path} is in use by another process: stop that one, or use another --data.`);
  const isMissing = cause instanceof Error && cause.message.includes('No such file');
  if (code === 'LEVEL_IO_ERROR' && !isMissing)
    return new LocalProblem(`${path} could not be written (${reasonOf(cause)}): make room or use another --data, and start again.`);
  return new LocalProblem(`${path} is damaged: start once with --fresh, or with another --data.`);
}
