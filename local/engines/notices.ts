import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type LineFile, openLines } from '../data-files.ts';
import { parseJson, textAt, valueAt } from '../json.ts';
import type { QueuesEngine } from './queues.ts';

/** A message for a topic. */
export interface TopicNotice {
  readonly topicArn: string;
  readonly message: string;
  readonly subject: string;
  /** The mail that it is about, when it is only true once that mail has been stored. */
  readonly mailId?: string;
}

/**
 * The messages to topics that no function has worked off yet. The queues are in memory, and nobody else knows that a mail came
 * in or was delivered: a message is written down before it is published, and crossed out when its queue deletes it.
 */
export interface Notices {
  /** Writes the message down; the function that it gives publishes it. */
  readonly write: (notice: TopicNotice) => () => Promise<void>;
  /** Crosses out the message with this body: it was deleted from its queue. Other bodies do nothing. */
  readonly settle: (body: string) => void;
  /** Publishes what the last process left open, unless it is about a mail that was never stored. Gives how many there were. */
  readonly publishAgain: (isStored: (mailId: string) => boolean) => Promise<number>;
  /** From now on the file stays as it is when nothing happens: its directory may go. */
  readonly stop: () => void;
}

interface Open extends TopicNotice {
  readonly at: number;
}

const FILE = 'open.jsonl';
// SQS keeps a message for four days.
const KEPT_MS = 4 * 86_400_000;
const EMPTIED_AFTER_MS = 1000;
// Crossed-out lines are dropped from the file when there are so many.
const COMPACTED_AT_LINES = 1000;

/** Opens the directory of notices. */
export function openNotices(directory: string, { publish }: Pick<QueuesEngine, 'publish'>): Notices {
  mkdirSync(directory, { recursive: true });
  const journal = openJournal(join(directory, FILE));
  const left = [...journal.open];
  return {
    write: (notice) => {
      journal.add(keyOf(notice.message), { ...notice, at: Date.now() });
      return () => publish(notice.topicArn, notice.message, notice.subject);
    },
    settle: (body) => journal.remove(keyOf(body)),
    publishAgain: async (isStored) => {
      const wanted = left.filter(([, { mailId }]) => mailId === undefined || isStored(mailId));
      for (const [key] of left.filter((one) => !wanted.includes(one))) journal.remove(key);
      // The template may have lost the topic since.
      for (const [key, notice] of wanted) await publish(notice.topicArn, notice.message, notice.subject).catch(() => journal.remove(key));
      return wanted.length;
    },
    stop: journal.stop,
  };
}

const keyOf = (message: string): string => createHash('sha256').update(message).digest('base64url');

interface Journal {
  /** What is open, oldest first, by key. */
  readonly open: ReadonlyMap<string, Open>;
  readonly add: (key: string, notice: Open) => void;
  readonly remove: (key: string) => void;
  readonly stop: () => void;
}

function openJournal(path: string): Journal {
  const { lines, file } = openLines(path);
  const open = new Map<string, Open>();
  for (const line of lines) readLine(line, open);
  const end = Math.max(0, ...[...open.values()].map(({ at }) => at));
  for (const [key, { at }] of open) if (at < end - KEPT_MS) open.delete(key);
  let current = { file, lines: lines.length };
  const append = (line: string): void => {
    if (current.lines >= COMPACTED_AT_LINES && current.lines > 2 * open.size) current = rewrite(path, current.file, open);
    current.file.append(line);
    current.lines += 1;
  };
  let isStopped = false;
  // What is crossed out names people: it goes once nothing has happened for a moment.
  const emptied = setTimeout(() => {
    if (!isStopped && open.size === 0 && current.lines > 0) current = rewrite(path, current.file, open);
  }, EMPTIED_AFTER_MS).unref();
  return {
    open,
    add: (key, notice) => {
      append(JSON.stringify(notice));
      open.set(key, notice);
    },
    remove: (key) => {
      if (!open.delete(key)) return;
      append(JSON.stringify({ settled: key }));
      if (open.size === 0) emptied.refresh();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(emptied);
    },
  };
}

/** Replaces the file by one that holds only what is open. */
function rewrite(path: string, old: LineFile, open: ReadonlyMap<string, Open>): { file: LineFile; lines: number } {
  const unfinished = `${path}.unfinished`;
  rmSync(unfinished, { force: true });
  const { file } = openLines(unfinished);
  for (const notice of open.values()) file.append(JSON.stringify(notice));
  renameSync(unfinished, path);
  old.close();
  return { file, lines: open.size };
}

function readLine(line: string, open: Map<string, Open>): void {
  const read = parseJson(line);
  const settled = textAt(read, 'settled');
  if (settled !== undefined) return void open.delete(settled);
  const [at, topicArn, message] = [valueAt(read, 'at'), textAt(read, 'topicArn'), textAt(read, 'message')];
  if (typeof at !== 'number' || topicArn === undefined || message === undefined) return;
  const mailId = textAt(read, 'mailId');
  open.set(keyOf(message), { at, topicArn, message, subject: textAt(read, 'subject') ?? '', ...(mailId !== undefined && { mailId }) });
}
