import { expect, test } from 'vitest';
import { sweepMail, type SweepDeps } from '../../../functions/mail-out/sweep-mail.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { monday } from '../../support/rooms.ts';
import { heldWorld } from '../../support/world.ts';

const rooms = (count: number) =>
  Array.from({ length: count }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as RoomId);

/** A sweep over so many owing rooms, by a queue that answers like this. */
async function sweep(
  count: number,
  sendBatch: (rooms: readonly RoomId[]) => Promise<number>,
  waiting = 0,
  more: Partial<Pick<SweepDeps, 'findOldestOwed' | 'countUnheard'>> = {},
) {
  const log = memoryLog();
  const deps: SweepDeps = {
    rooms: { owing: async () => rooms(count) },
    hints: { sendBatch, countWaiting: async () => waiting },
    readFaultySince: async () => null,
    findOldestOwed: async () => null,
    countUnheard: async () => 0,
    owingShards: 8,
    log,
    world: heldWorld(monday),
    ...more,
  };
  const outcome = await sweepMail(deps, { olderThanSeconds: 60 }).then(
    () => null,
    (error: unknown) => error,
  );
  return { log, outcome };
}

test('a sweep gives a hint for each of 8,000 rooms once, ten in a call and twenty calls at a time', async () => {
  const hinted: RoomId[] = [];
  let [running, most] = [0, 0];
  const { outcome } = await sweep(8_000, async (batch) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    hinted.push(...batch);
    expect(batch.length).toBeLessThanOrEqual(10);
    return 0;
  });
  expect(outcome).toBeNull();
  expect(most).toBe(20);
  expect(hinted.toSorted()).toEqual(rooms(8_000));
});

test('a hint that cannot be sent keeps back no other, and the sweep counts as failed', async () => {
  const hinted: RoomId[] = [];
  const { outcome } = await sweep(8_000, async (batch) => {
    if (batch.includes(rooms(8_000)[17]!)) throw new Error('The queue does not answer');
    hinted.push(...batch);
    return 0;
  });
  expect(hinted).toHaveLength(7_990);
  expect(outcome).toBeInstanceOf(AggregateError);
});

test('a hint that the queue refuses inside an accepted batch is noticed too', async () => {
  const { outcome } = await sweep(20, async () => 1);
  expect(outcome).toBeInstanceOf(AggregateError);
});

test('a sweep adds nothing to a queue in which more hints wait than the mailer works on', async () => {
  let calls = 0;
  const { log } = await sweep(8_000, async () => ++calls, 20_000);
  expect(calls).toBe(0);
  expect(log.lines).toContainEqual(expect.objectContaining({ event: 'sweep.skipped' }));
});

const keep = async () => 0;

test('each sweep says how old the oldest owed mail is, and 0 when none is owed', async () => {
  const decided = async () => plusMinutes(monday, -17);
  expect((await sweep(1, keep, 0, { findOldestOwed: decided })).log.measured('OldestOwedMail')).toEqual([17 * 60]);
  expect((await sweep(0, keep)).log.measured('OldestOwedMail')).toEqual([0]);
});

test('each sweep counts the mail that SES took more than an hour and less than a day and an hour ago without a word since', async () => {
  const asked: unknown[] = [];
  const countUnheard = async (...window: unknown[]) => (asked.push(window), 3);
  expect((await sweep(0, keep, 0, { countUnheard })).log.measured('MailUnheard')).toEqual([3]);
  expect(asked).toEqual([[plusMinutes(monday, -25 * 60), plusMinutes(monday, -60)]]);
});

test.each(['findOldestOwed', 'countUnheard'] as const)(
  'hints are given also when %s breaks, and the sweep counts as failed',
  async (part) => {
    const hinted: RoomId[] = [];
    const broken = () => Promise.reject(new Error('The table does not answer'));
    const { outcome } = await sweep(30, async (batch) => (hinted.push(...batch), 0), 0, { [part]: broken });
    expect(hinted).toHaveLength(30);
    expect(outcome).toBeInstanceOf(AggregateError);
  },
);
