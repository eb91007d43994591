import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roomAttributes } from '../../../functions/platform/rooms/write-room-row.ts';
import { OUTBOX_LIMIT, OutboxFull } from '../../../functions/platform/rooms/outbox-full.ts';
import type { Command } from '../../../shared/room/command.ts';
import { decide } from '../../../shared/room/decide.ts';
import { HISTORY_LIMIT } from '../../../shared/room/history.ts';
import type { Person } from '../../../shared/room/person.ts';
import { uncreated, type BookedRoom, type ExistingRoom, type Room } from '../../../shared/room/room.ts';
import { plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import { itemBytes } from '../../support/capacity.ts';
import { dynamoBackends, perform, type DynamoRoomBackend } from '../../support/room-backends.ts';
import { asha, ben, bensRoom, dina, email, monday, nextTuesday, nextWednesday, proposalId, seed } from '../../support/rooms.ts';

/** The room after all of these commands. */
function decided(commands: readonly Command[]): ExistingRoom {
  const room = commands.reduce<Room>((before, command) => {
    const decision = decide(before, command);
    if (decision.kind !== 'changed') throw new Error(decision.kind);
    return decision.room;
  }, uncreated);
  if (room.status === 'uncreated') throw new Error('Nothing was decided');
  return room;
}

/** Where each field of a room stands in its row. A new field does not compile until it has a column here that is written. */
const COLUMN_OF: Readonly<Record<keyof BookedRoom, keyof ReturnType<typeof roomAttributes> | 'id'>> = {
  id: 'id',
  uid: 'ics_uid',
  sequence: 'ics_sequence',
  stamp: 'last_dtstamp',
  status: 'status',
  startUtc: 'start_utc',
  durationMinutes: 'duration_minutes',
  practice: 'topic',
  host: 'host',
  guest: 'guest',
  venueUrl: 'meeting_url',
  proposals: 'proposals',
  formerGuests: 'former_guests',
  notices: 'notices',
  recentChanges: 'recent_changes',
  history: 'history',
  introduction: 'introduction',
  reservedFor: 'reserved_for',
  undo: 'undo',
  remindedUntil: 'reminded_until',
  afterwards: 'afterwards',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
};

test('each field of a room stands in a column of its own', () => {
  const columns = Object.values(COLUMN_OF);
  expect(new Set(columns).size).toBe(columns.length);
  expect(Object.keys({ id: '', ...roomAttributes(decided([bensRoom])) })).toEqual(expect.arrayContaining(columns));
});

describe.each(dynamoBackends)('rows of practice_rooms in %s', (_, open) => {
  let backend: DynamoRoomBackend;
  beforeAll(async () => {
    backend = await open();
  }, 60_000);
  afterAll(() => backend.close());

  let made = 0;
  const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_unused, n) => from + n);
  const person = ({ sub, email, name }: Person) => ({ sub, email, name });
  const at = (minutes: number) => plusMinutes(monday, minutes);

  /** A row as the service before this one wrote it: no SEQUENCE, no length, no version, no outbox. */
  async function legacyRow(attributes: Record<string, unknown> = {}): Promise<RoomId> {
    made += 1;
    const id = `0dd00000-0000-4000-8000-${String(made).padStart(12, '0')}` as RoomId;
    const ics_uid = `0dd00000-0000-4000-9000-${String(made).padStart(12, '0')}`;
    const Item = { id, ics_uid, status: 'open', datetime_utc: '2030-01-15 18:00:00', host: person(ben), ...attributes };
    await backend.db.send(new PutCommand({ TableName: backend.table, Item }));
    return id;
  }

  const itemOf = async (id: RoomId): Promise<Record<string, any>> => {
    const { Item } = await backend.db.send(new GetCommand({ TableName: backend.table, Key: { id }, ConsistentRead: true }));
    return Item ?? {};
  };

  describe('from before sequences, lengths and versions were kept', () => {
    test.each<[string, Record<string, unknown>, Instant]>([
      ['datetime_utc in place of start_utc', {}, nextTuesday],
      ['datetime_utc with an offset', { datetime_utc: '2030-01-15T19:00:00+01' }, nextTuesday],
      ['start_utc beside datetime_utc', { start_utc: '2030-01-16T19:30:00Z' }, nextWednesday],
      ['nulls where columns were empty', { ics_sequence: null, duration_minutes: null, guest: null, created_at: null }, nextTuesday],
    ])('a row from before sequences, lengths and versions were kept is read: %s', async (_name, attributes, startUtc) => {
      const { room, version } = await backend.rooms.load(await legacyRow(attributes));
      expect(version).toBe(0);
      expect(room).toMatchObject({ status: 'open', sequence: 0, durationMinutes: 60, startUtc, proposals: [], history: [] });
    });

    test('a row without any start is noticed, not guessed at', async () => {
      const id = await legacyRow({ datetime_utc: undefined });
      await expect(backend.rooms.load(id)).rejects.toThrow(/start_utc/);
    });

    test('an open one can be booked: SEQUENCE 0 to both', async () => {
      const id = await legacyRow();
      const stored = await perform(backend.rooms, id, { type: 'book', guest: asha, at: at(1), seed: seed(1) });
      expect(stored).toMatchObject({ version: 1, room: { status: 'booked', sequence: 0, guest: { sub: asha.sub } } });
      expect([...stored.outbox!.values()]).toMatchObject([
        { kind: 'invitation', sequence: 0, to: { role: 'host' } },
        { kind: 'invitation', sequence: 0, to: { role: 'guest' } },
      ]);
    });

    test('a booked one can be rescheduled: SEQUENCE 1 to both, who hold invitations since before', async () => {
      const id = await legacyRow({ status: 'booked', guest: person(asha) });
      const move: Command = { type: 'reschedule', by: ben, at: at(1), seed: seed(1), startUtc: nextWednesday, durationMinutes: null };
      const stored = await perform(backend.rooms, id, move);
      expect(stored.room).toMatchObject({ sequence: 1, startUtc: nextWednesday, durationMinutes: 60 });
      expect([...stored.outbox!.values()]).toMatchObject([
        { kind: 'moved', sequence: 1, to: { email: ben.email }, previous: { startUtc: nextTuesday, durationMinutes: 60 } },
        { kind: 'moved', sequence: 1, to: { email: asha.email } },
      ]);
      expect(await itemOf(id)).toMatchObject({
        start_utc: nextWednesday,
        end_utc: plusMinutes(nextWednesday, 60),
        duration_minutes: 60,
        ics_sequence: 1,
        version: 1,
      });
    });

    test('a booked one can be cancelled: CANCEL with the next SEQUENCE to both', async () => {
      const id = await legacyRow({ status: 'booked', guest: person(asha) });
      const stored = await perform(backend.rooms, id, { type: 'cancel', by: ben, at: at(1), seed: seed(1) });
      expect([...stored.outbox!.values()]).toMatchObject([
        { kind: 'cancelled', sequence: 1, to: { email: ben.email } },
        { kind: 'cancelled', sequence: 1, to: { email: asha.email } },
      ]);
    });

    test('an open one can be rescheduled and cancelled without mail, for nobody was invited', async () => {
      const id = await legacyRow();
      const move: Command = { type: 'reschedule', by: ben, at: at(1), seed: seed(1), startUtc: nextWednesday, durationMinutes: 90 };
      const stored = await perform(backend.rooms, id, move, { type: 'cancel', by: ben, at: at(2), seed: seed(2) });
      expect(stored.outbox).toEqual(new Map());
      expect(await backend.rooms.owing(at(1000), 100)).not.toContain(id);
    });

    test('two decisions at once about one: one is saved', async () => {
      const id = await legacyRow();
      const read = await backend.rooms.load(id);
      const saved = await Promise.all(
        [asha, dina].map((guest) => {
          const decision = decide(read.room, { type: 'book', guest, at: at(1), seed: seed(1) });
          if (decision.kind !== 'changed') throw new Error(decision.kind);
          return backend.rooms.save(read, decision.room, decision.mail);
        }),
      );
      expect(saved.toSorted((a, b) => Number(a) - Number(b))).toEqual([false, true]);
      expect((await backend.rooms.load(id)).outbox?.size).toBe(2);
    });

    test('the first decision about an old row puts it into every list', async () => {
      const id = await legacyRow();
      await perform(backend.rooms, id, {
        type: 'reschedule',
        by: ben,
        at: at(1),
        seed: seed(1),
        startUtc: nextWednesday,
        durationMinutes: null,
      });
      const query = { sub: dina.sub, after: monday, before: plusMinutes(nextWednesday, 1), position: null };
      expect((await backend.index.openRooms(query)).rows.map((row) => row.id)).toContain(id);
    });

    test('one that a backfill has put into the list of open rooms shows sixty minutes', async () => {
      const id = await legacyRow({ open_day: '2030-01-20', start_utc: '2030-01-20T10:00:00.000Z' });
      const day = plusMinutes(nextTuesday, 4 * 24 * 60);
      const { rows } = await backend.index.openRooms({ sub: dina.sub, after: day, before: plusMinutes(day, 24 * 60), position: null });
      expect(rows).toEqual([
        {
          id,
          startUtc: '2030-01-20T10:00:00.000Z',
          durationMinutes: 60,
          sequence: 0,
          practice: { topic: null, exam: null, line: '' },
          host: { sub: ben.sub, name: ben.name, givenName: null, partstat: 'NEEDS-ACTION' },
        },
      ]);
    });
  });

  test('the largest room there can be stays far below the 400 KB that an item may have', async () => {
    const long = (name: string): Person => ({
      sub: name.repeat(12).slice(0, 128),
      email: email(`${'x'.repeat(64)}@${`${'y'.repeat(59)}.`.repeat(3)}example`),
      name: '漢'.repeat(80),
      timeZone: 'America/Argentina/ComodRivadavia',
    });
    const [host, guest] = [{ ...long('host-'), email: ben.email }, long('guest-')];
    const create = {
      ...bensRoom,
      id: '0ff00000-0000-4000-8000-000000000001' as RoomId,
      uid: '0ff00000-0000-4000-9000-000000000001' as Uid,
      host,
    };
    const counter = { sequence: 2 ** 31, dtstamp: null, originalStartUtc: null, understandsDeclineCounter: true };
    const proposed = (n: number): Command => ({
      type: 'propose',
      id: proposalId(crypto.randomUUID()),
      by: n % 2 === 0 ? host : guest,
      // Five proposals a day are allowed.
      at: at(n * 300),
      seed: seed(n),
      startUtc: plusMinutes(nextWednesday, 60 * 24 * 60 + n * 60),
      durationMinutes: 90,
      note: '漢'.repeat(500),
      via: 'counter',
      counter,
    });
    const moved = (n: number): Command => {
      const startUtc = plusMinutes(nextWednesday, 60 * 24 * 50 + n);
      return { type: 'reschedule', by: host, at: at(n * 300), seed: seed(n), startUtc, durationMinutes: null };
    };
    const settledLongAgo = [create, { type: 'book', guest, at: at(1), seed: seed(1) } as const, moved(1), ...numbers(2, 55).map(proposed)];
    await backend.rooms.save(await backend.rooms.load(create.id), decided(settledLongAgo), []);
    await perform(backend.rooms, create.id, ...numbers(55, 60).map(proposed));
    const storm = numbers(60, 60 + OUTBOX_LIMIT + 1).map(moved);
    await expect(perform(backend.rooms, create.id, ...storm)).rejects.toBeInstanceOf(OutboxFull);
    const item = await itemOf(create.id);
    expect([item['history'], item['proposals']].map(({ length }) => length)).toEqual([HISTORY_LIMIT, 20]);
    expect(Object.keys(item['outbox'])).toHaveLength(OUTBOX_LIMIT);
    expect(itemBytes(item)).toBeLessThan(256 * 1024);
  });
});
