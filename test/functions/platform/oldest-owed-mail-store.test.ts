import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFindOldestOwed } from '../../../functions/platform/rooms/oldest-owed-mail-store.ts';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import { DEFAULT_OWING_SHARDS } from '../../../shared/words/owing-shards.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { dynamoBackends, perform, type DynamoRoomBackend } from '../../support/room-backends.ts';
import { asha, bensRoom, monday, seed } from '../../support/rooms.ts';

const hex = (n: number, length: number) => n.toString(16).padStart(length, '0');

describe.each(dynamoBackends)('the oldest owed mail in %s', (_, open) => {
  let backend: DynamoRoomBackend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.close());

  const find = () => createFindOldestOwed(backend.db, backend.table, DEFAULT_OWING_SHARDS)(plusMinutes(monday, 480));
  /** A room that owes two invitations since then. */
  const bookRoom = async (n: number, minutes: number) => {
    const create = {
      ...bensRoom,
      id: `${hex(n, 8)}-0000-4000-8000-00000000000a` as RoomId,
      uid: `c0ffee00-0000-4000-8000-${hex(n, 12)}` as Uid,
    };
    return perform(backend.rooms, create.id, create, { type: 'book', guest: asha, at: plusMinutes(monday, minutes), seed: seed(n) });
  };

  test('the oldest owed mail is found among many, also when its next try is later than that of all others, and is gone when it has left', async () => {
    expect(await find()).toBeNull();
    const oldest = await bookRoom(1, 1);
    // Put off, as after many tries that failed: of all rooms it is due last.
    await backend.rooms.removeMail(oldest, [], plusMinutes(monday, 500));
    for (let n = 2; n <= 40; n++) await bookRoom(n * DEFAULT_OWING_SHARDS + 1, 10 + n);
    expect(await find()).toBe(plusMinutes(monday, 1));
    const read = await backend.rooms.load(oldest.id);
    await backend.rooms.removeMail(read, [...(read.outbox?.keys() ?? [])]);
    expect(await find()).toBe(plusMinutes(monday, 12));
  });

  test('mail that is held back on purpose counts from when it may leave', async () => {
    const other = await open();
    const findOther = createFindOldestOwed(other.db, other.table, DEFAULT_OWING_SHARDS);
    const row = { owing_shard: '3', owing_since: monday, outbox: { '1-0': { stamp: monday, notBefore: plusMinutes(monday, 600) } } };
    await other.db.send(new PutCommand({ TableName: other.table, Item: { id: 'held-back', ...row } }));
    expect(await findOther(monday)).toBe(plusMinutes(monday, 600));
    await other.db.send(
      new PutCommand({
        TableName: other.table,
        Item: { id: 'not-held-back', ...row, outbox: { '1-0': { stamp: plusMinutes(monday, 5) } } },
      }),
    );
    expect(await findOther(monday)).toBe(plusMinutes(monday, 5));
    await other.close();
  });
});
