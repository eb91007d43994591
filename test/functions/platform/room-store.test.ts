import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import { OUTBOX_LIMIT, OutboxFull } from '../../../functions/platform/rooms/outbox-full.ts';
import type { RoomStore, StoredRoom } from '../../../functions/platform/rooms/room-store.ts';
import type { OwedMail } from '../../../shared/room/owed-mail.ts';
import type { Command, Create } from '../../../shared/room/command.ts';
import { decide } from '../../../shared/room/decide.ts';
import { guestOf, type ExistingRoom } from '../../../shared/room/room.ts';
import { plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import { perform, roomBackends, type RoomBackend } from '../../support/room-backends.ts';
import { asha, ben, bensRoom, dina, monday, nextTuesday, nextWednesday, proposalId, seed } from '../../support/rooms.ts';

let made = 0;
const hex = (n: number, length: number) => n.toString(16).padStart(length, '0');

/** A room of its own for each test, in the shard of owing rooms that its id says. */
function newRoom(change: Partial<Create> = {}, shard = 0): Create {
  made += 1;
  const id = `${hex(made * 8 + shard, 8)}-0000-4000-8000-000000000001` as RoomId;
  return { ...bensRoom, id, uid: `c0ffee00-0000-4000-8000-${hex(made, 12)}` as Uid, ...change };
}

const book = (at: Instant = plusMinutes(monday, 1), guest = asha): Command => ({ type: 'book', guest, at, seed: seed(2) });
const reschedule = (startUtc: Instant, at: Instant = plusMinutes(monday, 2)): Command => {
  return { type: 'reschedule', by: ben, at, seed: seed(3), startUtc, durationMinutes: null };
};
const leave = (at: Instant = plusMinutes(monday, 3)): Command => ({ type: 'leave', by: asha, at, seed: seed(4) });
const propose = (at: Instant): Command => ({
  type: 'propose',
  id: proposalId('p-1'),
  by: asha,
  at,
  seed: seed(5),
  startUtc: nextWednesday,
  durationMinutes: 90,
  note: 'Later?\nMy clinic overruns.',
  via: 'counter',
  counter: { sequence: 0, dtstamp: null, originalStartUtc: null, understandsDeclineCounter: true },
});

const mailOf = ({ outbox }: StoredRoom) => [...(outbox ?? new Map<string, OwedMail>())];
const keysOf = (stored: StoredRoom) => mailOf(stored).map(([key]) => key);
const kindsOf = (stored: StoredRoom) => mailOf(stored).map(([, { kind, to }]) => `${kind} to ${to.role}`);
const after = (minutes: number) => plusMinutes(monday, minutes);

/** Decides on what was read, whatever has happened since, and tries to save. */
function trySave(rooms: RoomStore, read: StoredRoom, command: Command): Promise<boolean> {
  const decision = decide(read.room, command);
  if (decision.kind !== 'changed') throw new Error(decision.kind);
  return rooms.save(read, decision.room, decision.mail);
}

describe.each(roomBackends)('rooms kept in %s', (_, open) => {
  let backend: RoomBackend;
  let rooms: RoomStore;
  beforeAll(async () => {
    backend = await open();
    rooms = backend.rooms;
  }, 60_000);
  afterAll(() => backend.close());

  test('a room that nobody saved is uncreated', async () => {
    expect(await rooms.load(newRoom().id)).toMatchObject({ room: { status: 'uncreated' }, version: 0, outbox: null });
  });

  test.each<[string, Command[]]>([
    ['open', []],
    ['booked', [book()]],
    ['with a proposal that came by COUNTER', [book(), propose(after(2))]],
    [
      'moved by an approved proposal',
      [book(), propose(after(2)), { type: 'approve', by: ben, at: after(3), seed: seed(6), proposalId: proposalId('p-1') }],
    ],
    ['open again', [book(), leave()]],
    ['cancelled while booked', [book(), { type: 'cancel', by: ben, at: after(4), seed: seed(7) }]],
    [
      'answered',
      [book(), { type: 'reply', by: asha, at: after(2), seed: seed(8), partstat: 'ACCEPTED', order: { sequence: 0, dtstamp: after(2) } }],
    ],
    [
      'told that a reply could not be read',
      [
        book(),
        {
          type: 'notify',
          to: 'guest',
          email: asha.email,
          at: after(2),
          seed: seed(9),
          cause: 'm-1',
          notice: { kind: 'reply-unreadable', why: 'no-calendar' },
        },
      ],
    ],
  ])('a room that is %s is read as it was saved, with the mail that it owes', async (_name, commands) => {
    const create = newRoom();
    let room: ExistingRoom | undefined;
    const owed: unknown[] = [];
    for (const command of [create, ...commands]) {
      const decision = decide((await rooms.load(create.id)).room, command);
      if (decision.kind !== 'changed') throw new Error(decision.kind);
      room = decision.room;
      owed.push(...decision.mail);
      await perform(rooms, create.id, command);
    }
    const stored = await rooms.load(create.id);
    expect(stored.room).toEqual(room);
    expect(stored.version).toBe(1 + commands.length);
    expect(mailOf(stored).map(([, mail]) => mail)).toEqual(owed);
  });

  test('two decisions about the same state of a room: one is saved, the other has to be made again', async () => {
    const create = newRoom();
    const read = await perform(rooms, create.id, create);
    const saved = await Promise.all([trySave(rooms, read, book()), trySave(rooms, read, book(after(1), dina))]);
    expect(saved.toSorted()).toEqual([false, true]);
    const stored = await rooms.load(create.id);
    expect(stored.version).toBe(2);
    expect(kindsOf(stored)).toEqual(['invitation to host', 'invitation to guest']);
    expect(stored.room.status !== 'uncreated' && guestOf(stored.room)?.sub).toBe(saved[0] ? asha.sub : dina.sub);
  });

  test('a room is created once', async () => {
    const create = newRoom();
    const read = await rooms.load(create.id);
    const saved = await Promise.all([trySave(rooms, read, create), trySave(rooms, read, { ...create, durationMinutes: 90 })]);
    expect(saved.toSorted()).toEqual([false, true]);
    expect((await rooms.load(create.id)).version).toBe(1);
  });

  test('a decision that was made while mail went out does not bring sent mail back', async () => {
    const create = newRoom();
    const read = await perform(rooms, create.id, create, book());
    await rooms.removeMail(read, keysOf(read));
    expect(await trySave(rooms, read, reschedule(nextWednesday))).toBe(true);
    expect(kindsOf(await rooms.load(create.id))).toEqual(['moved to host', 'moved to guest']);
  });

  test('a decision that owes nothing leaves the mail that is still owed alone', async () => {
    const create = newRoom();
    const accepted: Command = {
      type: 'reply',
      by: asha,
      at: after(2),
      seed: seed(8),
      partstat: 'ACCEPTED',
      order: { sequence: 0, dtstamp: null },
    };
    expect(kindsOf(await perform(rooms, create.id, create, book(), accepted))).toEqual(['invitation to host', 'invitation to guest']);
  });

  test('mail of a decision that is taken back is owed no more, and other mail still is', async () => {
    const room = newRoom();
    await perform(rooms, room.id, room, book());
    const before = await rooms.load(room.id);
    await perform(rooms, room.id, { ...leave(), by: { sub: asha.sub }, undoSeconds: 60 } as Command);
    const left = await rooms.load(room.id);
    expect(left.outbox?.size).toBe(4);
    expect(left.room).toMatchObject({ undo: { by: 'guest', event: 'left', sequence: 0, guest: guestOf(before.room as ExistingRoom) } });
    await perform(rooms, room.id, { type: 'undo', by: { sub: asha.sub }, at: after(3.5), seed: seed(9) });
    const undone = await rooms.load(room.id);
    expect(kindsOf(undone)).toEqual(kindsOf(before));
    const { history: _, updatedAt: __, stamp: ___, ...known } = before.room as ExistingRoom;
    expect(undone.room).toMatchObject({ ...known, undo: null });
  });

  test('mail that went out meanwhile is not brought back by taking a decision back', async () => {
    const room = newRoom();
    await perform(rooms, room.id, room, book());
    await perform(rooms, room.id, { ...leave(), by: { sub: asha.sub }, undoSeconds: 60 } as Command);
    const read = await rooms.load(room.id);
    await rooms.removeMail(read, keysOf(read).slice(0, 3));
    const decision = decide(read.room, { type: 'undo', by: { sub: asha.sub }, at: after(3.5), seed: seed(9) });
    if (decision.kind !== 'changed') throw new Error(decision.kind);
    expect(await rooms.save(read, decision.room, decision.mail, undefined, decision.recalls)).toBe(true);
    expect(keysOf(await rooms.load(room.id))).toEqual([]);
  });

  test('mail is owed in the order in which it was decided, the tenth decision after the ninth', async () => {
    const create = newRoom();
    const moves = Array.from({ length: 9 }, (_unused, n) => reschedule(plusMinutes(nextTuesday, 60 * (n + 1)), after(n + 2)));
    const stored = await perform(rooms, create.id, create, book(), ...moves);
    expect(mailOf(stored).map(([, { sequence }]) => sequence)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9]);
  });

  test('a room that owes too much mail waits with what would owe more, and with nothing else', async () => {
    const create = newRoom();
    await perform(rooms, create.id, create, book());
    const storm = async () => {
      // An hour between any two: no more in a day than a room may be moved.
      for (let n = 1; ; n++) await perform(rooms, create.id, reschedule(plusMinutes(nextTuesday, n), after(60 * n)));
    };
    await expect(storm()).rejects.toBeInstanceOf(OutboxFull);
    const failure = {
      type: 'record-failed-mail',
      to: 'guest',
      email: asha.email,
      event: 'mail-failed',
      at: after(4000),
      seed: seed(9),
    } as const;
    const full = await perform(rooms, create.id, failure);
    expect(keysOf(full)).toHaveLength(OUTBOX_LIMIT);
    await rooms.removeMail(full, keysOf(full).slice(0, 2));
    expect(keysOf(await perform(rooms, create.id, reschedule(nextWednesday, after(4001))))).toHaveLength(OUTBOX_LIMIT);
  });

  describe('owing mail', () => {
    const owingOf = async (...ids: readonly RoomId[]) => (await rooms.owing(after(10_000), 1000)).filter((id) => ids.includes(id));

    test('a room that never owed mail is not found', async () => {
      const create = newRoom();
      await perform(rooms, create.id, create);
      expect(await owingOf(create.id)).toEqual([]);
    });

    test('a room owes until all of its mail is removed', async () => {
      const create = newRoom();
      const read = await perform(rooms, create.id, create, book());
      const [first = '', second = ''] = keysOf(read);
      await rooms.removeMail(read, [first]);
      expect(keysOf(await rooms.load(create.id))).toEqual([second]);
      expect(await owingOf(create.id)).toEqual([create.id]);
      await rooms.removeMail(await rooms.load(create.id), [second]);
      expect(keysOf(await rooms.load(create.id))).toEqual([]);
      expect(await owingOf(create.id)).toEqual([]);
    });

    test('a room to which something was decided since it was read goes on owing, for there may be new mail', async () => {
      const create = newRoom();
      const read = await perform(rooms, create.id, create, book());
      await perform(rooms, create.id, reschedule(nextWednesday));
      await rooms.removeMail(read, keysOf(read));
      const now = await rooms.load(create.id);
      expect(kindsOf(now)).toEqual(['moved to host', 'moved to guest']);
      expect(await owingOf(create.id)).toEqual([create.id]);
      await rooms.removeMail(now, keysOf(now));
      expect(await owingOf(create.id)).toEqual([]);
    });

    test('a room found owing nothing any more is marked so by removing nothing', async () => {
      const create = newRoom();
      const read = await perform(rooms, create.id, create, book());
      await perform(rooms, create.id, { type: 'cancel', by: ben, at: after(5), seed: seed(7) });
      await rooms.removeMail(read, keysOf(read));
      const now = await rooms.load(create.id);
      await Promise.all(keysOf(now).map((key) => rooms.removeMail(now, [key])));
      expect(await owingOf(create.id)).toEqual([create.id]);
      await rooms.removeMail(await rooms.load(create.id), []);
      expect(await owingOf(create.id)).toEqual([]);
    });

    test('removing twice, or a room that does not exist, changes nothing', async () => {
      const create = newRoom();
      const read = await perform(rooms, create.id, create, book());
      await rooms.removeMail(read, keysOf(read));
      await rooms.removeMail(read, keysOf(read));
      expect(await rooms.load(create.id)).toMatchObject({ version: 2, room: { status: 'booked' } });
      const absent = newRoom();
      await rooms.removeMail({ ...read, id: absent.id }, []);
      expect(await rooms.load(absent.id)).toMatchObject({ room: { status: 'uncreated' }, version: 0 });
    });

    test('a room whose mail waits is out of the way until then, unless something new is decided', async () => {
      const create = newRoom();
      const read = await perform(rooms, create.id, create, book());
      const [first = ''] = keysOf(read);
      await rooms.removeMail(read, [first], after(20_000));
      expect(await owingOf(create.id)).toEqual([]);
      expect(keysOf(await rooms.load(create.id))).toHaveLength(1);
      await perform(rooms, create.id, reschedule(nextWednesday));
      expect(await owingOf(create.id)).toEqual([create.id]);
      await rooms.removeMail(read, [], after(20_000));
      expect(await owingOf(create.id)).toEqual([create.id]);
    });

    test('the longest owing come first, later decisions do not make a room younger, and the limit holds', async () => {
      const creates = [30, 10, 20].map((minutes) => ({ create: newRoom({}, 3), minutes }));
      for (const { create, minutes } of creates) await perform(rooms, create.id, create, book(after(minutes)));
      const [third, first, second] = creates.map(({ create }) => create.id);
      await perform(rooms, first!, reschedule(nextWednesday, after(40)));
      expect(await owingOf(first!, second!, third!)).toEqual([first, second, third]);
      expect((await rooms.owing(after(20), 1000)).filter((id) => [first, second, third].includes(id))).toEqual([first]);
    });

    test('the store gives at most so many owing rooms of each shard', async () => {
      const creates = Array.from({ length: 5 }, () => newRoom({}, 6));
      for (const [n, create] of creates.entries()) await perform(rooms, create.id, create, book(plusMinutes(monday, -100 + n)));
      const found = await rooms.owing(plusMinutes(monday, -50), 2);
      expect(found).toEqual(creates.slice(0, 2).map(({ id }) => id));
    });
  });
});
