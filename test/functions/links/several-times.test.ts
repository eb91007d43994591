import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { slotsOf } from '../../../shared/room/proposal.ts';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import { isoDate } from '../../../shared/time/moment.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { runCommand } from '../../../functions/platform/rooms/run-command.ts';
import { guestOf } from '../../../shared/room/room.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { ben } from '../../support/rooms.ts';
import { openStage, type LinkServer, type Stage } from './stage.ts';
import { DOUBLED, typed } from './states.ts';
import { actor, ashaBooked, asked, inDays, now, pathOf, suggests, type Story } from './story.ts';
import { posted, visit } from './visit.ts';

/*
 * Up to three times in one suggestion: the form that makes it, and the page that answers it.
 */

let stage: Stage;
let server: LinkServer;
let later: LinkServer;
beforeAll(async () => {
  stage = await openStage();
  [server, later] = await Promise.all([stage.open(), stage.open({ clockOffsetMs: 24 * 3_600_000 })]);
});
afterAll(() => stage.close());

const [first, second, third] = ['13:00', '15:00', '17:00'].map((time) => inDays(8, time)) as [
  ReturnType<typeof inDays>,
  ReturnType<typeof inDays>,
  ReturnType<typeof inDays>,
];
const alternatives = [second, third].map((startUtc) => ({ startUtc, durationMinutes: 60 }));
const optionOf = (startUtc: string, minutes = 60) => `${startUtc}/${minutes}`;

const open = (token: string, purpose: 'approve' | 'decline' | 'reschedule' = 'approve', at = server) =>
  visit(`${at.origin}${pathOf(purpose, token)}`);
const press = (t: string, form: Readonly<Record<string, string>> = {}) => visit(`${server.origin}/approve`, posted({ t, ...form }));
const send = (r: string, form: Readonly<Record<string, string>>) => visit(`${server.origin}/reschedule`, posted({ r, ...form }));

async function benSuggestsThree(): Promise<{ readonly story: Story; readonly t: string }> {
  const story = await ashaBooked(stage, suggests('host', { startUtc: first, alternatives }));
  return { story, t: await story.link('approve', 'guest') };
}

const optionsIn = (text: string) => [...text.matchAll(/name="option" value="([^"]+)"/g)].map(([, value]) => value);

describe('the page that answers several times', () => {
  test('the page lists each time on both clocks with a button of its own, and a way to none of them', async () => {
    const { t } = await benSuggestsThree();
    const { text } = await open(t);
    expect(text).toContain('Which of these times suits you?');
    expect(optionsIn(text)).toEqual([first, second, third].map((start) => optionOf(start)));
    for (const time of ['18:30–19:30', '13:00–14:00', '20:30–21:30', '15:00–16:00', '22:30–23:30', '17:00–18:00'])
      expect(text).toContain(time);
    expect(text).toMatch(/<a class="a" href="\/decline\?t=[^"]+">None of these: keep the present time/);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8 * 1024);
  });

  test('the button of the second time moves the session there, and the page then says so', async () => {
    const { story, t } = await benSuggestsThree();
    expect((await press(t, { option: optionOf(second) })).status).toBe(303);
    expect(await story.room()).toMatchObject({ startUtc: second, sequence: 1, proposals: [{ status: 'approved', startUtc: second }] });
    const { text } = await open(t);
    expect(text).toContain('The new time is approved');
    expect(text).toContain('20:30–21:30');
    expect(optionsIn(text)).toEqual([]);
  });

  test.each([
    ['no option', {}],
    ['an option that was not suggested', { option: optionOf(inDays(9, '13:00')) }],
    ['an option of another length', { option: optionOf(first, 90) }],
    ['an option that is no time', { option: 'second/60' }],
  ])('a form with %s decides nothing, and the page asks again', async (_, form: Readonly<Record<string, string>>) => {
    const { story, t } = await benSuggestsThree();
    expect((await press(t, form)).status).toBe(303);
    expect((await story.proposal()).status).toBe('pending');
    expect(optionsIn((await open(t)).text)).toHaveLength(3);
  });

  test('the page of the other answer keeps the time, with one button', async () => {
    const { story } = await benSuggestsThree();
    const t = await story.link('decline', 'guest');
    expect((await open(t, 'decline')).text).toContain('Choose one of the new times instead');
    await visit(`${server.origin}/decline`, posted({ t }));
    expect(await story.room()).toMatchObject({ startUtc: story.startUtc, proposals: [{ status: 'declined' }] });
  });

  test('opening both links, as scanners do, decides nothing', async () => {
    const { story, t } = await benSuggestsThree();
    await Promise.all([open(t), open(await story.link('decline', 'guest'), 'decline'), open(t)]);
    expect((await story.proposal()).status).toBe('pending');
  });

  test('where links decide on opening, a choice of several times still has to be made by hand', async () => {
    const eager = await stage.open({ decisionLinks: 'one-click' });
    const { story, t } = await benSuggestsThree();
    const { text } = await open(t, 'approve', eager);
    expect(optionsIn(text)).toHaveLength(3);
    expect((await story.proposal()).status).toBe('pending');
  });

  test('a time at which the reader has another session is marked, and the others are not', async () => {
    const { story, t } = await benSuggestsThree();
    const guest = guestOf(await story.room());
    const host = { ...ben, sub: guest?.sub ?? '' };
    const session = { id: randomUUID() as RoomId, uid: randomUUID() as Uid, host, startUtc: plusMinutes(second, 30) };
    const deps = { rooms: stage.rooms, hints: { send: async () => undefined }, log: memoryLog() };
    await runCommand(deps, session.id, { type: 'create', ...session, durationMinutes: 60, ...asked() });
    const cards = (await open(t)).text.split('<dl>').slice(1);
    expect(cards.map((card) => card.includes('You have another session then.'))).toEqual([false, true, false]);
  });

  test('a time that has passed has no button', async () => {
    const soon = plusMinutes(now(), 12 * 60);
    const story = await ashaBooked(stage, suggests('host', { startUtc: soon, alternatives }));
    const { text } = await open(await story.link('approve', 'guest'), 'approve', later);
    expect(text).toContain('This time has passed.');
    expect(optionsIn(text)).toEqual([second, third].map((start) => optionOf(start)));
  });
});

