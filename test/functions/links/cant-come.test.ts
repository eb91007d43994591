import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../../shared/words/roles.ts';
import { openStage, type LinkServer, type Stage } from './stage.ts';
import { actor, ashaBooked, asked, inDays, now, pathOf, type Story } from './story.ts';
import { posted, scriptedChrome, visit, type Reply } from './visit.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { asha, dina } from '../../support/rooms.ts';
import type { Person } from '../../../shared/room/person.ts';

/*
 * The link of invitations and reminders by which somebody says that they can't come.
 */

let stage: Stage;
let server: LinkServer;
let later: LinkServer;
beforeAll(async () => {
  stage = await openStage();
  server = await stage.open({ environments: 2 });
  later = await stage.open({ environments: 1, clockOffsetMs: 3 * 24 * 3_600_000 });
});
afterAll(() => stage.close());

async function link(role: Role, more: Parameters<Story['bookingLink']>[2] = {}): Promise<{ readonly story: Story; readonly t: string }> {
  const story = await ashaBooked(stage);
  return { story, t: await story.bookingLink('cant-come', role, more) };
}
const open = (t: string, at = server) => visit(`${at.origin}${pathOf('cant-come', t)}`);
const press = (t: string, headers?: Readonly<Record<string, string>>, at = server) =>
  visit(`${at.origin}/cant-come`, posted({ t }, headers));

test.each(['host', 'guest'] as const)('opening the link of the %s changes nothing, however it is opened', async (role) => {
  const { story, t } = await link(role);
  const before = await story.room();
  await Promise.all([open(t), open(t), visit(`${server.origin}${pathOf('cant-come', t)}`, { method: 'HEAD' }), press(t, scriptedChrome)]);
  expect(await story.room()).toEqual(before);
});

test('a guest who presses the button is out, the host hears of it, and the link then tells nothing of the session', async () => {
  const { story, t } = await link('guest');
  expect((await open(t)).text).toContain('You give up your place. Ben gets a mail');
  expect((await press(t)).status).toBe(303);
  expect((await story.room()).status).toBe('open');
  expect(await story.owed()).toEqual(expect.arrayContaining(['unbooked to guest', 'guest-left to host']));
  const { status, text } = await open(t);
  expect(status).toBe(200);
  expect(text).toContain("you can't come");
  expect(text).not.toMatch(/Ben|takes place/);
});

test('a host who presses the button cancels the session for both, and the link says so afterwards', async () => {
  const { story, t } = await link('host');
  expect((await open(t)).text).toContain('This cancels the session for both of you. Asha gets a mail');
  expect((await press(t)).status).toBe(303);
  expect((await story.room()).status).toBe('cancelled');
  expect(await story.owed()).toEqual(expect.arrayContaining(['cancelled to guest', 'cancelled to host']));
  expect((await open(t)).text).toContain('The session is cancelled');
});

test('the button pressed twice at once ends the session once', async () => {
  const { story, t } = await link('host');
  const answers = await Promise.all([press(t), press(t), press(t)]);
  expect(answers.map(({ status }) => status).filter((status) => status !== 303 && status !== 200)).toEqual([]);
  expect((await story.room()).history.filter(({ event }) => event === 'cancelled')).toHaveLength(1);
});

/** The button of a page that was loaded before, with all that its form says. */
async function pressAsLoaded(page: string): Promise<Reply> {
  const fields = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  return visit(`${server.origin}/cant-come`, posted(Object.fromEntries(fields)));
}

const books = (who: Person, sub: string, minutesAgo = 10) => ({ type: 'book', guest: { ...who, sub }, ...asked(minutesAgo) }) as const;
const leaves = (who: Person, minutesAgo = 20) =>
  ({ type: 'leave', by: { role: 'guest', email: who.email }, ...asked(minutesAgo) }) as const;

test.each(['left in the app', 'pressed its button'] as const)(
  'the link of a booking that its guest %s does nothing to their next booking, and says so',
  async (how) => {
    const { story, t } = await link('guest');
    if (how === 'pressed its button') await press(t);
    else await story.happens(leaves(asha));
    await story.happens(books(asha, 'asha-comes-back', -1));
    expect((await press(t)).status).toBe(200);
    expect((await story.room()).status).toBe('booked');
    const { text } = await open(t);
    expect(text).toContain('This link is from an earlier booking');
    expect(text).toContain('You gave that place up on');
    expect(text).not.toContain('action="/cant-come"');
  },
);

test('the link of the present booking works after an earlier booking of the same person', async () => {
  const { story } = await link('guest');
  await story.happens(leaves(asha), books(asha, 'asha-comes-back'));
  expect((await press(await story.bookingLink('cant-come', 'guest'))).status).toBe(303);
  expect((await story.room()).status).toBe('open');
});

test('a link that is pressed twice by its guest is a success twice, and one decision', async () => {
  const { story, t } = await link('guest');
  const { text } = await open(t);
  const answers = [
    await pressAsLoaded(text),
    await pressAsLoaded(text),
    ...(await Promise.all(Array.from({ length: 16 }, () => press(t)))),
  ];
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
  expect((await story.room()).history.filter(({ event }) => event === 'left')).toHaveLength(1);
});

