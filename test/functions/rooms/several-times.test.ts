import { beforeEach, describe, expect, test } from 'vitest';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { roomPath, testRoomsApi } from '../../support/rooms-api.ts';
import { asha, ben, instant } from '../../support/rooms.ts';

/*
 * A suggestion of several times, through the API.
 */

const start = '2030-01-15T18:00:00.000Z';
const option = (startUtc: string, minutes = 60) => ({
  startUtc: instant(startUtc),
  endUtc: plusMinutes(instant(startUtc), minutes),
});
const [first, second, third] = [
  option('2030-01-16T10:00:00Z'),
  option('2030-01-17T10:00:00Z', 30),
  option('2030-01-18T10:00:00Z', 90),
] as const;

let api: ReturnType<typeof testRoomsApi>;
beforeEach(() => {
  api = testRoomsApi();
});

const booked = () => api.openAndBook(ben, asha, { startUtc: start, durationMinutes: 60 });
const propose = (id: string, body: object) => api.askAs(asha, 'POST /api/rooms/{id}/proposals', { ...roomPath(id), body });
const approve = (id: string, proposalId: string, body?: object) =>
  api.askAs(ben, 'POST /api/rooms/{id}/proposals/{pid}/approve', { ...roomPath(id, proposalId), ...(body && { body }) });

test('a suggestion of three times shows all of them, and the first one as its own time too', async () => {
  const { status, body } = await propose(await booked(), { options: [first, second, third] });
  expect(status).toBe(201);
  expect(body.room.proposals).toMatchObject([
    { proposedStartUtc: first.startUtc, proposedEndUtc: first.endUtc, options: [first, second, third], status: 'pending' },
  ]);
  expect(body.room.history.at(-1)).toMatchObject({
    event: 'proposed',
    startUtc: first.startUtc,
    alternatives: [
      { startUtc: second.startUtc, durationMinutes: 30 },
      { startUtc: third.startUtc, durationMinutes: 90 },
    ],
  });
});

test('a suggestion of one option is the same as one of a start and an end', async () => {
  const id = await booked();
  const single = await propose(id, { proposedStartUtc: first.startUtc, proposedEndUtc: first.endUtc });
  const again = await propose(id, { options: [first] });
  expect(again.body.proposalId).toBe(single.body.proposalId);
  expect(again.body.room.proposals).toHaveLength(1);
});

test('approving the second time moves the session there, and the proposal shows it first', async () => {
  const id = await booked();
  const { body } = await propose(id, { options: [first, second, third] });
  const approved = await approve(id, body.proposalId, { option: second });
  expect(approved.body).toMatchObject({
    startUtc: second.startUtc,
    endUtc: second.endUtc,
    durationMinutes: 30,
    icsSequence: 1,
    proposals: [{ status: 'approved', proposedStartUtc: second.startUtc, options: [second, first, third] }],
  });
  expect((await approve(id, body.proposalId, { option: third })).body.code).toBe('proposal-approved');
  expect((await approve(id, body.proposalId, { option: second })).status).toBe(200);
});

test.each([
  ['without an option', undefined, 'time-not-chosen'],
  ['of a time that was not suggested', { option: option('2030-01-19T10:00:00Z') }, 'time-not-suggested'],
])('an approval of several times %s is refused', async (_, asked, code) => {
  const id = await booked();
  const { body } = await propose(id, { options: [first, second] });
  expect(await approve(id, body.proposalId, asked)).toMatchObject({ status: 400, body: { code } });
  expect((await api.askAs(ben, 'GET /api/rooms/{id}', roomPath(id))).body.startUtc).toBe(start);
});

describe('a request that names its times wrongly is refused at the field', () => {
  test.each<[string, object, string, string]>([
    ['no time at all', {}, 'invalid-request', 'proposedStartUtc'],
    ['no options', { options: [] }, 'invalid-request', 'options'],
    ['four options', { options: [first, second, third, option('2030-01-19T10:00:00Z')] }, 'invalid-request', 'options'],
    ['both forms', { options: [first], proposedStartUtc: first.startUtc }, 'invalid-request', 'options'],
    ['a start without an end', { proposedStartUtc: first.startUtc }, 'invalid-request', 'proposedEndUtc'],
    [
      'an option that ends before it starts',
      { options: [first, option('2030-01-17T10:00:00Z', -30)] },
      'invalid-request',
      'options.1.endUtc',
    ],
    ['an option without a start', { options: [{ endUtc: first.endUtc }] }, 'invalid-request', 'options.0.startUtc'],
    ['an option of 45 minutes', { options: [first, option('2030-01-17T10:00:00Z', 45)] }, 'duration-not-allowed', 'options.1.endUtc'],
    ['an option in the past', { options: [first, second, option('2029-01-17T10:00:00Z')] }, 'start-in-past', 'options.2.startUtc'],
    ['an option at the present time', { options: [first, option(start)] }, 'same-time', 'options.1.startUtc'],
    ['two options that are the same', { options: [first, second, first] }, 'same-time-twice', 'options.2.startUtc'],
    ['an option in three years', { options: [option('2033-01-17T10:00:00Z'), first] }, 'start-too-far', 'options.0.startUtc'],
  ])('%s', async (_, body, code, field) => {
    const id = await booked();
    const refused = await propose(id, body);
    expect([refused.status, refused.body.code]).toEqual([400, code]);
    expect(refused.body.errors).toContainEqual({ field, message: expect.any(String) });
    expect((await api.askAs(ben, 'GET /api/rooms/{id}', roomPath(id))).body.proposals).toEqual([]);
  });
});

test('a suggestion whose second time takes another session of its maker is refused until they allow it', async () => {
  const id = await booked();
  await api.openAndBook(asha, ben, { startUtc: second.startUtc, durationMinutes: 60 });
  const refused = await propose(id, { options: [first, second] });
  expect([refused.status, refused.body.code, refused.body.sessions.length]).toEqual([409, 'overlap', 1]);
  expect((await propose(id, { options: [first, second], allowOverlap: true })).status).toBe(201);
});
