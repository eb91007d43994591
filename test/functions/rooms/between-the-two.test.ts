import { describe, expect, test } from 'vitest';
import { DEFAULT_PERSON_LIMITS } from '../../../shared/words/person-limits.ts';
import { asha, ben, mallory, nextTuesday } from '../../support/rooms.ts';
import { AMPLE_LIMITS, roomPath, testRoomsApi } from '../../support/rooms-api.ts';

const NOTE = 'POST /api/rooms/{id}/notes';
const INTRODUCE = 'PUT /api/rooms/{id}/introduction';
const SHOW = 'GET /api/rooms/{id}';
const BOOK = 'POST /api/rooms/{id}/booking';
const body = { startUtc: nextTuesday, durationMinutes: 60 };

async function bookedApi(limits = AMPLE_LIMITS) {
  const api = testRoomsApi(undefined, limits);
  const id = await api.openAndBook(ben, asha, body);
  const path = roomPath(id);
  return {
    ...api,
    id,
    path,
    write: (who: typeof asha, text: unknown) => api.askAs(who, NOTE, { ...path, body: { text } }),
    introduce: (who: typeof asha, yes: unknown) => api.askAs(who, INTRODUCE, { ...path, body: { yes } }),
  };
}

describe('a note to the other party', () => {
  test('a note is in the history of both and goes to the other by mail', async () => {
    const api = await bookedApi();
    const { status, body: room } = await api.write(asha, 'I have the green book');
    expect([status, room.history.at(-1)]).toMatchObject([200, { event: 'note-written', by: 'guest', note: 'I have the green book' }]);
    expect((await api.askAs(ben, SHOW, api.path)).body.history.at(-1).note).toBe('I have the green book');
    expect((await api.owedBy(api.id)).slice(2)).toEqual(['note-received to host seq 0']);
  });

  test('a note of 500 characters is kept whole, and one of 501 or 50,000 is refused with the field, the limit and the length', async () => {
    const api = await bookedApi();
    expect((await api.write(asha, 'x'.repeat(500))).body.history.at(-1).note).toHaveLength(500);
    for (const length of [501, 5000]) {
      const { status, body: problem } = await api.write(ben, 'x'.repeat(length));
      expect([status, problem.errors[0].field]).toEqual([400, 'text']);
      expect(problem.errors[0].message).toMatch(new RegExp(`500 characters.*${length}`));
    }
    expect((await api.write(ben, 'x'.repeat(50_000))).status).toBe(413);
  });

  test.each(['', '   \n\t ', '\u200b\u2066', 7, null, ['a'], undefined])('a note of %j is refused at its field', async (text) => {
    const api = await bookedApi();
    const { status, body: problem } = await api.write(asha, text);
    expect([status, problem.errors[0].field]).toEqual([400, 'text']);
    expect(await api.owedBy(api.id)).toHaveLength(2);
  });

  test('a note that is sent from five windows at once leaves once', async () => {
    const api = await bookedApi();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => api.write(asha, 'Hello')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await api.owedBy(api.id)).slice(2)).toEqual(['note-received to host seq 0']);
  });

  test('a note that is sent from twelve windows at once is one note, also for the limit, and other notes may follow', async () => {
    const api = await bookedApi({ ...AMPLE_LIMITS, notedPerDay: 2 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => api.write(asha, 'Hello')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await api.owedBy(api.id)).slice(2)).toEqual(['note-received to host seq 0']);
    expect((await api.write(asha, 'And something else')).status).toBe(200);
    expect((await api.write(asha, 'A third')).body.errors).toMatchObject([{ field: 'notedPerDay' }]);
  });

  test('a person writes at most five notes a day, over all their sessions', async () => {
    const api = await bookedApi({ ...AMPLE_LIMITS, notedPerDay: DEFAULT_PERSON_LIMITS.notedPerDay });
    const other = await api.openAndBook(ben, asha, body);
    for (const text of ['1', '2', '3']) expect((await api.write(asha, text)).status).toBe(200);
    for (const text of ['4', '5']) expect((await api.askAs(asha, NOTE, { ...roomPath(other), body: { text } })).status).toBe(200);
    const { status, body: problem } = await api.write(asha, '6');
    expect([status, problem.code, problem.errors[0].field]).toEqual([429, 'person-limit', 'notedPerDay']);
    expect((await api.write(ben, '1')).status).toBe(200);
    api.world.advance(24 * 60);
    expect((await api.write(asha, '6')).status).toBe(200);
  });

  test('a stranger who writes a note reads that there is no session', async () => {
    const api = await bookedApi();
    expect((await api.write(mallory, 'Hello')).body).toMatchObject({ status: 404, code: 'room-not-found' });
    const open = await api.open(ben, body);
    expect((await api.askAs(mallory, NOTE, { ...roomPath(open), body: { text: 'Hello' } })).body.code).toBe('not-participant');
    expect((await api.askAs(ben, NOTE, { ...roomPath(open), body: { text: 'Hello' } })).body.code).toBe('room-not-booked');
  });
});

