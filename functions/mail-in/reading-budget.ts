import { MAIL_LIMITS } from './mail-limits.ts';

/** CPU time that this thread has used until now, in milliseconds. */
export type ReadCpuMillis = () => number;

/**
 * A budget of CPU time for the calendars of one mail, that starts now. It counts what this thread works, and not what
 * passes on a clock: a busy machine, and other mail on other threads, never make a reply too complex. Reading calendars waits
 * for nothing, so no other mail of this thread runs in between.
 * @returns whether the budget is spent
 */
export function startReadingBudget(readCpuMillis: ReadCpuMillis, millis: number = MAIL_LIMITS.readingMillis): () => boolean {
  const start = readCpuMillis();
  return () => readCpuMillis() - start > millis;
}