test('opening a link costs one read and no write', async () => {
  const { t } = await link('guest');
  await open(t);
  const calls = stage.databaseCalls().length;
  await open(t);
  expect(stage.databaseCalls().slice(calls)).toEqual(['GetItem']);
});

test('a forwarded link shows no address in it or on its page to the person who opens it', async () => {
  const { t } = await link('guest');
  const { text } = await open(t);
  expect(`${t} ${Buffer.from(t.split('.')[1]!, 'base64url').toString()} ${text}`).not.toMatch(/asha\.raman|ben\.carter/i);
});

test('a fresh link is mailed for an expired one, with “I can’t come” in it', async () => {
  const { story, t } = await link('guest', { expiresAt: plusMinutes(now(), -60) });
  expect((await visit(`${server.origin}/fresh-link`, posted({ t }))).status).toBe(303);
  expect(await story.owed()).toContain('fresh-link to guest');
});

describe('a page that was loaded before the session changed', () => {
  test('a host does not cancel the session of a guest of whom the page did not speak', async () => {
    const { story, t } = await link('host');
    const { text } = await open(t);
    await story.happens(leaves(asha), books(dina, 'dina-comes'));
    const answer = await pressAsLoaded(text);
    expect([answer.status, answer.text.includes('Dina gets a mail')]).toEqual([200, true]);
    expect((await story.room()).status).toBe('booked');
    expect((await pressAsLoaded(answer.text)).status).toBe(303);
    expect((await story.room()).status).toBe('cancelled');
  });

  test('a guest does not give up a time of which the page did not speak', async () => {
    const { story, t } = await link('guest');
    const { text } = await open(t);
    await story.happens({ type: 'reschedule', by: actor('host'), startUtc: inDays(9, '10:00'), durationMinutes: null, ...asked(5) });
    const answer = await pressAsLoaded(text);
    expect([answer.status, answer.text.includes('10:00')]).toEqual([200, true]);
    expect((await story.room()).status).toBe('booked');
    expect((await pressAsLoaded(answer.text)).status).toBe(303);
    expect((await story.room()).status).toBe('open');
  });
});

describe('a session that changed after the mail', () => {
  test('a session that moved can still be given up, at its new time', async () => {
    const { story, t } = await link('guest');
    await story.happens({ type: 'reschedule', by: actor('host'), startUtc: inDays(9, '10:00'), durationMinutes: null, ...asked(5) });
    expect((await press(t)).status).toBe(303);
    expect((await story.room()).status).toBe('open');
  });

  test('the link of somebody who is out does nothing to the guest who came after them, and tells nothing of them', async () => {
    const { story, t } = await link('guest');
    await story.happens(leaves(asha), books(dina, 'dina-comes'));
    await press(t);
    expect((await story.room()).status).toBe('booked');
    const { status, text } = await open(t);
    expect(status).toBe(200);
    expect(text).toContain("you can't come");
    expect(text).not.toMatch(/Ben|Dina|takes place|<button/);
  });

  test('a link of somebody whose address has changed has ended', async () => {
    const { story, t } = await link('guest');
    const read = await stage.rooms.load(story.id);
    if (read.room.status !== 'booked') throw new Error('not booked');
    await stage.rooms.save(read, { ...read.room, guest: { ...read.room.guest, email: dina.email } }, []);
    expect([(await open(t)).status, (await press(t)).status]).toEqual([410, 410]);
    expect((await story.room()).status).toBe('booked');
  });

  test('a host whose session was cancelled already reads that it is', async () => {
    const { story, t } = await link('host');
    await story.happens({ type: 'cancel', by: actor('host'), ...asked(5) });
    const { status, text } = await press(t);
    expect(status).toBe(200);
    expect(text).toContain('You cancelled the session on');
  });

  test('a host whom nobody has booked any more can cancel the open session', async () => {
    const { story, t } = await link('host');
    await story.happens({ type: 'leave', by: actor('guest'), ...asked(5) });
    expect((await open(t)).text).toContain('Nobody is booked for it.');
    await press(t);
    expect((await story.room()).status).toBe('cancelled');
  });
});

test('an expired link does nothing, and offers another one', async () => {
  const { story, t } = await link('guest', { expiresAt: plusMinutes(now(), 60) });
  const { status, text } = await press(t, undefined, later);
  expect(status).toBe(410);
  expect(text).toContain('Send me a fresh link');
  expect((await story.room()).status).toBe('booked');
});

test('the page of a forged link shows nothing of a session, and the link costs no read', async () => {
  const reads = stage.databaseCalls().length;
  expect((await press('made.up.token')).status).toBe(404);
  expect(stage.databaseCalls().length).toBe(reads);
});

test('a link of another purpose is none of this page', async () => {
  const story = await ashaBooked(stage);
  const reschedule = await story.link('reschedule', 'guest');
  expect((await press(reschedule)).status).toBe(404);
  expect((await story.room()).status).toBe('booked');
});
