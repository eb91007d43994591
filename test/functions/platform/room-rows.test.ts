import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as thisVersion from '../../../functions/platform/rooms/read-room-row.ts';
import type { RawRow } from '../../../functions/platform/rooms/unreadable-row.ts';
import { roomAttributes } from '../../../functions/platform/rooms/write-room-row.ts';
import type { Command } from '../../../shared/room/command.ts';
import { decide } from '../../../shared/room/decide.ts';
import { uncreated, type ExistingRoom, type Room } from '../../../shared/room/room.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { dynamoRooms, perform, type DynamoRoomBackend } from '../../support/room-backends.ts';
import { asha, ashaBooks, ben, bensRoom, dina, monday, nextTuesday, nextWednesday, proposalId, seed } from '../../support/rooms.ts';
import { ownRoomsFrom } from '../../../functions/platform/rooms/list-rooms.ts';
import { root } from '../../support/source-file.ts';

type Version = Pick<typeof thisVersion, 'parseRoomRow'> & { readonly roomAttributes: typeof roomAttributes };

const fixtures = join(root, 'test/fixtures/rooms');
const rowOf = (name: string): Record<string, any> => JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8'));
const RELEASED = ['0-from-sql', '1-with-versions', '2-with-time-to-live', '3-with-listing'];

const today: Version = { parseRoomRow: thisVersion.parseRoomRow, roomAttributes };
const older: Version = await import(join(fixtures, 'reader-of-0.1.mjs'));
const versions: readonly (readonly [string, Version])[] = [
  ['today', today],
  ['version 0.1', older],
];

const at = (minutes: number) => plusMinutes(monday, minutes);
const benAccepts: Command = {
  type: 'reply',
  by: { sub: ben.sub },
  at: at(60),
  seed: seed(9),
  partstat: 'ACCEPTED',
  order: { sequence: 0, dtstamp: at(60) },
};

function decideOn(room: Room, ...commands: readonly Command[]): ExistingRoom {
  const after = commands.reduce<Room>((before, command) => {
    const decision = decide(before, command);
    if (decision.kind !== 'changed') throw new Error(`${command.type}: ${decision.kind}`);
    return decision.room;
  }, room);
  if (after.status === 'uncreated') throw new Error('nothing was decided');
  return after;
}

/** The row after an update: attributes that are not set stay. */
const updated = (row: RawRow, attributes: RawRow): Record<string, any> => ({ ...row, ...attributes });

describe.each(RELEASED)('a row of the shape %s', (name) => {
  test('a row of a released shape is read by today’s code', () => {
    const log = memoryLog();
    const { room } = today.parseRoomRow(rowOf(name), log);
    expect(room).toMatchObject({ status: 'booked', startUtc: nextTuesday, durationMinutes: 60, sequence: 0 });
    expect([room.host.email, room.host.timeZone.length > 0]).toEqual([ben.email, true]);
    expect(log.lines).toEqual([]);
  });

  test('a row of a released shape is rewritten without losing anything', () => {
    const row = rowOf(name);
    const { room } = today.parseRoomRow(row, memoryLog());
    const after = today.parseRoomRow(updated(row, roomAttributes(decideOn(room, benAccepts), row)), memoryLog()).room;
    expect(after.host.partstat).toBe('ACCEPTED');
    expect(after.proposals).toEqual(room.proposals);
    expect(after.history.slice(0, -1)).toEqual(room.history);
  });
});

