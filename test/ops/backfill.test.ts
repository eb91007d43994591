import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { RawRow } from '../../functions/platform/rooms/unreadable-row.ts';
import { backfillRooms, type RefusedRow } from '../../ops/backfill/backfill.ts';
import { REFUSED, rowsInFile, rowsInTable } from '../../ops/backfill/legacy-rows.ts';
import { splitJsonArray } from '../../ops/backfill/split-json-array.ts';
import { instantAt } from '../../shared/time/instant.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import { dynamoRooms, perform, type DynamoRoomBackend } from '../support/room-backends.ts';
import { asha, ben, bensRoom, monday, seed } from '../support/rooms.ts';

const folder = mkdtempSync(join(tmpdir(), 'backfill-'));
afterAll(() => rmSync(folder, { recursive: true }));

let backend: DynamoRoomBackend;
beforeEach(async () => {
  backend = await dynamoRooms();
  return () => backend.close();
});

const hex = (n: number) => n.toString(16).padStart(12, '0');
const older = (n: number, attributes: RawRow = {}): RawRow & { readonly id: string } => ({
  id: `0dd00000-0000-4000-8000-${hex(n)}`,
  ics_uid: `0dd00000-0000-4000-9000-${hex(n)}`,
  status: 'open',
  datetime_utc: '2030-01-15 18:00:00',
  host: { sub: ben.sub, email: ben.email, name: ben.name },
  ...attributes,
});
const booked = { status: 'booked', guest: { sub: asha.sub, email: asha.email, name: asha.name } };
const put = (Item: RawRow) => backend.db.send(new PutCommand({ TableName: backend.table, Item }));
const itemOf = async (id: string) => (await backend.db.send(new GetCommand({ TableName: backend.table, Key: { id } }))).Item;

async function backfill(rows: AsyncIterable<RawRow>, options: { readonly isInTable?: boolean; readonly isDryRun?: boolean } = {}) {
  const refused: RefusedRow[] = [];
  const refuse = (row: RefusedRow) => void refused.push(row);
  const counts = await backfillRooms(backend.db, backend.table, rows, {
    isInTable: false,
    isDryRun: false,
    now: monday,
    refuse,
    ...options,
  });
  return { ...counts, refused };
}
const backfillTable = (isDryRun = false) => backfill(rowsInTable(backend.db, backend.table), { isInTable: true, isDryRun });

function fileOf(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}
const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');

describe('rows that are in the table', () => {
  test('older rooms get the defaults, stand in every list and owe no mail; newer ones and refused ones stay as they are', async () => {
    await put(older(1));
    await put(older(2, { ...booked, duration_minutes: 90 }));
    await put(older(3, { datetime_utc: null }));
    await perform(backend.rooms, bensRoom.id, bensRoom);
    const untouched = await itemOf(bensRoom.id);

    expect(await backfillTable(true)).toMatchObject({ found: 3, written: 0 });
    expect(await itemOf(older(1).id)).toEqual(older(1));

    const result = await backfillTable();
    expect(result).toMatchObject({
      found: 3,
      written: 2,
      refused: [{ row: older(3, { datetime_utc: null }), problems: [{ field: 'start_utc' }] }],
    });
    expect(JSON.stringify(result.refused.map(({ problems }) => problems))).not.toContain('@');
    expect(await itemOf(older(1).id)).toMatchObject({
      ics_sequence: 0,
      duration_minutes: 60,
      start_utc: '2030-01-15T18:00:00.000Z',
      end_utc: '2030-01-15T19:00:00.000Z',
      open_day: '2030-01-15',
      listing: { duration_minutes: 60 },
      outbox: {},
    });
    expect(await itemOf(older(2).id)).toMatchObject({
      end_utc: '2030-01-15T19:30:00.000Z',
      host_sub: `imported:${ben.email}`,
      guest_sub: `imported:${asha.email}`,
    });
    expect(await itemOf(bensRoom.id)).toEqual(untouched);
    expect(await backfillTable()).toMatchObject({ found: 1, written: 0 });
  });

  test('an older room that somebody booked meanwhile keeps the booking', async () => {
    await put(older(4));
    const rows = rowsInTable(backend.db, backend.table);
    const first = await rows.next();
    await perform(backend.rooms, older(4).id as RoomId, { type: 'book', guest: asha, at: monday, seed: seed(1) });
    async function* readBefore() {
      if (!first.done) yield first.value;
    }
    expect(await backfill(readBefore(), { isInTable: true })).toMatchObject({ written: 0, present: 1 });
    expect((await backend.rooms.load(older(4).id as RoomId)).room).toMatchObject({ status: 'booked' });
  });
});