describe('several presses at once', () => {
  test('sixteen presses on different times move the session once', async () => {
    const { story, t } = await benSuggestsThree();
    const presses = Array.from({ length: 16 }, (_, n) => press(t, { option: optionOf([first, second, third][n % 3]!) }));
    expect(new Set((await Promise.all(presses)).map(({ status }) => status))).toEqual(new Set([303]));
    const room = await story.room();
    expect(room.sequence).toBe(1);
    expect(room.proposals).toMatchObject([{ status: 'approved', startUtc: room.startUtc }]);
    expect(room.history.filter(({ event }) => event === 'approved')).toHaveLength(1);
    expect((await story.owed()).filter((mail) => mail.startsWith('moved'))).toHaveLength(2);
  });

  test('a move of the host and an approval of the second time at once end at the time of the host, and SEQUENCE counts each change', async () => {
    const { story, t } = await benSuggestsThree();
    const moving = { ...asked(), type: 'reschedule', by: actor('host'), startUtc: inDays(10, '10:00'), durationMinutes: 60 } as const;
    await Promise.all([press(t, { option: optionOf(second) }), story.happens(moving)]);
    const room = await story.room();
    const [proposal] = room.proposals;
    expect(room.startUtc).toBe(moving.startUtc);
    expect(room.sequence).toBe(proposal?.status === 'approved' ? 2 : 1);
    expect(['approved', 'superseded']).toContain(proposal?.status);
  });
});

describe('the form that suggests several times', () => {
  const day = isoDate(inDays(8, '13:00'), 'Asia/Kolkata');
  const more = { date2: day, time2: '20:45', date3: day, time3: '15:45' };

  async function ashasForm() {
    const story = await ashaBooked(stage);
    return { story, r: await story.link('reschedule', 'guest') };
  }

  test('the form has one time, and shows two more when asked', async () => {
    const { story, r } = await ashasForm();
    expect((await open(r, 'reschedule')).text).not.toContain('name="date2"');
    const { text } = await send(r, { ...typed(), more: 'yes' });
    for (const name of ['date2', 'time2', 'date3', 'time3']) expect(text).toContain(`name="${name}"`);
    expect(text).toContain(`name="date" value="${typed().date}"`);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8 * 1024);
    expect((await story.room()).proposals).toEqual([]);
  });

  test('three times are passed on as one suggestion, and the page that follows shows all of them', async () => {
    const { story, r } = await ashasForm();
    expect((await send(r, typed(more))).status).toBe(303);
    const proposal = await story.proposal();
    expect(slotsOf(proposal).map(({ startUtc }) => startUtc)).toEqual([inDays(8, '13:15'), inDays(8, '15:15'), inDays(8, '10:15')]);
    const { text } = await open(r, 'reschedule');
    for (const time of ['18:45–19:45', '20:45–21:45', '15:45–16:45']) expect(text).toContain(time);
  });

  test('a time that is left empty is not suggested', async () => {
    const { story, r } = await ashasForm();
    await send(r, typed({ date2: '', time2: '', date3: day, time3: '15:45' }));
    expect(slotsOf(await story.proposal()).map(({ startUtc }) => startUtc)).toEqual([inDays(8, '13:15'), inDays(8, '10:15')]);
  });

  test.each<[string, Record<string, string>, string, string]>([
    ['a second date without a time', { date2: day, time2: '' }, 'time2', 'Choose a time'],
    ['a third time without a date', { date3: '', time3: '10:00' }, 'date3', 'Choose a date'],
    ['a third time that has passed', { ...more, date3: isoDate(inDays(-1, '10:00'), 'Asia/Kolkata') }, 'date3', 'already passed'],
    ['a second time that is the first', { ...more, time2: typed().time }, 'date2', 'Two of the times are the same'],
  ])('%s is said at its own field', async (_, form, field, says) => {
    const { story, r } = await ashasForm();
    const page = await send(r, typed(form));
    expect(page.status).toBe(422);
    expect(page.text).toMatch(new RegExp(`<a href="#${field}">[^<]*${says}`));
    expect(page.text).toMatch(new RegExp(`id="${field}" aria-invalid="true"`));
    expect(Buffer.byteLength(page.text)).toBeLessThanOrEqual(8 * 1024);
    expect((await story.room()).proposals).toEqual([]);
  });

  test('a second time that comes twice is asked about, and the chosen one is sent', async () => {
    const { story, r } = await ashasForm();
    const form = typed({ date2: DOUBLED.date, time2: DOUBLED.time, zone: 'Europe/London', date: DOUBLED.date, time: '12:00' });
    const ask = await send(r, form);
    expect(ask.text).toContain('01:30 comes twice that day');
    const unchosen = await send(r, { ...form, checked: 'yes' });
    expect([unchosen.status, unchosen.text.includes('href="#start2"')]).toEqual([422, true]);
    const start2 = `${DOUBLED.date}T01:30:00.000Z`;
    expect((await send(r, { ...form, checked: 'yes', start2 })).status).toBe(303);
    expect(slotsOf(await story.proposal())[1]?.startUtc).toBe(start2);
  });
});
