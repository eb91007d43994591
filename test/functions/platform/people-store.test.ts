import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeProfile } from '../../../functions/platform/people/change-profile.ts';
import { createPeopleStore, type PeopleStore } from '../../../functions/platform/people/people-store.ts';
import { People } from '../../../infra/people-table.ts';
import { createProfile, rememberAddress, type Profile } from '../../../shared/room/profile.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { memoryPeople } from '../../support/memory-people.ts';
import { bensRoom, email, monday, nextTuesday } from '../../support/rooms.ts';
import { testTable } from '../../support/tables.ts';

let made = 0;
const freshSub = () => `sub-${++made}`;

async function dynamoPeople(endpoint?: string) {
  const { db, name, drop } = await testTable((scope) => new People(scope, 'People'), endpoint);
  return { people: createPeopleStore(db, name), db, table: name, close: drop };
}

const elsewhere = process.env['DYNAMODB_ENDPOINT'];
const dynamos = [['dynalite', () => dynamoPeople()] as const, ...(elsewhere ? [[elsewhere, () => dynamoPeople(elsewhere)] as const] : [])];
const backends: readonly (readonly [string, () => Promise<{ people: PeopleStore; close: () => Promise<void> }>])[] = [
  ['memory', async () => ({ people: memoryPeople(), close: async () => {} })],
  ...dynamos,
];

const everything = (sub: string): Profile => ({
  sub,
  name: 'Asha Raman',
  givenName: 'Asha',
  reminders: 'hour',
  timeZone: 'Asia/Kolkata',
  language: 'ar',
  refusedHosts: ['sub-of-mallory'],
  addresses: [email('asha@mail.example')],
  feedDigest: 'a'.repeat(64),
  usage: {
    claims: [{ roomId: bensRoom.id, role: 'guest', startUtc: nextTuesday, durationMinutes: 60, at: monday, key: 'k1' }],
    uses: [
      { limit: 'bookedPerDay', at: monday, key: 'k1', booking: { roomId: bensRoom.id, hostSub: 'sub-of-ben' } },
      { limit: 'proposedPerDay', at: monday, key: 'k2', request: 'r2', booking: null },
    ],
    missed: [{ roomId: bensRoom.id, at: monday }],
  },
});

describe.each(backends)('profiles in %s', (_, open) => {
  let people: PeopleStore;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ people, close } = await open());
  });
  afterAll(() => close());

  test('a profile that was never stored is empty', async () => {
    const sub = freshSub();
    expect(await people.load(sub)).toEqual({ profile: createProfile(sub), version: 0 });
  });

  test('a profile comes back as it was stored', async () => {
    const sub = freshSub();
    expect(await people.save(await people.load(sub), everything(sub))).toBe(true);
    expect(await people.load(sub)).toEqual({ profile: everything(sub), version: 1 });
  });

  test('what is taken out of a profile is gone after the next save', async () => {
    const sub = freshSub();
    await people.save(await people.load(sub), everything(sub));
    await people.save(await people.load(sub), createProfile(sub));
    expect((await people.load(sub)).profile).toEqual(createProfile(sub));
  });

  test('only the first of two who read the same profile stores it', async () => {
    const sub = freshSub();
    for (const version of [0, 1]) {
      const read = await people.load(sub);
      expect(read.version).toBe(version);
      expect(await people.save(read, everything(sub))).toBe(true);
      expect(await people.save(read, createProfile(sub))).toBe(false);
    }
  });

  test('eight changes at once are all kept', async () => {
    const sub = freshSub();
    const wanted = Array.from({ length: 8 }, (_, nth) => email(`asha${nth}@mail.example`));
    await Promise.all(wanted.map((address) => changeProfile(people, sub, (profile) => rememberAddress(profile, address))));
    expect((await people.load(sub)).profile.addresses.toSorted()).toEqual(wanted);
  });

  test('a change that changes nothing stores nothing', async () => {
    const sub = freshSub();
    await changeProfile(people, sub, (profile) => profile);
    expect((await people.load(sub)).version).toBe(0);
  });
});

describe.each(dynamos)('a row of people in %s', (_, open) => {
  let backend: Awaited<ReturnType<typeof dynamoPeople>>;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.close());
  const rowOf = async (sub: string) => (await backend.db.send(new GetCommand({ TableName: backend.table, Key: { sub } }))).Item;

  test('a row expires 30 days after the last session when it holds nothing but counters', async () => {
    const sub = freshSub();
    const profile = { ...createProfile(sub), usage: { ...everything(sub).usage, missed: [] } };
    await backend.people.save(await backend.people.load(sub), profile);
    expect((await rowOf(sub))?.['ttl']).toBe(Date.parse(plusMinutes(nextTuesday, 60)) / 1000 + 30 * 86_400);
  });

  test('a row with a missed session expires 30 days after that counts no more', async () => {
    const sub = freshSub();
    const profile = { ...createProfile(sub), usage: everything(sub).usage };
    await backend.people.save(await backend.people.load(sub), profile);
    expect((await rowOf(sub))?.['ttl']).toBe(Date.parse(monday) / 1000 + (90 + 30) * 86_400);
  });

  test('a row of a person who chose something stays', async () => {
    const sub = freshSub();
    await backend.people.save(await backend.people.load(sub), everything(sub));
    expect(await rowOf(sub)).not.toHaveProperty('ttl');
  });

  test('a row of a person keeps what a newer version wrote, and its lists leave out what this version cannot read', async () => {
    const sub = freshSub();
    await backend.people.save(await backend.people.load(sub), everything(sub));
    await backend.db.send(
      new UpdateCommand({
        TableName: backend.table,
        Key: { sub },
        UpdateExpression: 'SET feed = :feed, uses = list_append(uses, :uses)',
        ExpressionAttributeValues: { ':feed': 'digest', ':uses': [{ limit: 'wishesPerDay', at: monday, key: 'k3' }] },
      }),
    );
    const read = await backend.people.load(sub);
    expect(read.profile).toEqual(everything(sub));
    await backend.people.save(read, { ...read.profile, givenName: 'A' });
    expect(await rowOf(sub)).toMatchObject({ feed: 'digest', given_name: 'A' });
  });
});

test('the newest ten addresses of a person are kept, each once', () => {
  const nth = (n: number) => email(`asha${n}@mail.example`);
  const profile = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1].map(nth).reduce(rememberAddress, createProfile('sub'));
  expect(profile.addresses).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 1].map(nth));
});