describe.each(versions)('%s meets a row of tomorrow', (_, version) => {
  const tomorrow = rowOf('tomorrow-booked');

  test('a version reads what it knows of a row of tomorrow, and words that it does not know stand for something else', () => {
    const log = memoryLog();
    const { room } = version.parseRoomRow(tomorrow, log);
    expect(room).toMatchObject({
      status: 'booked',
      durationMinutes: 45,
      host: { partstat: 'NEEDS-ACTION' },
      guest: { partstat: 'ACCEPTED' },
    });
    expect(room.history.map(({ event, by }) => `${event} by ${by}`)).toEqual([
      'created by host',
      'booked by guest',
      'accepted by guest',
      'proposed by guest',
      'other by system',
    ]);
    expect(room.proposals.map(({ status, via }) => `${status} via ${via}`)).toEqual(['pending via other', 'other via other']);
    expect(room.notices.map(({ kind }) => kind)).toEqual(['reply-unreadable', 'other']);
    expect(log.lines).toMatchObject([
      { event: 'room.unreadable', fields: { roomId: tomorrow['id'], fields: expect.stringMatching(/^proposals\.2\b.* history\.5\b/) } },
      { event: 'RoomsUnreadable' },
    ]);
  });

  test('a decision that it makes destroys nothing that tomorrow wrote', () => {
    const { room } = version.parseRoomRow(tomorrow, memoryLog());
    const after = updated(tomorrow, version.roomAttributes(decideOn(room, benAccepts), tomorrow));
    expect(after).toMatchObject({ topic: 'glaucoma', meeting_url: 'https://meet.example/1', duration_minutes: 45 });
    expect(after['host']).toMatchObject({ language: 'hi', partstat: 'ACCEPTED' });
    expect(after['guest']).toMatchObject(tomorrow['guest']);
    expect(after['proposals']).toEqual(tomorrow['proposals']);
    expect(after['notices']).toEqual(tomorrow['notices']);
    expect(after['history'].slice(0, -1)).toEqual(tomorrow['history']);
    expect(after['history'].at(-1)).toMatchObject({ event: 'accepted', by: 'host' });
  });

  test('a word that it does not know stays when the decision is about something else', () => {
    const { room } = version.parseRoomRow(tomorrow, memoryLog());
    const withdrawn = decideOn(room, { type: 'decline-proposal', by: ben, proposalId: room.proposals[0]!.id, at: at(60), seed: seed(9) });
    const after = updated(tomorrow, version.roomAttributes(withdrawn, tomorrow));
    expect(after['host']).toMatchObject(tomorrow['host']);
    expect(after['proposals'][0]).toEqual({ ...tomorrow['proposals'][0], status: 'declined', decision_at: at(60) });
    expect(after['proposals'].slice(1)).toEqual(tomorrow['proposals'].slice(1));
  });

  // Today's rules decide on a room as today's code reads it; the version writes what was decided.
  test('a new guest does not inherit what tomorrow knows of the one before', () => {
    const { room } = today.parseRoomRow(tomorrow, memoryLog());
    const left = decideOn(room, { type: 'leave', by: asha, at: at(60), seed: seed(9) });
    const between = updated(tomorrow, version.roomAttributes(left, tomorrow));
    delete between['guest'];
    const next = decideOn(today.parseRoomRow(between, memoryLog()).room, { type: 'book', guest: dina, at: at(61), seed: seed(10) });
    expect(version.roomAttributes(next, between)).toMatchObject({ guest: { sub: dina.sub }, host: { language: 'hi' } });
    expect(version.roomAttributes(next, between)).not.toHaveProperty('guest.reminders');
  });
});

test.each<[string, readonly Command[]]>([
  ['open', [bensRoom]],
  ['booked', [bensRoom, ashaBooks]],
  ['answered', [bensRoom, ashaBooks, benAccepts]],
  ['open again', [bensRoom, ashaBooks, { type: 'leave', by: asha, at: at(60), seed: seed(3) }]],
  ['cancelled', [bensRoom, ashaBooks, { type: 'cancel', by: ben, at: at(60), seed: seed(3) }]],
  [
    'moved',
    [bensRoom, ashaBooks, { type: 'reschedule', by: ben, at: at(60), seed: seed(3), startUtc: nextWednesday, durationMinutes: 90 }],
  ],
  [
    'asked about another time',
    [
      bensRoom,
      ashaBooks,
      {
        type: 'propose',
        id: proposalId('p-1'),
        by: asha,
        at: at(60),
        seed: seed(3),
        startUtc: nextWednesday,
        durationMinutes: 90,
        note: '',
        via: 'app',
        counter: null,
      },
    ],
  ],
])('a room that is %s, written by today’s code, is read by version 0.1', (_, commands) => {
  const room = decideOn(uncreated, ...commands);
  // As DynamoDB gives it back.
  const row = JSON.parse(JSON.stringify({ id: room.id, version: 1, outbox: {}, ...roomAttributes(room) }));
  const log = memoryLog();
  expect(older.parseRoomRow(row, log).room).toMatchObject({ status: room.status, startUtc: room.startUtc, sequence: room.sequence });
  expect(log.lines).toEqual([]);
});

let backend: DynamoRoomBackend;
beforeAll(async () => {
  backend = await dynamoRooms();
});
afterAll(() => backend.close());

test('rows of yesterday and of tomorrow in one table are listed side by side, and decisions about them leave the others alone', async () => {
  const rows = [...RELEASED, 'tomorrow-booked', 'tomorrow-open'].map((name, n) => ({
    ...rowOf(name),
    id: `c0ffee00-0000-4000-8000-00000000010${n}`,
    host_sub: ben.sub,
    start_utc: plusMinutes(nextTuesday, n),
  }));
  for (const Item of rows) await backend.db.send(new PutCommand({ TableName: backend.table, Item }));
  const listed = async () => (await backend.index.ownRooms(ben.sub, ownRoomsFrom(monday))).rows.map(({ id }) => id);
  const open = await backend.index.openRooms({ sub: asha.sub, after: monday, before: nextWednesday, position: null });
  expect(await listed()).toEqual(rows.map(({ id }) => id));
  expect(open.rows).toMatchObject([{ id: rows[5]!.id, host: { name: ben.name, partstat: 'NEEDS-ACTION' } }]);

  const { id } = (await backend.rooms.load(open.rows[0]!.id)) as { id: typeof bensRoom.id };
  await perform(backend.rooms, id, {
    type: 'reschedule',
    by: ben,
    at: at(60),
    seed: seed(3),
    startUtc: nextWednesday,
    durationMinutes: null,
  });
  const { row } = await backend.rooms.load(id);
  expect(row).toMatchObject({ topic: 'retina', listing: { topic: 'retina', duration_minutes: 60 } });
});