describe('an exchange of addresses', () => {
  test('addresses are exchanged when both have asked, and each sees who has asked', async () => {
    const api = await bookedApi();
    expect((await api.introduce(ben, true)).body.introduction).toEqual({ askedByYou: true, askedByOther: false, isDone: false });
    expect((await api.askAs(asha, SHOW, api.path)).body.introduction).toEqual({ askedByYou: false, askedByOther: true, isDone: false });
    expect((await api.introduce(asha, true)).body.introduction).toEqual({ askedByYou: true, askedByOther: true, isDone: true });
    const mails = (await api.mailOf(api.id)).filter(({ kind }) => kind === 'introduction');
    expect(mails.map((mail) => [mail.to.email, 'notice' in mail && mail.notice])).toEqual([
      [ben.email, { kind: 'introduction', email: asha.email }],
      [asha.email, { kind: 'introduction', email: ben.email }],
    ]);
  });

  test('an exchange puts no address into any answer of the API, and none into a log', async () => {
    const api = await bookedApi();
    await api.introduce(ben, true);
    const answers = [await api.introduce(asha, true), await api.askAs(ben, SHOW, api.path)];
    expect(JSON.stringify([answers, api.log])).not.toMatch(/@/);
  });

  test('a no to an exchange is not shown to the one who asked', async () => {
    const api = await bookedApi();
    await api.introduce(ben, true);
    const before = (await api.askAs(ben, SHOW, api.path)).body;
    expect((await api.introduce(asha, false)).status).toBe(200);
    expect((await api.askAs(ben, SHOW, api.path)).body).toEqual(before);
  });

  test('an exchange that both ask for in the same second sends one mail to each', async () => {
    const api = await bookedApi();
    await Promise.all([api.introduce(ben, true), api.introduce(asha, true), api.introduce(ben, true), api.introduce(asha, true)]);
    expect((await api.owedBy(api.id)).slice(2)).toEqual(['introduction to host seq 0', 'introduction to guest seq 0']);
  });

  test('an exchange that races with a leaving tells either both addresses or none', async () => {
    const api = await bookedApi();
    await api.introduce(ben, true);
    await Promise.all([api.introduce(asha, true), api.askAs(asha, 'DELETE /api/rooms/{id}/booking', api.path)]);
    const introductions = (await api.owedBy(api.id)).filter((mail) => mail.startsWith('introduction'));
    expect([0, 2]).toContain(introductions.length);
  });

  test('an exchange that a host wanted with one guest is not offered to the next one', async () => {
    const api = await bookedApi();
    await api.introduce(ben, true);
    await api.askAs(asha, 'DELETE /api/rooms/{id}/booking', api.path);
    const { body: room } = await api.askAs(mallory, BOOK, api.path);
    expect(room.introduction).toEqual({ askedByYou: false, askedByOther: false, isDone: false });
  });

  test.each(['yes', 1, null, undefined])('an exchange wants a true or a false, and refuses %j at its field', async (yes) => {
    const api = await bookedApi();
    const { status, body: problem } = await api.introduce(asha, yes);
    expect([status, problem.errors[0].field]).toEqual([400, 'yes']);
  });
});
