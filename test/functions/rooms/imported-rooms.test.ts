import { beforeEach, expect, test } from 'vitest';
import { decide } from '../../../shared/room/decide.ts';
import { subOfImported } from '../../../shared/room/identify.ts';
import { uncreated, type ExistingRoom, type Participant } from '../../../shared/room/room.ts';
import type { Person } from '../../../shared/room/person.ts';
import { memoryRooms, type MemoryRooms } from '../../support/memory-rooms.ts';
import { roomPath, testRoomsApi } from '../../support/rooms-api.ts';
import { asha, ben, bookedRoom, mallory } from '../../support/rooms.ts';

const imported = (participant: Participant): Participant => ({ ...participant, sub: subOfImported(participant.email) });
const session = bookedRoom();
const room: ExistingRoom = { ...session, host: imported(session.host), guest: imported(session.guest) };

let stored: MemoryRooms;
let api: ReturnType<typeof testRoomsApi>;
beforeEach(async () => {
  stored = memoryRooms();
  await stored.save(
    { id: room.id, room: uncreated, version: 0, outbox: null, audits: new Map(), looks: new Map(), unreadableMail: [], owingSince: null },
    room,
    [],
  );
  api = testRoomsApi({ rooms: stored, index: stored });
});

const mine = async (person: Person) => (await api.askAs(person, 'GET /api/rooms/mine')).body.rooms.map(({ role }: any) => role);

test('people of an imported room get it with their first sign-in, each in their role', async () => {
  expect([await mine(ben), await mine(asha), await mine(mallory)]).toEqual([['host'], ['guest'], []]);
  const moved = { startUtc: '2030-01-16T18:00:00.000Z' };
  expect(await api.askAs(ben, 'POST /api/rooms/{id}/reschedule', { ...roomPath(room.id), body: moved })).toMatchObject({ status: 200 });
  expect((await stored.load(room.id)).room).toMatchObject({ host: { sub: ben.sub }, guest: { sub: asha.sub } });
});

test('a person who opens the room first gets it then', async () => {
  expect((await api.askAs(asha, 'GET /api/rooms/{id}', roomPath(room.id))).body).toMatchObject({ role: 'guest' });
  expect(await api.askAs(mallory, 'GET /api/rooms/{id}', roomPath(room.id))).toMatchObject({ status: 404 });
});

test('nobody signs in as an imported person', async () => {
  const impostor = { ...mallory, sub: subOfImported(ben.email) };
  expect(await api.askAs(impostor, 'GET /api/rooms/mine')).toMatchObject({ status: 401 });
});

test('a room is given to a person once, and another address gets nothing', () => {
  const asked = { at: room.updatedAt, seed: '0' };
  expect(decide(room, { type: 'identify', email: mallory.email, sub: mallory.sub, ...asked })).toEqual({ kind: 'unchanged' });
  const first = decide(room, { type: 'identify', email: ben.email, sub: ben.sub, ...asked });
  if (first.kind !== 'changed') throw new Error(first.kind);
  expect(first).toMatchObject({ room: { host: { sub: ben.sub }, guest: { sub: subOfImported(asha.email) } }, mail: [] });
  expect(decide(first.room, { type: 'identify', email: ben.email, sub: 'another', ...asked })).toEqual({ kind: 'unchanged' });
});
