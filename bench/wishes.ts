import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { createFindWishers } from '../functions/mail-out/find-wishers.ts';
import { silentLog } from '../functions/platform/log.ts';
import { createPeopleStore } from '../functions/platform/people/people-store.ts';
import { createRoomIndex } from '../functions/platform/rooms/room-index-store.ts';
import { entryAttributes, wishAttributes } from '../functions/platform/wishes/wish-item.ts';
import { createWishStore } from '../functions/platform/wishes/wish-store.ts';
import { Rooms } from '../infra/rooms.ts';
import { Table } from '../infra/table.ts';
import { decide } from '../shared/room/decide.ts';
import { uncreated } from '../shared/room/room.ts';
import { plusMinutes, type Instant } from '../shared/time/instant.ts';
import { bucketOf } from '../shared/wish/wish-buckets.ts';
import type { WishTerms, Wish } from '../shared/wish/wish.ts';
import type { RoomId, Uid, WishId } from '../shared/words/ids.ts';
import { DEFAULT_PERSON_LIMITS } from '../shared/words/person-limits.ts';
import { PEOPLE, WISH_ENTRIES, WISHES } from '../shared/words/table-names.ts';
import { WEEKDAY_NAMES } from '../shared/words/times-of-week.ts';
import { consumedBy, type Consumed } from '../test/support/capacity.ts';
import { testTable, type TestTable } from '../test/support/tables.ts';
import type { Section } from './report.ts';
import { inDays, person } from './world.ts';

const SIZES = [100, 10_000, 1_000_000];
const ZONES = ['Europe/London', 'Asia/Kolkata', 'Africa/Cairo', 'Asia/Kathmandu', 'America/New_York'];
/** Behind the first of them nobody reads on: these are whole wishes of people. */
const WHOLE = 100;
/** A wish of a few evenings stands in one bucket of ten. */
const OF_ONE_BUCKET = 10;
const WRITERS = 8;

/** Opening a room must cost the same with few wishes and with many. */
export async function wishes(): Promise<Section> {
  const [rooms, people, own, entries] = await Promise.all([
    testTable((stack) => new Rooms(stack, 'Rooms')),
    testTable((stack) => new Table(stack, 'People', { ...PEOPLE, indexes: [], timeToLive: true })),
    testTable((stack) => new Table(stack, 'Wishes', { ...WISHES, indexes: [], timeToLive: true })),
    testTable((stack) => new Table(stack, 'Entries', { ...WISH_ENTRIES, indexes: [], timeToLive: true })),
  ]);
  const rowsOnly = createWishStore(own.db, { wishes: own.name, entries: entries.name });
  const entriesOnly = createWishStore(entries.db, { wishes: own.name, entries: entries.name });
  const findWishers = createFindWishers({
    wishes: { load: rowsOnly.load, find: entriesOnly.find },
    people: createPeopleStore(people.db, people.name),
    personLimits: DEFAULT_PERSON_LIMITS,
    index: createRoomIndex(rooms.db, rooms.name, silentLog),
  });
  const now = inDays(0);
  const startUtc = inDays(12, 18);
  const bucket = bucketOf({ startUtc, durationMinutes: 60 });
  const rows: string[][] = [];
  let made = 0;
  for (const [n, size] of SIZES.entries()) {
    await write(own, entries, bucket, listWishes(made, size, now));
    made = size;
    // A day apart, so that nobody has had as much mail as they may.
    const at = plusMinutes(now, n * 25 * 60);
    const look = { kind: 'look', openedAt: at, notBefore: at, after: null, looks: 0 } as const;
    const room = openRoom(startUtc, n, at);
    const consumed: Consumed[] = [];
    let found = 0;
    const work = async () => void (found = (await findWishers(room, look, at)).wishers.length);
    const counted = [rooms.db, people.db, own.db, entries.db].reduce<() => Promise<unknown>>(
      (inner, db) => async () => void consumed.push(await consumedBy(db, inner)),
      work,
    );
    await counted();
    const sum = (of: (each: Consumed) => number): string => String(consumed.reduce((total, each) => total + of(each), 0));
    rows.push([
      size.toLocaleString('en'),
      String(found),
      sum(({ rowsRead }) => rowsRead),
      sum(({ readUnits }) => readUnits),
      sum(({ writeUnits }) => writeUnits),
    ]);
  }
  await Promise.all([rooms, people, own, entries].map(({ drop }) => drop()));
  return {
    title: 'Cost of an opened room against the number of wishes',
    about: `One look for those who wish for a room that has opened: entries of its bucket, rows of people and of wishes, and the charge of those who are mailed. Counted, not timed. Each wish is of some evenings in one of five zones; one of ${OF_ONE_BUCKET} stands in the bucket of the room, and only those are written, because no room reads another bucket.`,
    columns: ['wishes', 'people mailed', 'rows read by queries', 'read units', 'write units'],
    rows,
  };
}

const wanted: Omit<WishTerms, 'timeZone'> = {
  topic: null,
  exam: null,
  durations: [60],
  windows: WEEKDAY_NAMES.map((weekday) => ({ weekday, from: '00:00', to: '24:00' })),
  until: inDays(80),
};

/** The wishes of one bucket from one number of all wishes to another. */
function listWishes(from: number, to: number, now: Instant): readonly Wish[] {
  const count = (size: number): number => Math.ceil(size / OF_ONE_BUCKET);
  return Array.from({ length: count(to) - count(from) }, (_, nth): Wish => {
    const n = count(from) + nth;
    const zone = ZONES[n % ZONES.length] ?? 'UTC';
    const id = `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}` as WishId;
    return { id, person: person(`wisher${n}`, zone), ...wanted, timeZone: zone, createdAt: plusMinutes(now, n / 60_000) };
  });
}

async function write(own: TestTable, entries: TestTable, bucket: string, all: readonly Wish[]): Promise<void> {
  for (const wish of all.slice(0, WHOLE)) await own.db.send(new PutCommand({ TableName: own.name, Item: wishAttributes(wish, [bucket]) }));
  const batches = Array.from({ length: Math.ceil(all.length / 25) }, (_, n) => all.slice(n * 25, (n + 1) * 25));
  const work = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      const requests = batch.map((wish) => ({ PutRequest: { Item: { [WISH_ENTRIES.key]: bucket, ...entryAttributes(wish) } } }));
      await entries.db.send(new BatchWriteCommand({ RequestItems: { [entries.name]: requests } }));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, work));
}

function openRoom(startUtc: Instant, n: number, at: Instant) {
  const id = `00000000-0000-4000-8000-00000000000${n}` as RoomId;
  const decision = decide(uncreated, {
    type: 'create',
    id,
    uid: randomUUID() as Uid,
    host: person('ben', 'Europe/London'),
    startUtc,
    durationMinutes: 60,
    at,
    seed: '0'.repeat(32),
  });
  if (decision.kind !== 'changed') throw new Error(decision.kind);
  return decision.room;
}