describe('rows of a file', () => {
  test('an array is read element by element, whatever its texts hold', async () => {
    const rows = [
      older(1, { name: 'a "quote" , ] } [ {' }),
      older(2, { name: 'a back\\slash\\\\' }),
      older(3, { history: [{ a: [1, 2] }] }),
    ];
    const read = async (text: string) => {
      const found: RawRow[] = [];
      for await (const row of rowsInFile(fileOf('array.json', text))) found.push(row);
      return found;
    };
    expect(await read(JSON.stringify(rows))).toEqual(rows);
    expect(await read(`\uFEFF ${JSON.stringify(rows, null, 2)}\n`)).toEqual(rows);
    expect(await read('[]')).toEqual([]);
    await expect(read(JSON.stringify(rows).slice(0, -1))).rejects.toThrow(/array.json ends in the middle of its array, behind row 2/);
    await expect(read('[{"a": 1}, {"a": }]')).rejects.toThrow(/array.json, row 2 is no JSON/);
    await expect(read('[{"a": 1}]\n[{"a": 2}]')).rejects.toThrow(/array.json goes on after its array, behind row 1/);
    await expect(read('[1]')).rejects.toThrow(/array.json, row 1 is no JSON object/);
  });

  test('a row of an array is given before the rest of the array is there', async () => {
    async function* endless() {
      yield '[{"id": 1}, {"id"';
      await new Promise(() => {});
    }
    const elements = splitJsonArray(endless());
    expect(await elements.next()).toEqual({ value: '{"id": 1}', done: false });
  });

  test('null and missing are the same in every column', async () => {
    const names = [
      'start_utc',
      'end_utc',
      'duration_minutes',
      'ics_sequence',
      'guest',
      'proposals',
      'notices',
      'history',
      'outbox',
      'version',
    ];
    const nulls = Object.fromEntries([...names, 'created_at', 'updated_at', 'last_dtstamp'].map((name) => [name, null]));
    const person = { name: null, time_zone: null, partstat: null, joined_at: null, last_reply_sequence: null };
    const row = { ...older(1), ...nulls, host: { sub: ben.sub, email: ben.email, ...person } };
    expect(await backfill(rowsInFile(fileOf('nulls.ndjson', lines([row, older(2)]))))).toMatchObject({ written: 2, refused: [] });
    expect((await backend.rooms.load(row.id as RoomId)).room).toMatchObject({
      status: 'open',
      durationMinutes: 60,
      host: { name: '', timeZone: 'UTC', partstat: 'NEEDS-ACTION' },
      proposals: [],
    });
  });

  test('a row that does not say when it was made dates from the first thing known of it, so that both people see what happened', async () => {
    const proposal = {
      id: 'p-1',
      proposed_by: 'guest',
      proposer_email: asha.email,
      proposed_start_utc: '2030-01-16 18:00:00',
      proposed_end_utc: '2030-01-16 19:00:00',
      status: 'pending',
      created_at: '2030-01-02 10:00:00',
      expires_at: '2030-01-05 10:00:00',
    };
    const history = [{ at: '2030-01-01 09:00:00', event: 'booked', by: 'guest', sequence: 0 }];
    const row = older(1, { ...booked, created_at: null, proposals: [proposal], history });
    await backfill(rowsInFile(fileOf('no-creation.ndjson', lines([row]))));
    const { room } = await backend.rooms.load(row.id as RoomId);
    if (room.status !== 'booked') throw new Error(room.status);
    expect(room.createdAt).toBe('2030-01-01T09:00:00.000Z');
    for (const { joinedAt } of [room.host, room.guest]) expect(joinedAt <= room.history[0]!.at).toBe(true);
    expect(room.proposals).toHaveLength(1);
  });

  test('refused rows name each field and the reason, and are taken when they come back mended', async () => {
    const bad = [
      older(1, { duration_minutes: 45 }),
      older(2, { host: { sub: ben.sub, email: 'ben at mail.example' }, status: 'pending' }),
      older(3, { history: [{ event: 'booked', by: 'guest', sequence: 0 }] }),
      { ...older(4), id: undefined },
    ];
    const { refused } = await backfill(rowsInFile(fileOf('bad.json', JSON.stringify(bad))));
    expect(refused.map(({ problems }) => problems.map(({ field }) => field))).toEqual([
      ['duration_minutes'],
      expect.arrayContaining(['host.email', 'status']),
      ['history.0.at'],
      ['id'],
    ]);
    expect(refused[0]!.problems[0]!.reason).toBe('not 30, 60 or 90 minutes');
    expect(JSON.stringify(refused.map(({ problems }) => problems))).not.toContain('ben at');
    const mended = { ...refused[0]!.row, duration_minutes: 60, [REFUSED]: refused[0]!.problems };
    expect(await backfill(rowsInFile(fileOf('mended.ndjson', lines([mended]))))).toMatchObject({ written: 1, refused: [] });
    expect(await itemOf(older(1).id)).not.toHaveProperty(REFUSED);
  });

  test('a byte order mark before the rows is no part of them, in a list of lines and in an array', async () => {
    const [one, two] = [older(1), older(2)];
    expect(await backfill(rowsInFile(fileOf('mark.ndjson', `\uFEFF${lines([one])}`)))).toMatchObject({ found: 1, refused: [] });
    expect(await backfill(rowsInFile(fileOf('mark.json', `\uFEFF${JSON.stringify([one, two])}`)))).toMatchObject({ found: 2, refused: [] });
  });

  test('a run that was ended in the middle goes on with the rows that are missing', async () => {
    const rows = Array.from({ length: 200 }, (_, n) => older(n + 1, { datetime_utc: instantAt(Date.UTC(2030, 0, 1) + n * 60_000) }));
    async function* ended() {
      yield* rows.slice(0, 90);
      throw new Error('killed');
    }
    await expect(backfill(ended())).rejects.toThrow('killed');
    const again = await backfill(rowsInFile(fileOf('resumed.ndjson', lines(rows))));
    expect(again).toMatchObject({ found: 200, refused: [] });
    expect(again.written + again.present).toBe(200);
    expect(again.written).toBeGreaterThanOrEqual(110);
    expect(await backfillTable()).toMatchObject({ found: 0 });
  });

  test.each([
    ['{"id": 1}\nnot JSON', 'line 2 is no JSON'],
    ['{"id": 1}\n[1]', 'no JSON object'],
  ])('a file that is no list of rows ends the run at %j', async (text, message) => {
    await expect(backfill(rowsInFile(fileOf('broken.ndjson', text)))).rejects.toThrow(message);
  });
});
