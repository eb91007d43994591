import { expect, test } from 'vitest';
import { sweepMail, type SweepDeps } from '../../../functions/mail-out/sweep-mail.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { monday } from '../../support/rooms.ts';
import { heldWorld } from '../../support/world.ts';

const rooms = (count: number) =>
  Array.from({ length: count }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as RoomId);

/** A sweep over so many owing rooms, by a queue that answers like this. */
async function sweep(count: number, sendBatch: (rooms: readonly RoomId[]) => Promise<number>, waiting = 0) {
  const log = memoryLog();
  const deps: SweepDeps = {
    rooms: { owing: async () => rooms(count) },
    hints: { sendBatch, countWaiting: async () => waiting },
    readFaultySince: async () => null,
    owingShards: 8,
    log,
    world: heldWorld(monday),
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
