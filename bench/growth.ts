import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { RoomId, Uid } from '../shared/words/ids.ts';
import { randomUUID } from 'node:crypto';
import { roomAttributes } from '../functions/platform/rooms/write-room-row.ts';
import type { Command } from '../shared/room/command.ts';
import { decide } from '../shared/room/decide.ts';
import { uncreated } from '../shared/room/room.ts';
import { benchWorld, inDays, person } from './world.ts';
import { median, milliseconds, percentile, ratio, type Section } from './report.ts';

const SIZES = [100, 10_000, 100_000];
const REPEATS = 60;
const OPEN_ROOMS = 40;

/** Listing and booking must cost the same with few rooms and with many. */
export async function growth(): Promise<Section> {
  const world = await benchWorld();
  const [ben, asha] = [person('ben', 'Europe/London'), person('asha', 'Asia/Kolkata')];
  for (let n = 0; n < OPEN_ROOMS; n++) await world.create(ben, inDays(1 + (n % 14), 6 + (n % 12)));
  const listing = { sub: 'someone', after: inDays(0), before: inDays(15), position: null };
  const rows: string[][] = [];
  let first: readonly [number, number] | undefined;
  let filled = OPEN_ROOMS;
  for (const size of SIZES) {
    await fill(world, size - filled);
    filled = size;
    const lists = await timed(() => world.index.openRooms(listing));
    const ids = await Promise.all(Array.from({ length: REPEATS }, () => world.create(ben, inDays(40))));
    const books = await timed((n) => world.run(ids[n] as RoomId, { type: 'book', ...world.asked(), guest: asha }));
    const [{ readUnits, rowsRead }] = await world.cost(() => world.index.openRooms(listing));
    const last = await world.create(ben, inDays(40));
    const [{ writeUnits }] = await world.cost(() => world.run(last, { type: 'book', ...world.asked(), guest: asha }));
    first ??= [median(lists), median(books)];
    rows.push([
      size.toLocaleString('en'),
      ...[lists, books].flatMap((times, n) => [
        milliseconds(median(times)),
        milliseconds(percentile(times, 0.99)),
        ratio(median(times), first?.[n] ?? 1),
      ]),
      `${readUnits} (${rowsRead} rows)`,
      String(writeUnits),
    ]);
  }
  await world.close();
  return {
    title: 'Cost against the size of the table',
    about: `List 14 days of open rooms (${OPEN_ROOMS} of them) and book one, ${REPEATS} times each, straight on the stores; the ratio is to the smallest table. The other rooms are booked ones on other days.`,
    columns: ['rooms', 'list p50', 'p99', 'ratio', 'book p50', 'p99', 'ratio', 'read units of a list', 'write units of a booking'],
    rows,
  };
}

async function timed(work: (n: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < REPEATS; n++) {
    const start = performance.now();
    await work(n);
    times.push(performance.now() - start);
  }
  return times;
}

/** Rooms that others booked, spread over the next years. */
async function fill({ db, table }: Awaited<ReturnType<typeof benchWorld>>, count: number): Promise<void> {
  const items = Array.from({ length: count }, (_, n) => bookedItem(n));
  for (let n = 0; n < items.length; n += 25) {
    const requests = items.slice(n, n + 25).map((Item) => ({ PutRequest: { Item } }));
    await db.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
  }
}

function bookedItem(n: number) {
  const id = randomUUID() as RoomId;
  const at = inDays(0, 0);
  const asked = { at, seed: '0'.repeat(32) };
  const host = person(`host${n % 500}`, 'Europe/London');
  const commands: Command[] = [
    { type: 'create', ...asked, id, uid: randomUUID() as Uid, host, startUtc: inDays(1 + (n % 180)), durationMinutes: 60 },
    { type: 'book', ...asked, guest: person(`guest${n % 500}`, 'Asia/Kolkata') },
  ];
  const room = commands.reduce<Parameters<typeof decide>[0]>((before, command) => {
    const decision = decide(before, command);
    return decision.kind === 'changed' ? decision.room : before;
  }, uncreated);
  if (room.status === 'uncreated') throw new Error('The room was refused');
  const attributes = Object.entries(roomAttributes(room)).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(attributes), id, version: 2, outbox: {} };
}
