import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson, textAt, valueAt } from '../json.ts';
import type { QueuesEngine } from './queues.ts';

/** Publishes to topics, and at the next start once more what queues in memory may have lost. */
export interface Notices {
  readonly publish: QueuesEngine['publish'];
  /** Publishes what the last process published within its last minute; gives how much that was. */
  readonly publishAgain: () => Promise<number>;
}

interface Notice {
  readonly at: number;
  readonly topicArn: string;
  readonly message: string;
  readonly subject: string | undefined;
}

// What takes longer to be worked off has failed, and comes again anyway while the process lives.
const KEPT_MS = 60_000;

/**
 * A queue that is lost with the process takes hints with it, which can be given again. But nobody else knows that a mail came
 * in: so that is written down before it is published. Hearing it twice is what happens in AWS too.
 */
export function openNotices(directory: string, { publish }: Pick<QueuesEngine, 'publish'>): Notices {
  mkdirSync(directory, { recursive: true });
  const left = lastMinute(directory);
  const write = openDiary(directory);
  return {
    publish: (topicArn, message, subject) => {
      const at = Date.now();
      write(at, JSON.stringify({ at, topicArn, message, subject }));
      return publish(topicArn, message, subject);
    },
    publishAgain: async () => {
      // A topic may be gone from the template since.
      for (const { topicArn, message, subject } of left) await publish(topicArn, message, subject).catch(() => undefined);
      return left.length;
    },
  };
}

/** Appends lines to a file for each minute, and keeps the newest two. A write to the file system is what survives `kill -9`. */
function openDiary(directory: string): (at: number, line: string) => void {
  let open: { readonly name: string; readonly file: number } | undefined;
  return (at, line) => {
    const name = `${String(Math.floor(at / KEPT_MS)).padStart(10, '0')}.jsonl`;
    if (open?.name !== name) {
      if (open !== undefined) closeSync(open.file);
      open = { name, file: openSync(join(directory, name), 'a') };
      // After half a line of a process that was killed.
      writeSync(open.file, '\n');
      for (const old of filesIn(directory).slice(0, -2)) rmSync(join(directory, old), { force: true });
    }
    writeSync(open.file, `${line}\n`);
  };
}

const filesIn = (directory: string): readonly string[] => readdirSync(directory).toSorted();

function lastMinute(directory: string): readonly Notice[] {
  const lines = filesIn(directory).flatMap((name) => readFileSync(join(directory, name), 'utf8').split('\n'));
  const all = lines.flatMap(readNotice);
  const end = all.at(-1)?.at ?? 0;
  return all.filter(({ at }) => at >= end - KEPT_MS);
}

/** Half a line: the process was killed before it published this. */
function readNotice(line: string): readonly Notice[] {
  const read = line === '' ? undefined : parseJson(line);
  const [at, topicArn, message] = [valueAt(read, 'at'), textAt(read, 'topicArn'), textAt(read, 'message')];
  if (typeof at !== 'number' || topicArn === undefined || message === undefined) return [];
  return [{ at, topicArn, message, subject: textAt(read, 'subject') }];
}
