import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command } from '../../../shared/room/command.ts';
import type { Role } from '../../../shared/words/roles.ts';
import { openStage, type LinkServer, type Stage } from './stage.ts';
import { actor, ashaBooked, asked, pathOf, type Story } from './story.ts';
import { dina } from '../../support/rooms.ts';
import { posted, scriptedChrome, visit } from './visit.ts';

/*
 * A link by which somebody who declined in their calendar puts the session back.
 */

let stage: Stage;
let server: LinkServer;
beforeAll(async () => {
  stage = await openStage();
  server = await stage.open({ environments: 2 });
});
afterAll(() => stage.close());

const decline = (role: Role, minute: number): Command => ({
  type: 'reply',
  by: actor(role),
  partstat: 'DECLINED',
  order: { sequence: 0, dtstamp: null },
  ...asked(minute),
});

async function declinedBy(role: Role): Promise<{ readonly story: Story; readonly t: string }> {
  const story = await ashaBooked(stage);
  const t = await story.link('restore', role);
  await story.happens(decline(role, 50));
  return { story, t };
}

const open = (t: string, init?: RequestInit) => visit(`${server.origin}${pathOf('restore', t)}`, init as never);
const press = (t: string, headers?: Readonly<Record<string, string>>) => visit(`${server.origin}/restore`, posted({ t }, headers));

test.each(['guest', 'host'] as const)('a %s who declined puts the session back by a press, and not by opening the link', async (role) => {
  const { story, t } = await declinedBy(role);
  const before = await story.room();
  const shown = await open(t);
  expect([shown.status, shown.text.includes('Yes, put it back')]).toEqual([200, true]);
  await Promise.all([open(t), open(t, { method: 'HEAD' }), press(t, scriptedChrome)]);
  expect(await story.room()).toEqual(before);
  expect((await press(t)).status).toBe(303);
  expect(await story.room()).toMatchObject({ status: 'booked', sequence: 2 });
  expect(await story.owed()).toEqual(expect.arrayContaining(['restored to host', 'restored to guest']));
  expect((await open(t)).text).toContain('The decline was taken back');
});

test('five presses at once put it back once', async () => {
  const { story, t } = await declinedBy('guest');
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => press(t)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
  expect((await story.room()).history.filter(({ event }) => event === 'restored')).toHaveLength(1);
  expect((await story.owed()).filter((mail) => mail.startsWith('restored'))).toHaveLength(2);
});

test('a session that somebody else has booked says so, leads to the list, and names nobody', async () => {
  const { story, t } = await declinedBy('guest');
  await story.happens({ type: 'book', guest: dina, ...asked(51) });
  for (const { status, text } of [await open(t), await press(t)]) {
    expect(status).toBe(409);
    expect(text).toContain('Someone else has just booked this session.');
    expect(text).toContain('href="/"');
    expect(text).not.toMatch(/Dina|Ben/);
  }
  expect((await story.room()).history.at(-1)?.event).toBe('booked');
});

test('a link that was used does not put back a second decline', async () => {
  const { story, t } = await declinedBy('guest');
  await press(t);
  await story.happens({ ...decline('guest', 60), order: { sequence: 2, dtstamp: null } } as Command);
  await press(t);
  expect((await story.room()).status).toBe('open');
});

describe('a link that is not for this', () => {
  test.each(['approve', 'confirm', 'reschedule'] as const)('a token for %s puts nothing back', async (purpose) => {
    const story = await ashaBooked(stage);
    const reply = { type: 'reply' as const, partstat: 'ACCEPTED' as const, sequence: 0, dtstamp: null };
    const t = await story.link(purpose, 'guest', { reply });
    await story.happens(decline('guest', 50));
    expect((await press(t)).status).toBe(404);
    expect((await story.room()).status).toBe('open');
  });

  test('a token for the host’s decline does not put back the guest’s', async () => {
    const story = await ashaBooked(stage);
    const t = await story.link('restore', 'host');
    await story.happens(decline('guest', 50));
    expect((await press(t)).status).toBe(409);
    expect((await story.room()).status).toBe('open');
  });
});
