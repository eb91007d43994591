import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import { PAGE_ROWS, type RowPosition } from '../../../functions/platform/rooms/list-rooms.ts';
import type { OpenRow } from '../../../functions/platform/rooms/open-row.ts';
import { ownRoomsFrom, type OwnRoomsPosition } from '../../../functions/platform/rooms/list-rooms.ts';
import type { Create } from '../../../shared/room/command.ts';
import type { Person } from '../../../shared/room/person.ts';
import type { ExistingRoom } from '../../../shared/room/room.ts';
import { reserve } from '../../../shared/room/reservation.ts';
import { plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import { batchGetRows } from '../../../functions/platform/row-reads-store.ts';
import { subOfProbe } from '../../../shared/words/probe-names.ts';
import { ROOMS } from '../../../shared/words/table-names.ts';
import { consumedBy } from '../../support/capacity.ts';
import {
  dynamoBackends,
  dynamoRooms,
  createRooms,
  perform,
  roomBackends,
  type DynamoRoomBackend,
  type RoomBackend,
} from '../../support/room-backends.ts';
import { asha, ben, bensRoom, dina, instant, monday, seed } from '../../support/rooms.ts';

const DAY = 24 * 60;
const at = (text: string): Instant => instant(text);
const inTwoWeeks = plusMinutes(monday, 14 * DAY);
const everything = { sub: dina.sub, after: monday, before: inTwoWeeks, position: null };

let made = 0;
const hex = (n: number) => n.toString(16).padStart(12, '0');

function newRoom(startUtc: Instant, host: Person = ben): Create {
  made += 1;
  const id = `c0ffee00-0000-4000-8000-${hex(made)}` as RoomId;
  const createdAt = startUtc <= monday ? plusMinutes(startUtc, -DAY) : monday;
  return { ...bensRoom, id, uid: `c0ffee00-0000-4000-9000-${hex(made)}` as Uid, startUtc, host, at: createdAt };
}

const starts = (rows: readonly { readonly startUtc: Instant }[]) => rows.map(({ startUtc }) => startUtc);

describe.each(roomBackends)('rooms found in %s', (_, open) => {
  let backend: RoomBackend;
  beforeEach(async () => {
    backend = await open();
    return () => backend.close();
  });

  async function host(...creates: readonly Create[]): Promise<readonly RoomId[]> {
    await createRooms(backend.rooms, creates);
    return creates.map(({ id }) => id);
  }

  async function attend(guest: Person, ...creates: readonly Create[]): Promise<readonly RoomId[]> {
    for (const create of creates) {
      await perform(backend.rooms, create.id, create, { type: 'book', guest, at: plusMinutes(create.at, 1), seed: seed(2) });
    }
    return creates.map(({ id }) => id);
  }

  test('a room that is reserved is in no list of open rooms, is among those of its person, and is listed once it is everyone’s', async () => {
    const create = { ...newRoom(plusMinutes(monday, 5 * DAY)), reservedFor: reserve(asha, true, monday) };
    const other = newRoom(plusMinutes(monday, 5 * DAY));
    await host(create, other);
    const listed = async () => (await allOpen(everything)).flat().map(({ id }) => id);
    const ownOf = async (sub: string) => (await allOwn(sub, monday)).flat().map(({ id }) => id);
    expect(await listed()).toEqual([other.id]);
    expect(await ownOf(asha.sub)).toEqual([create.id]);
    expect((await backend.rooms.load(create.id)).room).toMatchObject({ reservedFor: create.reservedFor });
    await perform(backend.rooms, create.id, {
      type: 'catch-up',
      reminders: { host: 'none', guest: 'none' },
      at: plusMinutes(monday, 2 * DAY),
      seed: seed(3),
    });
    expect((await listed()).toSorted()).toEqual([create.id, other.id].toSorted());
    expect(await ownOf(asha.sub)).toEqual([]);
  });

  test('a room that is reserved and then booked is among those of its guest, and one that is cancelled is nobody’s but the host’s', async () => {
    const create = (n: number) => ({ ...newRoom(plusMinutes(monday, n * DAY)), reservedFor: reserve(asha, false, monday) });
    const [booked, cancelled] = [create(5), create(6)];
    await attend(asha, booked);
    await host(cancelled);
    await perform(backend.rooms, cancelled.id, { type: 'cancel', by: { sub: ben.sub }, at: plusMinutes(monday, 9), seed: seed(3) });
    expect((await allOwn(asha.sub, monday)).flat().map(({ id }) => id)).toEqual([booked.id]);
    expect((await allOpen(everything)).flat()).toEqual([]);
  });

  async function allOpen(query: Parameters<RoomBackend['index']['openRooms']>[0]): Promise<readonly (readonly OpenRow[])[]> {
    const pages: (readonly OpenRow[])[] = [];
    let position: RowPosition | null = query.position;
    do {
      const page: Awaited<ReturnType<RoomBackend['index']['openRooms']>> = await backend.index.openRooms({ ...query, position });
      pages.push(page.rows);
      position = page.next;
    } while (position);
    return pages;
  }

  async function allOwn(sub: string, now: Instant): Promise<readonly (readonly ExistingRoom[])[]> {
    const pages: (readonly ExistingRoom[])[] = [];
    let position: OwnRoomsPosition | null = ownRoomsFrom(now);
    do {
      const page: Awaited<ReturnType<RoomBackend['index']['ownRooms']>> = await backend.index.ownRooms(sub, position);
      pages.push(page.rows);
      position = page.next;
    } while (position);
    return pages;
  }

  describe('open rooms', () => {
    test('open rooms are those of other people, the soonest first, with what a list shows of them', async () => {
      const late = newRoom(at('2030-01-12T23:30Z'));
      const practice = { topic: 'Glaucoma', exam: 'ICO', line: 'Data interpretation' };
      const early = { ...newRoom(at('2030-01-08T06:00Z'), asha), durationMinutes: 90 as const, practice };
      await host(late, early, newRoom(at('2030-01-09T10:00Z'), dina));
      expect(await backend.index.openRooms(everything)).toEqual({
        rows: [
          {
            id: early.id,
            startUtc: early.startUtc,
            durationMinutes: 90,
            sequence: 0,
            practice,
            host: { sub: asha.sub, name: asha.name, givenName: null, partstat: 'NEEDS-ACTION' },
          },
          {
            id: late.id,
            startUtc: late.startUtc,
            durationMinutes: 60,
            sequence: 0,
            practice: { topic: null, exam: null, line: '' },
            host: { sub: ben.sub, name: ben.name, givenName: null, partstat: 'NEEDS-ACTION' },
          },
        ],
        next: null,
        all: null,
      });
      expect((await backend.rooms.load(early.id)).room).toMatchObject({ practice });
    });

    test('rooms that match are found among many that do not, over pages', async () => {
      const glaucoma = { topic: 'Glaucoma', exam: null, line: '' };
      const every = Array.from({ length: 120 }, (_, n) => {
        const room = newRoom(plusMinutes(at('2030-01-09T00:00Z'), n));
        return n % 2 === 1 ? { ...room, practice: glaucoma } : room;
      });
      await host(...every);
      const pages = await allOpen({ ...everything, matches: (row) => row.practice.topic === 'Glaucoma' });
      expect(pages.map(({ length }) => length)).toEqual([PAGE_ROWS, 10]);
      expect(starts(pages.flat())).toEqual(every.filter(({ practice }) => practice).map(({ startUtc }) => startUtc));
    });

    test("a probe's room is in no list of people, open or not, and the next probe finds it until it is cancelled", async () => {
      const probe = { ...dina, sub: subOfProbe('host') };
      const create = newRoom(at('2030-01-12T10:00Z'), probe);
      await host(create);
      const found = async () => [(await backend.index.openRooms(everything)).rows.length, (await allOwn(probe.sub, monday)).flat().length];
      expect(await found()).toEqual([0, 1]);
      await perform(backend.rooms, create.id, { type: 'cancel', by: probe, at: plusMinutes(monday, 2), seed: seed(3) });
      expect(await found()).toEqual([0, 0]);
    });

    test('all rooms of the range are there to be counted, beside a page of those that match', async () => {
      const [first, second] = [newRoom(at('2030-01-08T06:00Z')), newRoom(at('2030-01-11T06:00Z'))];
      await host(first, second, newRoom(at('2030-01-12T06:00Z'), dina));
      const { rows, next, all } = await backend.index.openRooms({ ...everything, matches: ({ id }) => id === second.id, countsAll: true });
      expect([rows.map(({ id }) => id), next, all?.map(({ id }) => id)]).toEqual([[second.id], null, [first.id, second.id]]);
    });

    test('a room is listed while it is open: not while booked, again when the guest has left, not when cancelled', async () => {
      const create = newRoom(at('2030-01-12T10:00Z'));
      const listed = async () => (await backend.index.openRooms(everything)).rows.map(({ id, sequence }) => ({ id, sequence }));
      await attend(asha, create);
      expect(await listed()).toEqual([]);
      await perform(backend.rooms, create.id, { type: 'leave', by: asha, at: plusMinutes(monday, 2), seed: seed(3) });
      expect(await listed()).toEqual([{ id: create.id, sequence: 1 }]);
      await perform(backend.rooms, create.id, { type: 'cancel', by: ben, at: plusMinutes(monday, 3), seed: seed(4) });
      expect(await listed()).toEqual([]);
    });

    test('a room that moved is listed on its new day only', async () => {
      const create = newRoom(at('2030-01-12T10:00Z'));
      await host(create);
      const startUtc = at('2030-01-10T10:00Z');
      await perform(backend.rooms, create.id, { type: 'reschedule', by: ben, at: monday, seed: seed(2), startUtc, durationMinutes: null });
      expect(starts((await backend.index.openRooms(everything)).rows)).toEqual([startUtc]);
    });

    test('the listed rooms start after one instant and before another, both exclusive', async () => {
      const [from, to] = [at('2030-01-09T10:00Z'), at('2030-01-10T10:00Z')];
      const inside = [plusMinutes(from, 1), at('2030-01-10T00:00Z'), plusMinutes(to, -1)];
      await host(...[plusMinutes(from, -1), from, ...inside, to, plusMinutes(to, 1)].map((start) => newRoom(start)));
      expect(starts((await backend.index.openRooms({ ...everything, after: from, before: to })).rows)).toEqual(inside);
      expect(await backend.index.openRooms({ ...everything, after: to, before: from })).toEqual({ rows: [], next: null, all: null });
    });

    test('open rooms come in pages that miss nothing and repeat nothing, also with rooms of the reader in between and with many that start at once', async () => {
      const together = Array.from({ length: 60 }, () => newRoom(at('2030-01-08T10:00Z')));
      const mine = Array.from({ length: 30 }, (_unused, n) => newRoom(plusMinutes(at('2030-01-08T09:30Z'), n * 2), dina));
      const spread = Array.from({ length: 62 }, (_unused, n) => newRoom(plusMinutes(at('2030-01-08T11:00Z'), n * 240)));
      const ids = [...(await host(...together)), ...(await host(...spread))];
      await host(...mine);
      const pages = await allOpen(everything);
      expect(pages.map(({ length }) => length)).toEqual([PAGE_ROWS, PAGE_ROWS, 22]);
      expect(
        pages
          .flat()
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(ids.toSorted());
      expect(starts(pages.flat())).toEqual(starts(pages.flat()).toSorted());
    });

    test('a full page that is also the last says so', async () => {
      await host(...Array.from({ length: PAGE_ROWS }, (_unused, n) => newRoom(plusMinutes(at('2030-01-08T10:00Z'), n))));
      const page = await backend.index.openRooms(everything);
      expect([page.rows.length, page.next]).toEqual([PAGE_ROWS, null]);
    });

    test('the list goes on after a row that is gone by then, and after one whose time has passed', async () => {
      const creates = Array.from({ length: PAGE_ROWS + 2 }, (_unused, n) => newRoom(plusMinutes(at('2030-01-08T10:00Z'), n * 10)));
      await host(...creates);
      const { next } = await backend.index.openRooms(everything);
      await perform(backend.rooms, next!.id, { type: 'cancel', by: ben, at: monday, seed: seed(3) });
      const rest = starts(creates.slice(PAGE_ROWS));
      expect(starts((await backend.index.openRooms({ ...everything, position: next })).rows)).toEqual(rest);
      const later = plusMinutes(next!.startUtc, 10);
      expect(starts((await backend.index.openRooms({ ...everything, after: later, position: next })).rows)).toEqual(rest.slice(1));
    });
  });

  describe('the rooms of one person', () => {
    const now = at('2030-01-10T12:00Z');

    test('the rooms of one person are those they host and those they attend: the ones to come, soonest first, then the ones that are over, latest first', async () => {
      const hosted = ['2030-01-20T10:00Z', '2030-01-09T10:00Z', '2030-01-11T10:00Z'].map((start) => newRoom(at(start), dina));
      const attended = ['2030-01-12T10:00Z', '2030-01-08T10:00Z'].map((start) => newRoom(at(start)));
      await host(...hosted, newRoom(at('2030-01-13T10:00Z')));
      await attend(dina, ...attended);
      await attend(asha, newRoom(at('2030-01-14T10:00Z')));
      const { rows, next } = await backend.index.ownRooms(dina.sub, ownRoomsFrom(now));
      expect(next).toBeNull();
      expect(rows.map(({ startUtc, status }) => `${startUtc.slice(0, 10)} ${status}`)).toEqual([
        '2030-01-11 open',
        '2030-01-12 booked',
        '2030-01-20 open',
        '2030-01-09 open',
        '2030-01-08 booked',
      ]);
    });

    test('the rooms of one person are whole rooms', async () => {
      const [id] = await attend(dina, newRoom(at('2030-01-12T10:00Z')));
      const { rows } = await backend.index.ownRooms(dina.sub, ownRoomsFrom(now));
      expect(rows).toEqual([(await backend.rooms.load(id!)).room]);
    });

    test('a session that has begun is still to come until it is surely over', async () => {
      await host(...[-91, -90, 1].map((minutes) => newRoom(plusMinutes(now, minutes), dina)));
      const { rows } = await backend.index.ownRooms(dina.sub, ownRoomsFrom(now));
      expect(starts(rows)).toEqual([-90, 1, -91].map((minutes) => plusMinutes(now, minutes)));
    });

    test('the rooms of one person stay theirs when cancelled, and are no longer theirs when they have left', async () => {
      const [cancelled, left] = await attend(dina, newRoom(at('2030-01-12T10:00Z')), newRoom(at('2030-01-13T10:00Z')));
      await perform(backend.rooms, cancelled!, { type: 'cancel', by: ben, at: plusMinutes(monday, 5), seed: seed(3) });
      await perform(backend.rooms, left!, { type: 'leave', by: dina, at: plusMinutes(monday, 5), seed: seed(4) });
      const { rows } = await backend.index.ownRooms(dina.sub, ownRoomsFrom(now));
      expect(rows.map(({ id, status }) => ({ id, status }))).toEqual([{ id: cancelled, status: 'cancelled' }]);
    });

    test('the rooms of one person come in pages that miss nothing and repeat nothing, in both roles and on both sides of now', async () => {
      const around = (n: number) => plusMinutes(now, (n - 60) * 30);
      const hosted = Array.from({ length: 80 }, (_unused, n) => newRoom(around(n), dina));
      const attended = Array.from({ length: 43 }, (_unused, n) => newRoom(around(n + 40)));
      const ids = [...(await host(...hosted)), ...(await attend(dina, ...attended))];
      const pages = await allOwn(dina.sub, now);
      expect(pages.map(({ length }) => length)).toEqual([PAGE_ROWS, PAGE_ROWS, 23]);
      expect(
        pages
          .flat()
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(ids.toSorted());
      const boundary = plusMinutes(now, -90);
      const toCome = starts(pages.flat()).filter((start) => start >= boundary);
      const over = starts(pages.flat()).filter((start) => start < boundary);
      expect(starts(pages.flat())).toEqual([...toCome.toSorted(), ...over.toSorted().toReversed()]);
    });
  });

  test('a room is found by the UID of its event, and only by that', async () => {
    const create = newRoom(at('2030-01-12T10:00Z'));
    await host(create);
    expect(await backend.index.findByUid(create.uid)).toBe(create.id);
    expect(await backend.index.findByUid('c0ffee00-0000-4000-9000-00000000ffff' as Uid)).toBeUndefined();
  });
});

describe.each(dynamoBackends)('what a list costs in %s', (_, open) => {
  let backend: DynamoRoomBackend;
  beforeAll(async () => {
    backend = await open();
    for (let day = 0; day < 14; day++) {
      const create = newRoom(plusMinutes(at('2030-01-08T10:00Z'), day * DAY));
      await perform(backend.rooms, create.id, create);
      const booked = newRoom(plusMinutes(at('2030-01-08T12:00Z'), day * DAY));
      await perform(backend.rooms, booked.id, booked, { type: 'book', guest: asha, at: plusMinutes(monday, 1), seed: seed(2) });
    }
  });
  afterAll(() => backend.close());

  test('fourteen days are read with one query a day, and nothing but open rooms', async () => {
    const consumed = await consumedBy(backend.db, () => backend.index.openRooms(everything));
    expect(consumed).toMatchObject({ calls: { QueryCommand: 15 }, rowsRead: 13, writeUnits: 0 });
    // Half a unit is the least that a query costs.
    expect(consumed.readUnits).toBeLessThanOrEqual(7.5);
  });

  test('days that the page has no room for are not read', async () => {
    const busy = await dynamoRooms();
    const creates = Array.from({ length: PAGE_ROWS + 1 }, (_unused, n) => newRoom(plusMinutes(at('2030-01-08T10:00Z'), n)));
    await createRooms(busy.rooms, creates);
    const { calls } = await consumedBy(busy.db, () => busy.index.openRooms({ ...everything, after: at('2030-01-08T00:00Z') }));
    await busy.close();
    expect(calls).toEqual({ QueryCommand: 2 });
  });
});

describe.each(dynamoBackends)('rows that lists meet in %s', (_, open) => {
  let backend: DynamoRoomBackend;
  const now = at('2030-01-10T12:00Z');
  const dinasRooms = async () => (await backend.index.ownRooms(dina.sub, ownRoomsFrom(now))).rows.map(({ id }) => id);
  const openIds = async () => (await backend.index.openRooms({ ...everything, sub: asha.sub })).rows.map(({ id }) => id);

  beforeEach(async () => {
    backend = await open();
    return () => backend.close();
  });

  const create = async (startUtc: string) => {
    const room = newRoom(at(startUtc), dina);
    await createRooms(backend.rooms, [room]);
    return room.id;
  };

  const setAttributes = (id: RoomId, values: Record<string, unknown>) => {
    const names = Object.keys(values);
    return backend.db.send(
      new UpdateCommand({
        TableName: backend.table,
        Key: { id },
        UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, values[name]])),
      }),
    );
  };

  test('a room that an index still lists for a person who is out of it is not shown to them', async () => {
    const [gone, stays] = [await create('2030-01-12T10:00Z'), await create('2030-01-13T10:00Z')];
    await setAttributes(gone, { host: { sub: ben.sub, email: ben.email } });
    expect(await dinasRooms()).toEqual([stays]);
  });

  test('an unreadable room is left out of both lists, logged by its id and fields, and counted', async () => {
    const [bad, good] = [await create('2030-01-12T10:00Z'), await create('2030-01-12T11:00Z')];
    await setAttributes(bad, { listing: 'none', host: { sub: dina.sub, email: 'nobody at all' } });
    expect([await dinasRooms(), await openIds()]).toEqual([[good], [good]]);
    expect(backend.log.lines.filter(({ event }) => event === 'room.unreadable')).toEqual([
      { level: 'warn', event: 'room.unreadable', fields: { roomId: bad, fields: 'host.email' } },
      { level: 'warn', event: 'room.unreadable', fields: { roomId: bad, fields: 'listing' } },
    ]);
    expect(backend.log.counted('RoomsUnreadable')).toBe(2);
    expect(JSON.stringify(backend.log.lines)).not.toContain('nobody at all');
  });

  test('a page full of unreadable rooms hides none of the readable ones behind it', async () => {
    const bad = await Promise.all(Array.from({ length: PAGE_ROWS + 10 }, (_unused, n) => create(plusMinutes(at('2030-01-12T10:00Z'), n))));
    await Promise.all(bad.map((id) => setAttributes(id, { listing: 'none' })));
    const good = await create('2030-01-12T20:00Z');
    expect(await openIds()).toEqual([good]);
  });

  test('an open room that has no listing yet is listed from the room itself', async () => {
    const id = await create('2030-01-12T10:00Z');
    const command = { TableName: backend.table, Key: { id }, UpdateExpression: 'REMOVE listing' };
    await backend.db.send(new UpdateCommand(command));
    expect(await backend.index.openRooms({ ...everything, sub: asha.sub })).toMatchObject({
      rows: [{ id, durationMinutes: 60, sequence: 0, host: { sub: dina.sub, name: dina.name } }],
    });
  });

  test('rows that DynamoDB leaves out of an answer are asked for again, and the list keeps its order', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, (_unused, n) => create(plusMinutes(at('2030-01-12T10:00Z'), n * 60))));
    const calls = answerOnly(backend, 5);
    expect(await dinasRooms()).toEqual(ids);
    expect(calls()).toBe(3);
  });

  test('rows are read in batches of one hundred, each row once', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, (_unused, n) => create(plusMinutes(at('2030-01-12T10:00Z'), n))));
    const absent = Array.from({ length: 120 }, (_unused, n) => `c0ffee00-0000-4000-a000-${hex(n)}` as RoomId);
    const calls = answerOnly(backend, 100);
    const rows = await batchGetRows(backend.db, backend.table, ROOMS.key, [...ids, ...absent, ...ids]);
    expect(rows).toHaveLength(ids.length);
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(ids));
    expect(calls()).toBe(2);
  });

  test('a DynamoDB that never answers for a row ends the request, not the function', async () => {
    await create('2030-01-12T10:00Z');
    answerOnly(backend, 0);
    await expect(dinasRooms()).rejects.toThrow(/unread/);
  });
});

/** Lets each BatchGetItem answer for so many of its keys, as a busy DynamoDB does. Gives the number of calls so far. */
function answerOnly({ db, table }: DynamoRoomBackend, most: number): () => number {
  let calls = 0;
  db.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const { RequestItems } = args.input as { RequestItems?: Record<string, { Keys: object[] }> };
        const keys = RequestItems?.[table]?.Keys;
        if (!commandName.startsWith('BatchGet') || !keys) return next(args);
        calls += 1;
        const UnprocessedKeys = keys.length > most ? { [table]: { Keys: keys.slice(most) } } : {};
        if (most === 0) return { output: { $metadata: {}, Responses: {}, UnprocessedKeys }, response: undefined };
        const done = await next({
          ...args,
          input: { RequestItems: { [table]: { Keys: keys.slice(0, most), ConsistentRead: true } } },
        });
        return { ...done, output: { ...done.output, UnprocessedKeys } };
      },
    { step: 'initialize', name: 'answerOnly' },
  );
  return () => calls;
}
