import { beforeEach, describe, expect, test } from 'vitest';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { roomPath, testRoomsApi } from '../../support/rooms-api.ts';
import { asha, ben, mallory } from '../../support/rooms.ts';

const start = '2030-01-15T18:00:00.000Z';
const later = '2030-01-16T19:30:00.000Z';
const wish = { proposedStartUtc: later, proposedEndUtc: '2030-01-16T20:00:00Z', note: 'My clinic overruns' };

let api: ReturnType<typeof testRoomsApi>;
beforeEach(() => {
  api = testRoomsApi();
});

const booked = () => api.openAndBook(ben, asha, { startUtc: start, durationMinutes: 60 });
const propose = (id: string, body: object = wish, headers = {}) =>
  api.askAs(asha, 'POST /api/rooms/{id}/proposals', { ...roomPath(id), body, headers });

describe('a proposal', () => {
  test('a proposal is made, and the other party is asked', async () => {
    const id = await booked();
    const { status, body } = await propose(id);
    expect(status).toBe(201);
    expect(body.room.proposals).toEqual([
      {
        id: body.proposalId,
        by: 'guest',
        proposedStartUtc: later,
        proposedEndUtc: '2030-01-16T20:00:00.000Z',
        options: [{ startUtc: later, endUtc: '2030-01-16T20:00:00.000Z' }],
        note: 'My clinic overruns',
        status: 'pending',
        expiresAt: plusMinutes(api.world.now(), 72 * 60),
        decisionAt: null,
      },
    ]);
    expect((await api.owedBy(id)).slice(2)).toEqual(['proposal-received to host seq 0', 'proposal-sent to guest seq 0']);
    expect(api.log.counted('ProposalsCreated')).toBe(1);
  });

  test('made twice is one, under the same id', async () => {
    const id = await booked();
    const [first, second] = [await propose(id), await propose(id)];
    expect([second.status, second.body.proposalId]).toEqual([201, first.body.proposalId]);
    expect(second.body.room.proposals).toHaveLength(1);
    expect(api.log.counted('ProposalsCreated')).toBe(1);
  });

  test('a proposal repeated under its Idempotency-Key after it was answered does not rise again', async () => {
    const id = await booked();
    const headers = { 'idempotency-key': 'k-1' };
    const { body } = await propose(id, wish, headers);
    await api.askAs(ben, 'POST /api/rooms/{id}/proposals/{pid}/decline', roomPath(id, body.proposalId));
    const again = await propose(id, wish, headers);
    expect([again.status, again.body.proposalId]).toEqual([201, body.proposalId]);
    expect(again.body.room.proposals).toMatchObject([{ status: 'declined' }]);
  });

  test('a proposal has an Idempotency-Key within its session: elsewhere it is another', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    const [here, there] = [await propose(await booked(), wish, headers), await propose(await booked(), wish, headers)];
    expect([here.status, there.status]).toEqual([201, 201]);
    expect(here.body.proposalId).not.toBe(there.body.proposalId);
  });

  test.each([
    ['approve', 'approved', later, 1, 'ProposalsApproved'],
    ['decline', 'declined', start, 0, 'ProposalsDeclined'],
  ] as const)('a proposal is decided once by repeated calls of %s', async (verb, status, startUtc, icsSequence, metric) => {
    const id = await booked();
    const { body } = await propose(id);
    for (const attempt of [1, 2]) {
      const decided = await api.askAs(ben, `POST /api/rooms/{id}/proposals/{pid}/${verb}`, roomPath(id, body.proposalId));
      expect([attempt, decided.status]).toEqual([attempt, 200]);
      expect(decided.body).toMatchObject({ startUtc, icsSequence, proposals: [{ status, decisionAt: api.world.now() }] });
    }
    expect(api.log.counted(metric)).toBe(1);
  });

  test.each([
    ['approve', 'decline', 'proposal-approved'],
    ['decline', 'approve', 'proposal-declined'],
  ])('a proposal decided by %s cannot be decided otherwise by %s', async (first, second, code) => {
    const id = await booked();
    const { body } = await propose(id);
    await api.askAs(ben, `POST /api/rooms/{id}/proposals/{pid}/${first}`, roomPath(id, body.proposalId));
    const other = await api.askAs(ben, `POST /api/rooms/{id}/proposals/{pid}/${second}`, roomPath(id, body.proposalId));
    expect(other).toMatchObject({ status: 409, body: { code } });
  });

  test('a proposal that nobody answered in time is shown as expired, and cannot be approved', async () => {
    const id = await booked();
    const { body } = await propose(id);
    api.world.advance(72 * 60);
    const shown = await api.askAs(ben, 'GET /api/rooms/{id}', roomPath(id));
    expect(shown.body.proposals).toMatchObject([{ status: 'expired', decisionAt: null }]);
    const late = await api.askAs(ben, 'POST /api/rooms/{id}/proposals/{pid}/approve', roomPath(id, body.proposalId));
    expect(late).toMatchObject({ status: 409, body: { code: 'proposal-expired' } });
  });

  test.each<[string, object, string, string]>([
    ['that ends when it starts', { proposedEndUtc: later }, 'invalid-request', 'proposedEndUtc'],
    ['that ends before it starts', { proposedEndUtc: start }, 'invalid-request', 'proposedEndUtc'],
    ['of 45 minutes', { proposedEndUtc: '2030-01-16T20:15:00Z' }, 'duration-not-allowed', 'proposedEndUtc'],
    ['of 30 minutes and a second', { proposedEndUtc: '2030-01-16T20:00:01Z' }, 'duration-not-allowed', 'proposedEndUtc'],
    ['at the current time', { proposedStartUtc: start, proposedEndUtc: '2030-01-15T19:00:00Z' }, 'same-time', 'proposedStartUtc'],
    [
      'in the past',
      { proposedStartUtc: '2030-01-01T10:00:00Z', proposedEndUtc: '2030-01-01T11:00:00Z' },
      'start-in-past',
      'proposedStartUtc',
    ],
    [
      'beyond a year',
      { proposedStartUtc: '2031-06-01T10:00:00Z', proposedEndUtc: '2031-06-01T11:00:00Z' },
      'start-too-far',
      'proposedStartUtc',
    ],
    ['with a note without end', { note: 'x'.repeat(10_001) }, 'invalid-request', 'note'],
    ['without an end', { proposedEndUtc: undefined }, 'invalid-request', 'proposedEndUtc'],
  ])('%s is refused, with the rule at its field', async (_name, change, code, field) => {
    const refused = await propose(await booked(), { ...wish, ...change });
    expect(refused).toMatchObject({ status: 400, body: { code, errors: [{ field }] } });
    expect(refused.body.errors).toHaveLength(1);
  });

  test('a proposal has a note of plain text: controls and direction marks go', async () => {
    const { body } = await propose(await booked(), { ...wish, note: `<b>Sorry</b>\r\nBcc: x\u0000\u202e xxx` });
    const { note } = body.room.proposals[0];
    expect(note).toBe('<b>Sorry</b>\nBcc: x xxx');
  });

  test('beyond five a day is refused', async () => {
    const id = await booked();
    const statuses: unknown[] = [];
    for (let n = 0; n < 6; n++) {
      const proposedStartUtc = plusMinutes(api.world.now(), 9 * 24 * 60 + n);
      statuses.push((await propose(id, { proposedStartUtc, proposedEndUtc: plusMinutes(proposedStartUtc, 30) })).status);
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
  });

  test('a proposal needs a partner', async () => {
    const id = await api.open(ben, { startUtc: start, durationMinutes: 60 });
    const refused = await api.askAs(ben, 'POST /api/rooms/{id}/proposals', { ...roomPath(id), body: wish });
    expect(refused).toMatchObject({ status: 409, body: { code: 'room-not-booked' } });
  });

  test('a proposal is made and answered by the two people of the session only, and answered by the other one', async () => {
    const id = await booked();
    const stranger = await api.askAs(mallory, 'POST /api/rooms/{id}/proposals', { ...roomPath(id), body: wish });
    expect(stranger).toMatchObject({ status: 404, body: { code: 'room-not-found' } });
    const { body } = await propose(id);
    for (const verb of ['approve', 'decline']) {
      const route = `POST /api/rooms/{id}/proposals/{pid}/${verb}`;
      expect(await api.askAs(asha, route, roomPath(id, body.proposalId))).toMatchObject({ status: 403, body: { code: 'own-proposal' } });
      expect(await api.askAs(mallory, route, roomPath(id, body.proposalId))).toMatchObject({
        status: 404,
        body: { code: 'room-not-found' },
      });
      expect(await api.askAs(ben, route, roomPath(id, 'p-404'))).toMatchObject({ status: 404, body: { code: 'proposal-not-found' } });
    }
  });
});
