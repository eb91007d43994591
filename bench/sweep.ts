import { SQSClient } from '@aws-sdk/client-sqs';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { sweepMail, type SweepDeps } from '../functions/mail-out/sweep-mail.ts';
import { silentLog } from '../functions/platform/log.ts';
import { createManyHints } from '../functions/platform/mail/hint.ts';
import { createFindOldestOwed } from '../functions/platform/rooms/oldest-owed-mail-store.ts';
import { createRoomStore } from '../functions/platform/rooms/room-store.ts';
import { realWorld } from '../functions/platform/world.ts';
import { Rooms } from '../infra/rooms.ts';
import { queueUrlOf, startQueues } from '../local/engines/queues.ts';
import type { RoomId } from '../shared/words/ids.ts';
import { DEFAULT_OWING_SHARDS } from '../shared/words/owing-shards.ts';
import { testTable } from '../test/support/tables.ts';
import { median, milliseconds, type Section } from './report.ts';
import { inDays } from './world.ts';

const SIZES = [0, 1000, 8000, 16_000];
const SWEEPS = 5;
/** The sweeper's time in the template. */
const TIMEOUT_MS = 30_000;
const QUEUE = 'Hints';

/** One sweep over rooms that owe mail, with the SDK's clients against a table and a queue that speak HTTP. */
export async function sweep(): Promise<Section> {
  const rooms = await testTable((stack) => new Rooms(stack, 'Rooms'));
  const queues = await startQueues();
  await queues.call('CreateQueue', { QueueName: QUEUE });
  const sqs = new SQSClient({ endpoint: queues.url, region: 'eu-west-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } });
  const hints = createManyHints(sqs, queueUrlOf(queues.url, QUEUE));
  const deps: SweepDeps = {
    rooms: createRoomStore(rooms.db, rooms.name, silentLog),
    // A full queue would end the sweep before it has done anything.
    hints: { ...hints, countWaiting: async () => ((await hints.countWaiting()) > 0 ? 1 : 0) },
    readFaultySince: async () => null,
    findOldestOwed: createFindOldestOwed(rooms.db, rooms.name, DEFAULT_OWING_SHARDS),
    countUnheard: async () => 0,
    owingShards: DEFAULT_OWING_SHARDS,
    log: silentLog,
    world: realWorld,
  };
  const rows: string[][] = [];
  let filled = 0;
  for (const size of SIZES) {
    for (; filled < size; filled += 25) {
      const items = Array.from({ length: 25 }, (_, n) => owingRow(filled + n));
      await rooms.db.send(new BatchWriteCommand({ RequestItems: { [rooms.name]: items.map((Item) => ({ PutRequest: { Item } })) } }));
    }
    const times: number[] = [];
    for (let n = 0; n < SWEEPS; n++) {
      const start = performance.now();
      await sweepMail(deps, { olderThanSeconds: 60 });
      times.push(performance.now() - start);
      await queues.call('PurgeQueue', { QueueUrl: queueUrlOf(queues.url, QUEUE) });
    }
    rows.push([size.toLocaleString('en'), milliseconds(median(times)), `${Math.round((100 * median(times)) / TIMEOUT_MS)} %`]);
  }
  sqs.destroy();
  await queues.stop();
  await rooms.drop();
  return {
    title: 'A sweep',
    about: `Median of ${SWEEPS} sweeps, with the SDK's own clients, dynalite and a queue over HTTP, all in one process: their time is in it. One sweep takes at most 8,000 rooms. The share is of the function's ${TIMEOUT_MS / 1000} s; the goal is a third.`,
    columns: ['rooms that owe mail', 'a sweep', 'of its time'],
    rows,
  };
}

const owingRow = (n: number) => ({ id: randomUUID(), owing_shard: String(n % DEFAULT_OWING_SHARDS), owing_since: inDays(-1) });

const BACKLOG = 1_000_000;
/** A hint for a room that owes nothing any more costs one read; a mail costs a send. */
const IDLE_HINTS_PER_MAIL = 10;

/**
 * A backlog of a million rooms whose hints are all lost, minute by minute: the sweeper's own function, a queue in memory,
 * and a mailer with a rate.
 */
export async function sweepBacklog(): Promise<Section> {
  const rows: string[][] = [];
  for (const perSecond of [14, 50, 200, 1000]) rows.push(await drain(perSecond));
  return {
    title: 'A backlog of a million rooms',
    about: `All hints are lost; only sweeps give new ones. Simulated minute by minute, with ${IDLE_HINTS_PER_MAIL} hints for nothing as dear as one mail. "Idle" are minutes in which the mailer had less to do than it can, before the last mail.`,
    columns: ['mails a second', 'drained after', 'at that rate alone', 'idle minutes', 'most hints waiting', 'hints for nothing'],
    rows,
  };
}

async function drain(perSecond: number): Promise<string[]> {
  const done = new Uint8Array(BACKLOG);
  const ids = (first: number, count: number): RoomId[] => {
    const found: RoomId[] = [];
    for (let n = first; n < BACKLOG && found.length < count; n++) if (done[n] === 0) found.push(String(n) as RoomId);
    return found;
  };
  let queue: number[] = [];
  const counts = { minutes: 0, idle: 0, most: 0, idleHints: 0, sent: 0, oldest: 0 };
  const deps: SweepDeps = {
    rooms: { owing: async (_before, limit) => ids(counts.oldest, limit * DEFAULT_OWING_SHARDS) },
    hints: {
      sendBatch: async (batch) => {
        for (const id of batch) queue.push(Number(id));
        return 0;
      },
      countWaiting: async () => queue.length,
    },
    readFaultySince: async () => null,
    findOldestOwed: async () => null,
    countUnheard: async () => 0,
    owingShards: DEFAULT_OWING_SHARDS,
    log: silentLog,
    world: realWorld,
  };
  while (counts.sent < BACKLOG) {
    await sweepMail(deps, { olderThanSeconds: 60 });
    counts.minutes += 1;
    counts.most = Math.max(counts.most, queue.length);
    let effort = perSecond * 60;
    let taken = 0;
    for (; taken < queue.length && effort >= 1; taken++) {
      const room = queue[taken] ?? 0;
      effort -= done[room] === 0 ? 1 : 1 / IDLE_HINTS_PER_MAIL;
      if (done[room] === 0) counts.sent += 1;
      else counts.idleHints += 1;
      done[room] = 1;
    }
    queue = queue.slice(taken);
    while (done[counts.oldest] === 1) counts.oldest += 1;
    if (effort >= 1 && counts.sent < BACKLOG) counts.idle += 1;
  }
  return [
    String(perSecond),
    `${(counts.minutes / 60).toFixed(1)} h`,
    `${(BACKLOG / perSecond / 3600).toFixed(1)} h`,
    counts.idle.toLocaleString('en'),
    counts.most.toLocaleString('en'),
    counts.idleHints.toLocaleString('en'),
  ];
}
