import { beforeEach, describe, expect, test } from 'vitest';
import { roomView } from '../../../shared/api/contract.ts';
import { roomPath, testRoomsApi } from '../../support/rooms-api.ts';
import { asha, ben, dina, monday } from '../../support/rooms.ts';

const start = '2030-01-15T18:00:00.000Z';
const later = '2030-01-16T19:30:00.000Z';

let api: ReturnType<typeof testRoomsApi>;
beforeEach(() => {
  api = testRoomsApi();
});

const opened = () => api.open(ben, { startUtc: start, durationMinutes: 60 });
const booked = () => api.openAndBook(ben, asha, { startUtc: start, durationMinutes: 60 });

test('anybody may ask whether the service is there', async () => {
  expect(await api.askAs(null, 'GET /api/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
});

describe('a host', () => {
  test('a host opens a session, and the answer says where it is', async () => {
    const { status, headers, body } = await api.askAs(ben, 'POST /api/rooms', {
      body: { startUtc: '2030-01-15T23:30:00+05:30', durationMinutes: 90, timeZone: 'Asia/Calcutta' },
    });
    expect(status).toBe(201);
    expect(headers['location']).toBe(`/api/rooms/${body.id}`);
    expect(roomView.parse(body)).toEqual({
      id: body.id,
      status: 'open',
      startUtc: start,
      endUtc: '2030-01-15T19:30:00.000Z',
      durationMinutes: 90,
      icsSequence: 0,
      topic: null,
      exam: null,
      line: '',
      role: 'host',
      host: { firstName: 'Ben', partstat: 'NEEDS-ACTION' },
      guest: null,
      meetingUrl: null,
      ownMeetingUrl: null,
      otherTimeZone: null,
      proposals: [],
      history: [{ at: monday, event: 'created', by: 'host', name: 'Ben', icsSequence: 0, startUtc: start, durationMinutes: 90, note: '' }],
    });
    expect(api.log.counted('RoomsCreated')).toBe(1);
    expect(await api.owedBy(body.id)).toEqual([]);
  });

  test('a host moves the session, and everyone who holds an invitation gets a new one', async () => {
    const id = await booked();
    const { status, body } = await api.askAs(ben, 'POST /api/rooms/{id}/reschedule', { ...roomPath(id), body: { startUtc: later } });
    expect([status, body.startUtc, body.durationMinutes, body.icsSequence]).toEqual([200, later, 60, 1]);
    expect((await api.owedBy(id)).slice(2)).toEqual(['moved to host seq 1', 'moved to guest seq 1']);
    expect(api.hinted).toEqual([id, id, id]);
  });

  test('a host who moves the session to the time that it has sends no mail', async () => {
    const id = await booked();
    const { status } = await api.askAs(ben, 'POST /api/rooms/{id}/reschedule', { ...roomPath(id), body: { startUtc: start } });
    expect([status, (await api.owedBy(id)).length, api.hinted]).toEqual([200, 2, [id, id]]);
  });

  test('a host changes its length alone', async () => {
    const id = await booked();
    const body = { startUtc: start, durationMinutes: 30 };
    const moved = await api.askAs(ben, 'POST /api/rooms/{id}/reschedule', { ...roomPath(id), body });
    expect(moved.body).toMatchObject({ startUtc: start, durationMinutes: 30, endUtc: '2030-01-15T18:30:00.000Z', icsSequence: 1 });
  });

  test('the host cancels a session once, also when they ask again', async () => {
    const id = await booked();
    for (const attempt of [1, 2]) {
      const { status, body } = await api.askAs(ben, 'DELETE /api/rooms/{id}', roomPath(id));
      expect([attempt, status, body.status]).toEqual([attempt, 200, 'cancelled']);
    }
    expect((await api.owedBy(id)).slice(2)).toEqual(['cancelled to host seq 1', 'cancelled to guest seq 1']);
  });
});

describe('a guest', () => {
  test('a guest books an open session, and two invitations are owed', async () => {
    const id = await opened();
    const body = { timeZone: 'Asia/Kolkata' };
    const answer = await api.askAs(asha, 'POST /api/rooms/{id}/booking', { ...roomPath(id), body });
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'booked', role: 'guest', guest: { firstName: 'Asha', partstat: 'NEEDS-ACTION' }, otherTimeZone: 'Europe/London' },
    });
    expect(await api.owedBy(id)).toEqual(['invitation to host seq 0', 'invitation to guest seq 0']);
    // The first one because somebody may wish for the session that has opened.
    expect(api.hinted).toEqual([id, id]);
    expect(api.log.counted('RoomsBooked')).toBe(1);
  });

  test('a guest books even when the queue of the mailer cannot be reached, because the mail is owed', async () => {
    const id = await opened();
    api.loseHints();
    const { status } = await api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(id));
    expect([status, api.hinted, await api.owedBy(id)]).toEqual([200, [id], ['invitation to host seq 0', 'invitation to guest seq 0']]);
  });

  test('a guest leaves, and sees the session as a stranger does', async () => {
    const id = await booked();
    const { status, body } = await api.askAs(asha, 'DELETE /api/rooms/{id}/booking', roomPath(id));
    expect([status, body.status, body.role, body.history]).toEqual([200, 'open', null, undefined]);
    expect((await api.owedBy(id)).slice(2)).toEqual(['unbooked to guest seq 1', 'guest-left to host seq 1']);
  });

  test('a guest who leaves again, when someone else is booked by then, finds no session, as a stranger does', async () => {
    const id = await booked();
    await api.askAs(asha, 'DELETE /api/rooms/{id}/booking', roomPath(id));
    await api.askAs(dina, 'POST /api/rooms/{id}/booking', roomPath(id));
    const { status, body } = await api.askAs(asha, 'DELETE /api/rooms/{id}/booking', roomPath(id));
    expect([status, body.code]).toEqual([404, 'room-not-found']);
  });

  test('a guest who books again after leaving is invited with a higher SEQUENCE', async () => {
    const id = await booked();
    await api.askAs(asha, 'DELETE /api/rooms/{id}/booking', roomPath(id));
    expect((await api.askAs(asha, 'POST /api/rooms/{id}/booking', roomPath(id))).body.icsSequence).toBe(2);
  });
});
