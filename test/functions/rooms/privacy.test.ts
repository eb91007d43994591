import { beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../../shared/room/person.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { claimsOf, roomPath, testRoomsApi } from '../../support/rooms-api.ts';
import { ask, type Answered } from '../../support/http-events.ts';
import { asha, ben, dina, mallory } from '../../support/rooms.ts';

const fine = { startUtc: '2030-01-15T18:00:00.000Z', durationMinutes: 60 };

let api: ReturnType<typeof testRoomsApi>;
beforeEach(() => {
  api = testRoomsApi();
});

const show = (person: Person, id: string) => api.askAs(person, 'GET /api/rooms/{id}', roomPath(id));

describe('strangers', () => {
  test("strangers see an open session with its host's zone, and without its history and its proposals", async () => {
    const id = await api.open(ben, fine);
    const { status, body } = await show(mallory, id);
    const shown = Object.keys(body).filter((key) => ['history', 'proposals', 'otherTimeZone'].includes(key));
    expect([status, body.role, shown, body.otherTimeZone]).toEqual([200, null, ['otherTimeZone'], ben.timeZone]);
    const { body: list } = await api.askAs(mallory, 'GET /api/rooms');
    expect(list.rooms.map(({ id: listed, otherTimeZone }: any) => [listed, otherTimeZone])).toEqual([[id, undefined]]);
  });

  test('strangers do not see a session that is booked or cancelled; the two people of it do', async () => {
    const id = await api.openAndBook(ben, asha, fine);
    expect([(await show(mallory, id)).status, (await show(ben, id)).status, (await show(asha, id)).status]).toEqual([404, 200, 200]);
    await api.askAs(ben, 'DELETE /api/rooms/{id}', roomPath(id));
    expect([(await show(mallory, id)).status, (await show(ben, id)).status, (await show(asha, id)).status]).toEqual([404, 200, 200]);
  });

  test('strangers cannot tell a session that they may not see from one that is not there', async () => {
    const id = await api.openAndBook(ben, asha, fine);
    const [hidden, absent] = [await show(mallory, id), await show(mallory, '00000000-0000-4000-8000-00000000dead')];
    expect(hidden).toEqual(absent);
  });
});

test('a guest sees what happened since they joined, and nothing of the guest before; the host sees all', async () => {
  const id = await api.openAndBook(ben, asha, fine);
  const proposal = { proposedStartUtc: '2030-01-16T18:00:00Z', proposedEndUtc: '2030-01-16T19:00:00Z', note: 'Between us' };
  await api.askAs(asha, 'POST /api/rooms/{id}/proposals', { ...roomPath(id), body: proposal });
  api.world.advance(1);
  await api.askAs(asha, 'DELETE /api/rooms/{id}/booking', roomPath(id));
  api.world.advance(1);
  await api.askAs(dina, 'POST /api/rooms/{id}/booking', roomPath(id));
  const events = ({ body }: Answered) => body.history.map((entry: { event: string; name: string }) => `${entry.event} ${entry.name}`);

  const hers = await show(dina, id);
  expect([events(hers), hers.body.proposals]).toEqual([['booked Dina'], []]);
  expect(JSON.stringify(hers.body)).not.toMatch(/Asha|Between us/);
  const his = await show(ben, id);
  expect(events(his)).toEqual(['created Ben', 'booked Asha', 'proposed Asha', 'left Asha', 'booked Dina']);
  expect(his.body.proposals).toMatchObject([{ status: 'superseded' }]);
  expect((await show(asha, id)).status).toBe(404);
});

test('no answer to anybody ever holds an address or a surname', async () => {
  const answers: Answered[] = [];
  const told = async (person: Person, route: string, asked = {}) => {
    const answer = await api.askAs(person, route, asked);
    answers.push(answer);
    api.world.advance(1);
    return answer.body;
  };
  const { id } = await told(ben, 'POST /api/rooms', { body: fine });
  await told(asha, 'GET /api/rooms');
  await told(asha, 'POST /api/rooms/{id}/booking', roomPath(id));
  for (const [proposer, decider, verb] of [
    [asha, ben, 'decline'],
    [ben, asha, 'approve'],
  ] as const) {
    const body = { proposedStartUtc: '2030-01-17T18:00:00Z', proposedEndUtc: '2030-01-17T18:30:00Z', note: `Write to ${proposer.email}` };
    const { proposalId } = await told(proposer, 'POST /api/rooms/{id}/proposals', { ...roomPath(id), body });
    await told(decider, `POST /api/rooms/{id}/proposals/{pid}/${verb}`, roomPath(id, proposalId));
  }
  await told(ben, 'POST /api/rooms/{id}/reschedule', { ...roomPath(id), body: { startUtc: '2030-01-18T18:00:00Z' } });
  for (const person of [ben, asha, mallory]) {
    await told(person, 'GET /api/rooms/{id}', roomPath(id));
    await told(person, 'GET /api/rooms/mine');
    await told(person, 'POST /api/rooms/{id}/booking', roomPath(id));
  }
  await told(asha, 'DELETE /api/rooms/{id}/booking', roomPath(id));
  await told(ben, 'DELETE /api/rooms/{id}', roomPath(id));
  expect(answers.map(({ status }) => status)).toEqual([
    201, 200, 200, 201, 200, 201, 200, 200, 200, 200, 409, 200, 200, 200, 404, 200, 409, 200, 200,
  ]);
  expect(JSON.stringify(answers)).not.toMatch(/@|%40|mail\.example|Carter|Raman|Quill|sub-of-/i);
});

test('no log line holds an address, a name or a note', async () => {
  const id = await api.openAndBook(ben, asha, fine);
  const body = { proposedStartUtc: '2030-01-17T18:00:00Z', proposedEndUtc: '2030-01-17T18:30:00Z', note: 'My clinic overruns' };
  await api.askAs(asha, 'POST /api/rooms/{id}/proposals', { ...roomPath(id), body });
  await api.askAs(mallory, 'POST /api/rooms/{id}/booking', roomPath(id));
  expect(api.log.lines.length).toBeGreaterThan(5);
  expect(JSON.stringify(api.log.lines)).not.toMatch(/@|mail\.example|Asha|Ben|clinic|sub-of-/);
});

describe('a name', () => {
  /** What the host sees of a guest who is called so, and what their mail will say. */
  async function asSeenByHost(names: Record<string, unknown>): Promise<string> {
    const id = await api.open(ben, fine);
    const claims = { ...claimsOf(asha), ...names };
    expect((await ask(api.handler, { route: 'POST /api/rooms/{id}/booking', ...roomPath(id), claims })).status).toBe(200);
    const seen = (await show(ben, id)).body.guest.firstName;
    const { outbox } = await api.rooms.load(id as RoomId);
    expect([...outbox!.values()].find(({ to }) => to.role === 'host')?.other?.firstName).toBe(seen || 'your partner');
    return seen;
  }

  test.each<[string, Record<string, unknown>, string]>([
    ['of two words shows the first', { name: 'Asha Raman' }, 'Asha'],
    ['with a title shows the given name', { name: 'Dr Asha Raman', given_name: 'Asha' }, 'Asha'],
    ['that is given in another script', { name: 'Raman Asha', given_name: 'आशा' }, 'आशा'],
    ['with CRLF is one line', { name: 'Asha\r\nBcc: x' }, 'Asha'],
    ['with a line separator and NUL', { name: 'As\u0000ha\u2028Raman' }, 'Asha'],
    ['with semicolons is none', { name: 'As"ha;CN=x Raman' }, ''],
    ['with emoji loses them', { name: '👩‍⚕️ Asha' }, 'Asha'],
    ['with right-to-left marks loses the marks', { name: '\u202eahsA\u202c \u200fRaman' }, 'ahsA'],
    ['of 300 characters ends at 30', { name: 'ä'.repeat(300) }, `${'ä'.repeat(29)}…`],
    ['of a family, a comma and a given name', { name: "O'Hara, Sinead" }, 'Sinead'],
    ['that is an advert', { name: 'paypal-login.com' }, ''],
    ['that is an address shows nothing of it', { name: 'asha.raman@mail.example' }, ''],
    ['that is an address, beside a given name', { name: 'asha.raman@mail.example', given_name: 'Asha' }, 'Asha'],
    ['that is an address in full-width letters', { name: 'asha＠mail.example' }, ''],
    ['that is missing', { name: undefined }, ''],
    ['that is empty', { name: ' \t ' }, ''],
    ['that is a number', { name: 7 }, ''],
  ])('%s', async (_rule, names, seen) => {
    expect(await asSeenByHost(names)).toBe(seen);
  });
});
