import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson, textAt } from '../json.ts';
import type { QueuesEngine } from './queues.ts';

/** Publishes to topics, and at the next start once more what queues in memory may have lost. */
export interface Notices {
  readonly publish: QueuesEngine['publish'];
  /** Publishes what the last process published within its last minute; gives how much that was. */
  readonly publishAgain: () => Promise<number>;
}

// What takes longer to be worked off has failed, and comes again anyway while the process lives.
const KEPT_MS = 60_000;

/**
 * A queue that is lost with the process takes hints with it, which can be given again. But nobody else knows what SES told of a
 * mail, or that a mail came in: so that is kept in files before it is published. Hearing it twice is what happens in AWS too.
 */
export function openNotices(directory: string, { publish }: Pick<QueuesEngine, 'publish'>): Notices {
  mkdirSync(directory, { recursive: true });
  const left = newest(directory);
  const kept = [...left];
  let count = 0;
  const keep = (notice: object): void => {
    count += 1;
    const name = `${Date.now()}-${String(count).padStart(8, '0')}.json`;
    writeFileSync(join(directory, name), JSON.stringify(notice));
    kept.push(name);
    while (timeOf(kept[0]) < timeOf(name) - KEPT_MS) rmSync(join(directory, kept.shift() ?? ''), { force: true });
  };
  return {
    publish: (topicArn, message, subject) => {
      keep({ topicArn, message, subject });
      return publish(topicArn, message, subject);
    },
    publishAgain: async () => {
      for (const name of left) {
        const notice = parseJson(readFileSync(join(directory, name), 'utf8'));
        const [topicArn, message] = [textAt(notice, 'topicArn'), textAt(notice, 'message')];
        // Half a file: the process was killed before it published this.
        if (topicArn === undefined || message === undefined) continue;
        // A topic may be gone from the template since.
        await publish(topicArn, message, textAt(notice, 'subject')).catch(() => undefined);
      }
      return left.length;
    },
  };
}

const timeOf = (name = ''): number => Number.parseInt(name, 10);

/** The names of the last minute's notices, oldest first; older ones are deleted. */
function newest(directory: string): readonly string[] {
  const names = readdirSync(directory).toSorted();
  const since = timeOf(names.at(-1)) - KEPT_MS;
  for (const name of names.filter((one) => timeOf(one) < since)) rmSync(join(directory, name), { force: true });
  return names.filter((name) => timeOf(name) >= since);
}
