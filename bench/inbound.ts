import { execFileSync } from 'node:child_process';
import { simpleParser } from 'mailparser';
import { sync as calendars } from 'node-ical';
import { join } from 'node:path';
import { readMail } from '../functions/mail-in/read-mail.ts';
import { readReply } from '../functions/mail-in/read-reply.ts';
import { casesByProgram } from '../test/fixtures/mail/by-program.ts';
import { median, percentile, ratio, type Section } from './report.ts';

const ROUNDS = 40;
/** As many as the queue hands to one invocation. */
const BATCH = 5;

type Read = (bytes: Buffer) => Promise<unknown>;

const ours: Read = async (bytes) => {
  const mail = await readMail(bytes);
  return typeof mail === 'string' ? mail : readReply(mail.calendars);
};

/** The same work by the two libraries that are our oracles: the mail, then the part that is a calendar. */
const theirs: Read = async (bytes) => {
  const { attachments } = await simpleParser(bytes);
  const part = attachments.find(({ contentType }) => /calendar|ics/.test(contentType));
  return part ? calendars.parseICS(part.content.toString('utf8')) : undefined;
};

/** From bytes to what an attendee said, beside mailparser and node-ical on the same mails, in turn. */
export async function inboundReading(): Promise<Section> {
  const mails = casesByProgram.map(({ write }) => Buffer.from(write()));
  const batches = Array.from({ length: Math.floor(mails.length / BATCH) }, (_, n) => mails.slice(n * BATCH, (n + 1) * BATCH));
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const batch of batches) times.ours.push(await microsecondsEach(ours, batch));
    for (const batch of batches) times.theirs.push(await microsecondsEach(theirs, batch));
  }
  const row = (name: string, values: readonly number[]) => [
    name,
    `${Math.round(1e6 / median(values))}`,
    `${Math.round(median(values))} µs`,
    `${Math.round(percentile(values, 0.99))} µs`,
  ];
  return {
    title: 'Reading a calendar reply',
    about: `${mails.length} mails in the shapes of 18 programs, ${ROUNDS} rounds in batches of ${BATCH} as the queue hands them over, a round of each reader in turn. On the median ours is ${ratio(median(times.theirs), median(times.ours))} as fast.`,
    columns: ['reader', 'messages per second', 'median', 'p99'],
    rows: [row('postal-mime and our calendar reader, within limits', times.ours), row('mailparser and node-ical', times.theirs)],
  };
}

async function microsecondsEach(read: Read, batch: readonly Buffer[]): Promise<number> {
  const start = performance.now();
  await Promise.all(batch.map(read));
  return ((performance.now() - start) * 1000) / batch.length;
}

interface Blast {
  readonly name: string;
  readonly outcome: string;
  readonly cpuMs: number;
  readonly peakMb: number;
}

/** What mail made to be expensive costs, in a process of its own. */
export async function inboundBombs(): Promise<Section> {
  const script = join(import.meta.dirname, '..', 'test', 'support', 'detonate.ts');
  const lines = execFileSync(process.execPath, ['--expose-gc', script], { encoding: 'utf8' }).trim().split('\n');
  const blasts = lines.map((line) => JSON.parse(line) as Blast);
  const worst = blasts.toSorted((a, b) => b.cpuMs - a.cpuMs).slice(0, 5);
  const peak = Math.max(...blasts.map(({ peakMb }) => peakMb));
  return {
    title: 'Hostile mail',
    about: `${blasts.length} bombs in one process, which never held more than ${peak} MB in all. The five that cost most:`,
    columns: ['bomb', 'CPU', 'outcome'],
    rows: worst.map(({ name, cpuMs, outcome }) => [name, `${cpuMs} ms`, outcome]),
  };
}
