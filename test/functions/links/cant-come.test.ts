import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../../shared/words/roles.ts';
import { openStage, type LinkServer, type Stage } from './stage.ts';
import { actor, ashaBooked, asked, inDays, now, pathOf, type Story } from './story.ts';
import { posted, scriptedChrome, visit } from './visit.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { asha } from '../../support/rooms.ts';

/*
 * The link of a reminder by which somebody says that they can't come.
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

async function link(role: Role, more: Parameters<Story['link']>[2] = {}): Promise<{ readonly story: Story; readonly t: string }> {
  const story = await ashaBooked(stage);
  return { story, t: await story.link('cant-come', role, more) };
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

test('a guest who has come back is not taken out again by the link that they used before', async () => {
  const { story, t } = await link('guest');
  await press(t);
  await story.happens({ type: 'book', guest: { ...asha, sub: 'asha-comes-back' }, ...asked(1) });
  expect((await press(t)).status).toBe(200);
  expect((await story.room()).status).toBe('booked');
  expect((await open(t)).text).toContain('With this link you said');
});

describe('a session that changed after the mail', () => {
  test('a session that moved can still be given up, at its new time', async () => {
    const { story, t } = await link('guest');
    await story.happens({ type: 'reschedule', by: actor('host'), startUtc: inDays(9, '10:00'), durationMinutes: null, ...asked(5) });
    expect((await press(t)).status).toBe(303);
    expect((await story.room()).status).toBe('open');
  });

  test('the link of somebody who is out does nothing to the guest who came after them', async () => {
    const { story, t } = await link('guest');
    await story.happens({ type: 'leave', by: actor('guest'), ...asked(5) });
    expect((await press(t)).status).toBe(410);
    expect((await story.room()).status).toBe('open');
  });

  test('a host whose session was cancelled already reads that it is', async () => {
    const { story, t } = await link('host');
    await story.happens({ type: 'cancel', by: actor('host'), ...asked(5) });
    const { status, text } = await press(t);
    expect(status).toBe(200);
    expect(text).toContain('This session is cancelled');
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

test('a forged link is told nothing, and costs no read', async () => {
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
