import { afterAll, beforeAll, expect, test } from 'vitest';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { guestOf } from '../../../shared/room/room.ts';
import type { Role } from '../../../shared/words/roles.ts';
import { openStage, type LinkServer, type Stage } from './stage.ts';
import { actor, ashaBooked, asked, now, pathOf, type Story } from './story.ts';
import { posted, scriptedChrome, visit } from './visit.ts';

/*
 * The link by which each of the two says, after the session, how it went.
 */

const DAY_MS = 24 * 3_600_000;

let stage: Stage;
let before: LinkServer;
/** Some hours after the end. */
let server: LinkServer;
/** More than three days after the end. */
let late: LinkServer;
beforeAll(async () => {
  stage = await openStage();
  before = await stage.open({ environments: 1 });
  server = await stage.open({ environments: 2, clockOffsetMs: 8 * DAY_MS });
  late = await stage.open({ environments: 1, clockOffsetMs: 11.5 * DAY_MS });
});
afterAll(() => stage.close());

const over = async (role: Role = 'guest'): Promise<{ readonly story: Story; readonly t: string }> => {
  const story = await ashaBooked(stage);
  return { story, t: await story.bookingLink('feedback', role) };
};
const open = (t: string, at = server) => visit(`${at.origin}${pathOf('feedback', t)}`);
const send = (form: Readonly<Record<string, string>>, at = server, headers = {}) => visit(`${at.origin}/feedback`, posted(form, headers));
const answersOf = async (story: Story) => (await story.room()).afterwards.answers;

test('opening the link asks, and changes nothing, however it is opened', async () => {
  const { story, t } = await over();
  const room = await story.room();
  const form = { t, took: 'partner-absent' };
  const [page] = await Promise.all([
    open(t),
    visit(`${server.origin}${pathOf('feedback', t)}`, { method: 'HEAD' }),
    send(form, server, scriptedChrome),
    send(form, server, { origin: 'https://evil.example' }),
    visit(`${server.origin}/feedback?t=${t}`, posted({ took: 'took-place' })),
  ]);
  expect([page.status, page.text]).toEqual([200, expect.stringContaining('How was your session with Ben?')]);
  expect(page.text.length).toBeLessThan(6 * 1024);
  expect(page.text).not.toMatch(/[a-z]@[a-z]/);
  expect(await story.room()).toEqual(room);
});

test('what was said stays on the page, and the line and the wish go to the other one', async () => {
  const { story, t } = await over();
  const form = { t, took: 'took-place', useful: '4', line: ' Good cases\n<b>thanks</b> ', again: 'yes' };
  expect((await send(form)).status).toBe(303);
  expect(await answersOf(story)).toEqual({ guest: { attendance: 'took-place', useful: 4, again: true } });
  expect((await story.owed()).slice(-1)).toEqual(['afterwards-answer to host']);
  const { text } = await open(t);
  for (const words of ['Thank you for your answer', 'took place', '4 of 5', 'Good cases &lt;b>thanks&lt;/b>', '/again'])
    expect(text).toContain(words);
  expect(text).not.toContain('<form');
});

test('the form sent sixteen times at once, with different answers, gives one answer and one mail', async () => {
  const { story, t } = await over();
  const forms = Array.from({ length: 16 }, (_, n) => ({ t, took: n % 2 === 0 ? 'took-place' : 'partner-absent', line: `line ${n}` }));
  const answers = await Promise.all(forms.map((form) => send(form)));
  expect(new Set(answers.map(({ status }) => (status === 303 ? 200 : status)))).toEqual(new Set([200]));
  expect((await story.owed()).filter((mail) => mail.startsWith('afterwards'))).toEqual(['afterwards-answer to host']);
  expect((await story.room()).history.filter(({ event }) => event === 'answered-afterwards')).toHaveLength(1);
});

test('both answer at once, and each answer is kept', async () => {
  const { story, t } = await over();
  const host = await story.bookingLink('feedback', 'host');
  await Promise.all([send({ t, took: 'partner-absent' }), send({ t: host, took: 'agreed-otherwise' })]);
  expect(await answersOf(story)).toMatchObject({ guest: { attendance: 'partner-absent' }, host: { attendance: 'agreed-otherwise' } });
});

test('what somebody said is gone once they are erased, and what the other one said stays', async () => {
  const { story, t } = await over();
  await send({ t, took: 'partner-absent', line: 'words of Asha' });
  await send({ t: await story.bookingLink('feedback', 'host'), took: 'took-place', useful: '5' });
  const { sub, email } = guestOf(await story.room())!;
  const person = { subs: [sub], addresses: [email], firstNames: [] };
  await story.happens({ ...asked(-9 * 24 * 60), type: 'erase-person', person });
  const room = await story.room();
  expect(room.afterwards).toEqual({
    isAsked: true,
    isSettled: true,
    answers: { host: { attendance: 'took-place', useful: 5, again: false } },
  });
  expect(JSON.stringify(room)).not.toContain('words of Asha');
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['without saying whether it took place', {}, 'Say whether the session took place'],
  ['with an unknown answer', { took: 'perhaps' }, 'Say whether the session took place'],
  ['with a line of 201 characters', { took: 'took-place', line: 'x'.repeat(201) }, 'at most 200 characters; this one has 201'],
])('the form sent %s comes back with what is wrong, and with what was typed', async (_, fields, problem) => {
  const { story, t } = await over();
  const { status, text } = await send({ t, line: 'as typed', ...fields });
  expect([status, text]).toEqual([422, expect.stringContaining(problem)]);
  expect(text).toContain(`value="${fields['line'] ?? 'as typed'}"`);
  expect(await answersOf(story)).toEqual({});
});

test('a number that nobody was asked for is no answer to how useful it was', async () => {
  const { story, t } = await over();
  await send({ t, took: 'took-place', useful: '6' });
  expect(await answersOf(story)).toMatchObject({ guest: { useful: null } });
});

test.each(['before', 'late'] as const)('nobody is asked %s', async (when) => {
  const { story, t } = await over();
  const at = when === 'before' ? before : late;
  expect((await open(t, at)).status).toBe(410);
  expect((await send({ t, took: 'partner-absent' }, at)).status).toBe(410);
  expect(await answersOf(story)).toEqual({});
});

test('a link of another purpose, of a guest who has left, or with another signature says nothing', async () => {
  const { story, t } = await over();
  const note = await story.bookingLink('note', 'guest', { expiresAt: plusMinutes(now(), 30 * 24 * 60) });
  const forged = `${t.slice(0, -3)}${t.endsWith('AAA') ? 'BBB' : 'AAA'}`;
  for (const token of [note, forged]) expect((await send({ t: token, took: 'partner-absent' })).status).toBe(404);
  await story.happens({ type: 'leave', by: actor('guest'), ...asked(5) });
  expect((await send({ t, took: 'partner-absent' })).status).toBe(410);
  expect(await answersOf(story)).toEqual({});
});
