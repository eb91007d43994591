import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../../shared/room/person.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { memoryRooms } from '../../support/memory-rooms.ts';
import { roomBackends, type RoomBackend } from '../../support/room-backends.ts';
import { roomPath, testRoomsApi } from '../../support/rooms-api.ts';
import { asha, ben, email } from '../../support/rooms.ts';

const start = '2030-01-15T18:00:00.000Z';
const later = '2030-01-16T19:30:00.000Z';
const fine = { startUtc: start, durationMinutes: 60 };

describe.each(roomBackends)('at once, with rooms kept in %s', (_, open) => {
  let backend: RoomBackend;
  let api: ReturnType<typeof testRoomsApi>;
  beforeEach(async () => {
    backend = await open();
    api = testRoomsApi(backend);
  });
  afterEach(() => backend.close());

  const code = ({ status, body }: { status: number | undefined; body: { code?: string } | undefined }) => body?.code ?? status;
  const book = (person: Person, id: string) => api.askAs(person, 'POST /api/rooms/{id}/booking', roomPath(id)).then(code);

  test('fifty guests book: one has it, the others learn that it is taken, two mails are owed', async () => {
    const id = await api.open(ben, fine);
    const guests = Array.from({ length: 50 }, (_unused, n) => ({ ...asha, sub: `guest-${n}`, email: email(`guest-${n}@mail.example`) }));
    const answers = await Promise.all(guests.map((guest) => book(guest, id)));
    expect(Object.entries(Object.groupBy(answers, String)).map(([answer, all]) => [answer, all?.length])).toEqual([
      ['200', 1],
      ['room-taken', 49],
    ]);
    expect(await api.owedBy(id)).toEqual(['invitation to host seq 0', 'invitation to guest seq 0']);
    expect(api.hinted).toEqual([id, id]);
    expect(api.log.counted('RoomsBooked')).toBe(1);
    const winner = guests[answers.indexOf(200)]!;
    expect((await api.rooms.load(id as RoomId)).room).toMatchObject({ guest: { sub: winner.sub }, history: [{}, { event: 'booked' }] });
  });

  test('the host moves and a guest books: both come off, and the mail ends at the new time', async () => {
    const id = await api.open(ben, fine);
    const move = api.askAs(ben, 'POST /api/rooms/{id}/reschedule', { ...roomPath(id), body: { startUtc: later } });
    expect(await Promise.all([move.then(code), book(asha, id)])).toEqual([200, 200]);
    const { room, outbox } = await api.rooms.load(id as RoomId);
    expect(room).toMatchObject({ status: 'booked', startUtc: later });
    for (const role of ['host', 'guest']) {
      expect([...outbox!.values()].findLast(({ to }) => to.role === role)?.when.startUtc).toBe(later);
    }
    expect([2, 4]).toContain(outbox!.size);
  });

  test('when the host cancels while a guest books, the session ends cancelled, and everyone who was invited gets a CANCEL', async () => {
    const id = await api.open(ben, fine);
    const [cancelled, booked] = await Promise.all([api.askAs(ben, 'DELETE /api/rooms/{id}', roomPath(id)).then(code), book(asha, id)]);
    expect(cancelled).toBe(200);
    expect([200, 'room-not-found']).toContain(booked);
    expect((await api.rooms.load(id as RoomId)).room.status).toBe('cancelled');
    const invitations = ['invitation to host seq 0', 'invitation to guest seq 0', 'cancelled to host seq 1', 'cancelled to guest seq 1'];
    expect(await api.owedBy(id)).toEqual(booked === 200 ? invitations : []);
  });

  test('sixteen approvals: every one succeeds, the session moves once, two mails say so', async () => {
    const id = await api.openAndBook(ben, asha, fine);
    const body = { proposedStartUtc: later, proposedEndUtc: '2030-01-16T20:30:00Z' };
    const { body: proposed } = await api.askAs(asha, 'POST /api/rooms/{id}/proposals', { ...roomPath(id), body });
    const approve = () => api.askAs(ben, 'POST /api/rooms/{id}/proposals/{pid}/approve', roomPath(id, proposed.proposalId));
    const answers = await Promise.all(Array.from({ length: 16 }, approve));
    expect(new Set(answers.map(({ status, body: room }) => `${status} ${room.startUtc} ${room.icsSequence}`))).toEqual(
      new Set([`200 ${later} 1`]),
    );
    expect((await api.owedBy(id)).slice(4)).toEqual(['moved to host seq 1', 'moved to guest seq 1']);
    expect(api.log.counted('ProposalsApproved')).toBe(1);
  });

  test('an approval and a decline at once are one decision, and the other request is refused with what was decided', async () => {
    const id = await api.openAndBook(ben, asha, fine);
    const body = { proposedStartUtc: later, proposedEndUtc: '2030-01-16T20:30:00Z' };
    const { body: proposed } = await api.askAs(asha, 'POST /api/rooms/{id}/proposals', { ...roomPath(id), body });
    const decide = (verb: string) =>
      api.askAs(ben, `POST /api/rooms/{id}/proposals/{pid}/${verb}`, roomPath(id, proposed.proposalId)).then(code);
    const answers = await Promise.all([decide('approve'), decide('decline')]);
    expect([
      [200, 'proposal-approved'],
      ['proposal-declined', 200],
    ]).toContainEqual(answers);
    const { room } = await api.rooms.load(id as RoomId);
    expect(room).toMatchObject({ startUtc: answers[0] === 200 ? later : start, sequence: answers[0] === 200 ? 1 : 0 });
  });

  test('ten requests with one Idempotency-Key make one session', async () => {
    const create = () => api.askAs(ben, 'POST /api/rooms', { body: fine, headers: { 'idempotency-key': 'k' } });
    const answers = await Promise.all(Array.from({ length: 10 }, create));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect((await api.rooms.load(answers[0]!.body.id)).version).toBe(1);
  });
});

