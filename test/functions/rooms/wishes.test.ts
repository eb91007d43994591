import { beforeEach, describe, expect, test } from 'vitest';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { WINDOWS_PER_WISH, WISHES_PER_PERSON } from '../../../shared/words/wish-limits.ts';
import { asha, ben, monday } from '../../support/rooms.ts';
import { testRoomsApi } from '../../support/rooms-api.ts';

/*
 * Standing wishes over HTTP.
 */

let api: ReturnType<typeof testRoomsApi>;
beforeEach(() => {
  api = testRoomsApi();
});

const evening = { weekday: 'monday', from: '18:00', to: '21:00' };
const wanted = { topic: 'Glaucoma', durations: [30, 60], windows: [evening], timeZone: 'Europe/London' };
const make = (change: object = {}, person = asha) => api.askAs(person, 'POST /api/wishes', { body: { ...wanted, ...change } });
const list = async (person = asha) => (await api.askAs(person, 'GET /api/wishes')).body.wishes;

test('a wish that was made is in the list of its person, and nobody else sees it', async () => {
  const { status, body } = await make();
  expect(status).toBe(201);
  expect(body).toMatchObject({ ...wanted, exam: null, createdAt: monday, until: plusMinutes(monday, 12 * 7 * 24 * 60) });
  expect(await list()).toEqual([body]);
  expect(await list(ben)).toEqual([]);
});

test('the same wish again is the one that stands', async () => {
  const first = await make();
  api.world.turnTo(plusMinutes(monday, 1));
  const again = await make();
  expect([again.status, again.body]).toEqual([200, first.body]);
});

test('the zone of the account counts where the request names none', async () => {
  const { body } = await make({ timeZone: undefined });
  expect(body.timeZone).toBe(asha.timeZone);
});

test('a day as its end is whole, on the clock of the zone', async () => {
  const { body } = await make({ until: '2030-01-31', timeZone: 'Asia/Kolkata' });
  expect(body.until).toBe('2030-01-31T18:30:00.000Z');
});

test('a day that begins late, because the clocks skip midnight, ends there', async () => {
  const { body } = await make({ until: '2030-04-25', timeZone: 'Africa/Cairo' });
  expect(body.until).toBe('2030-04-25T22:00:00.000Z');
});

describe('is refused with the field and the rule', () => {
  test.each<[string, object, string, RegExp]>([
    ['an end before its start', { windows: [{ ...evening, to: '17:00' }] }, 'windows.0.to', /later than the start/],
    ['a window of no length', { windows: [{ ...evening, to: '18:00' }] }, 'windows.0.to', /two windows/],
    ['a window too short for every length', { windows: [{ ...evening, to: '18:20' }] }, 'windows', /at least 30 minutes/],
    ['100 windows', { windows: Array.from({ length: 100 }, () => evening) }, 'windows', new RegExp(`1 to ${WINDOWS_PER_WISH}`)],
    ['no window', { windows: [] }, 'windows', /1 to/],
    ['a weekday that is none', { windows: [{ ...evening, weekday: 'mon' }] }, 'windows.0.weekday', /monday/],
    ['a time that is none', { windows: [{ ...evening, from: '25:00' }] }, 'windows.0.from', /18:30/],
    ['a length twice', { durations: [30, 30] }, 'durations', /each once/],
    ['no length', { durations: [] }, 'durations', /one or more/],
    ['another length', { durations: [45] }, 'durations.0', /30, 60 or 90/],
    ['an unknown topic', { topic: 'Magic' }, 'topic', /Glaucoma/],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }, 'timeZone', /IANA/],
    ['a day that is over', { until: '2029-12-31' }, 'until', /not over/],
    ['a day too far ahead', { until: '2031-01-01' }, 'until', /26 weeks/],
    ['an end that is no day', { until: '2030-02-30' }, 'until', /day such as/],
  ])('%s', async (_, change, field, rule) => {
    const { status, body } = await make(change);
    expect([status, body.code]).toEqual([400, 'invalid-request']);
    const error = body.errors.find((each: { field: string }) => each.field === field);
    expect(error?.message).toMatch(rule);
    expect(await list()).toEqual([]);
  });
});

test('beyond as many as one person may have, a wish is refused until another one ends', async () => {
  const made = [];
  for (let n = 0; n < WISHES_PER_PERSON; n++) made.push(await make({ windows: [{ ...evening, from: `0${n}:00` }] }));
  expect((await make({ durations: [90] })).body.code).toBe('too-many-wishes');
  expect((await api.askAs(asha, 'DELETE /api/wishes/{id}', { path: { id: made[0]?.body.id } })).status).toBe(204);
  expect((await make({ durations: [90] })).status).toBe(201);
});

test('ending a wish twice is a success, and ending that of somebody else is refused', async () => {
  const { body } = await make();
  const end = (person: typeof asha) => api.askAs(person, 'DELETE /api/wishes/{id}', { path: { id: body.id } });
  expect((await end(ben)).body.code).toBe('wish-not-found');
  expect(await list()).toHaveLength(1);
  expect([(await end(asha)).status, (await end(asha)).status]).toEqual([204, 204]);
  expect(await list()).toEqual([]);
});

test('what is kept about a person names their wishes, on the first page', async () => {
  const { body } = await make();
  expect((await api.askAs(asha, 'GET /api/me/export')).body.wishes).toEqual([body]);
});
