import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWishStore, type WishStore } from '../../../functions/platform/wishes/wish-store.ts';
import { Table } from '../../../infra/table.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { bucketsOf } from '../../../shared/wish/wish-buckets.ts';
import type { WishTerms, Wish } from '../../../shared/wish/wish.ts';
import { WISH_ENTRIES, WISHES } from '../../../shared/words/table-names.ts';
import { WEEKDAY_NAMES } from '../../../shared/words/times-of-week.ts';
import { WISHES_PER_PERSON } from '../../../shared/words/wish-limits.ts';
import { memoryWishes } from '../../support/memory-wishes.ts';
import { asha, ben, monday } from '../../support/rooms.ts';
import { testTable, type TestTable } from '../../support/tables.ts';

const always = WEEKDAY_NAMES.map((weekday) => ({ weekday, from: '00:00', to: '24:00' }));
const wanted: WishTerms = {
  topic: 'Glaucoma',
  exam: null,
  durations: [30, 60, 90],
  windows: always,
  timeZone: 'Europe/London',
  until: plusMinutes(monday, 60 * 24 * 40),
};
const withTopic = (n: number): WishTerms => ({ ...wanted, topic: `Topic ${n}` });
const narrow = (n: number): WishTerms => ({ ...withTopic(n), durations: [60], windows: [always[n % 7]!] });
const later = (minutes: number) => plusMinutes(monday, minutes);
const BUCKET = bucketsOf(wanted, monday)[0]!;

let people = 0;
const somebody = () => ({ ...asha, givenName: null, language: 'de' as const, sub: `person-${(people += 1)}` });

let wishes: TestTable;
let entries: TestTable;
beforeAll(async () => {
  wishes = await testTable((stack) => new Table(stack, 'Wishes', { ...WISHES, indexes: [], timeToLive: true }));
  entries = await testTable((stack) => new Table(stack, 'Entries', { ...WISH_ENTRIES, indexes: [], timeToLive: true }), wishes.endpoint);
});
afterAll(async () => {
  await entries.drop();
  await wishes.drop();
});

const dynamo = () => createWishStore(wishes.db, { wishes: wishes.name, entries: entries.name });
const backends: readonly (readonly [string, () => WishStore])[] = [
  ['memory', memoryWishes],
  ['dynalite', dynamo],
];

describe.each(backends)('wishes in %s', (_, open) => {
  let store: WishStore;
  beforeAll(() => {
    store = open();
  });

  const added = async (person: typeof asha, wish: WishTerms, at = monday) => {
    const made = await store.add(person, wish, at);
    if (made === 'full') throw new Error('There is no place for it');
    return made;
  };

  test('a wish that was made is in the list of its person, as it was made, and in no other', async () => {
    const person = somebody();
    const wish = await added(person, wanted);
    expect(wish).toMatchObject({ ...wanted, person, createdAt: monday });
    expect(await store.list(person.sub, monday)).toEqual([wish]);
    expect(await store.load(wish.id)).toEqual(wish);
    expect(await store.list(ben.sub, monday)).toEqual([]);
  });

  test('the same wish again is the one that is there', async () => {
    const person = somebody();
    const wish = await added(person, wanted);
    expect(await added(person, { ...wanted, until: plusMinutes(wanted.until, 60) }, later(5))).toEqual(wish);
  });

  test('a person has so many wishes and no more, also when they are made at once', async () => {
    const person = somebody();
    const made = await Promise.all(Array.from({ length: WISHES_PER_PERSON + 3 }, (_, n) => store.add(person, narrow(n), later(n))));
    expect(made.filter((wish) => wish === 'full').length).toBeGreaterThanOrEqual(3);
    const kept = await store.list(person.sub, monday);
    expect(kept.length).toBeLessThanOrEqual(WISHES_PER_PERSON);
    expect(kept.length).toBe(made.filter((wish) => wish !== 'full').length);
  });

  test('a wish that is over is not listed, and its place is free', async () => {
    const person = somebody();
    for (let n = 0; n < WISHES_PER_PERSON; n++) await added(person, { ...withTopic(n), until: later(60) }, later(n));
    expect(await store.add(person, wanted, later(10))).toBe('full');
    const fresh = await added(person, wanted, later(61));
    expect(await store.list(person.sub, later(61))).toEqual([fresh]);
  });

  test('a room finds the wishes of its bucket, the oldest first, a part at a time', async () => {
    const own = open === dynamo ? store : memoryWishes();
    const several = [somebody(), somebody(), somebody()];
    const bucket = bucketsOf({ ...wanted, durations: [30], windows: [always[2]!], timeZone: 'UTC' }, monday)[3]!;
    const narrow: WishTerms = { ...wanted, durations: [30], windows: [always[2]!], timeZone: 'UTC' };
    const made: (Wish | 'full')[] = [];
    for (const [n, person] of several.entries()) made.push(await own.add(person, narrow, later(-9000 + 10 * n)));
    const first = await own.find(bucket, null, 2);
    const found = [...first.entries, ...(await own.find(bucket, first.next, 500)).entries].map(({ id }) => id);
    const ids = made.map((wish) => (wish === 'full' ? '' : wish.id));
    expect(found.filter((id) => ids.includes(id))).toEqual(ids);
    expect(first.next).toBe(first.entries.at(-1)?.position);
  });

  test('a wish that has ended is found by nobody, and its entries go with it', async () => {
    const person = somebody();
    const wish = await added(person, wanted);
    await store.remove(wish);
    expect(await store.load(wish.id)).toBeUndefined();
    expect((await store.find(BUCKET, null, 500)).entries.map(({ id }) => id)).not.toContain(wish.id);
    await store.remove(wish);
  });

  test('ending an older wish leaves the one that stands in its place', async () => {
    const person = somebody();
    const old = await added(person, wanted);
    await store.remove(old);
    const fresh = await added(person, wanted, later(5));
    expect(fresh.id).toBe(old.id);
    await store.remove(old);
    expect(await store.load(fresh.id)).toEqual(fresh);
  });

  test('all wishes of a person end together', async () => {
    const person = somebody();
    await added(person, wanted);
    await added(person, withTopic(1));
    expect(await store.removeAll(person.sub)).toBe(2);
    expect(await store.list(person.sub, monday)).toEqual([]);
  });
});

test('nothing of a wish that has ended is left in the tables', async () => {
  const person = somebody();
  const store = dynamo();
  await store.add(person, wanted, monday);
  await store.removeAll(person.sub);
  for (const { db, name } of [wishes, entries]) {
    const { Items = [] } = await db.send(new ScanCommand({ TableName: name }));
    expect(JSON.stringify(Items)).not.toContain(`"${person.sub}"`);
  }
});

test('a row that nobody here can read is no wish, and hides no other', async () => {
  const person = somebody();
  const store = dynamo();
  const wish = await store.add(person, wanted, monday);
  if (wish === 'full') throw new Error('There is no place for it');
  await entries.db.send(new PutCommand({ TableName: entries.name, Item: { bucket: BUCKET, entry: '0', shape: 'of tomorrow' } }));
  expect((await store.find(BUCKET, null, 500)).entries.map(({ id }) => id)).toContain(wish.id);
  await wishes.db.send(new PutCommand({ TableName: wishes.name, Item: { wish_id: wish.id, shape: 'of tomorrow' } }));
  expect(await store.load(wish.id)).toBeUndefined();
});