describe('a database', () => {
  const broken = async () => {
    throw new Error('No route to host for ben@mail.example');
  };

  test('a database that does not answer is a 500 that tells nothing, and a log line for us', async () => {
    const rooms = memoryRooms();
    const api = testRoomsApi({ rooms: { ...rooms, load: broken }, index: { ...rooms, openRooms: broken, ownRooms: broken } });
    for (const [route, asked] of [
      ['POST /api/rooms', { body: fine }],
      ['GET /api/rooms', {}],
      ['GET /api/rooms/mine', {}],
    ] as const) {
      const { status, body } = await api.askAs(ben, route, asked);
      expect([status, body.code]).toEqual([500, 'internal-error']);
      expect(JSON.stringify(body)).not.toMatch(/host|ben@/);
    }
    expect(api.log.lines.filter(({ event }) => event === 'request.failed')).toHaveLength(3);
  });

  test('a database in which somebody else is always faster is a 500 in the end, and not a wait for ever', async () => {
    const rooms = memoryRooms();
    const api = testRoomsApi({ rooms: { ...rooms, save: async () => false }, index: rooms });
    expect(await api.askAs(ben, 'POST /api/rooms', { body: fine })).toMatchObject({ status: 500, body: { code: 'internal-error' } });
  });

  test('a database that has saved a decision but lost its answer: the SDK tries again, is refused by its own write, and it counts once', async () => {
    const rooms = memoryRooms();
    const save: typeof rooms.save = async (...write) => (await rooms.save(...write)) && rooms.save(...write);
    const api = testRoomsApi({ rooms: { ...rooms, save }, index: rooms });
    const id = await api.open(ben, fine);
    expect((await api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(id))).status).toBe(200);
    expect(await api.owedBy(id)).toEqual(['invitation to host seq 0', 'invitation to guest seq 0']);
  });

  test('a database whose room owes too much mail asks to come back later', async () => {
    const api = testRoomsApi();
    const id = await api.openAndBook(ben, asha, fine);
    const answers: unknown[] = [];
    for (let n = 1; n <= 50; n++) {
      // No more in a day than a session may be moved.
      api.world.advance(60);
      const startUtc = `2030-02-${String(n % 2 === 0 ? 1 : 2).padStart(2, '0')}T18:00:00Z`;
      answers.push((await api.askAs(ben, 'POST /api/rooms/{id}/reschedule', { ...roomPath(id), body: { startUtc } })).status);
    }
    expect(answers).toEqual([...Array<number>(49).fill(200), 503]);
    expect((await api.askAs(ben, 'GET /api/rooms/{id}', roomPath(id))).status).toBe(200);
  });
});
