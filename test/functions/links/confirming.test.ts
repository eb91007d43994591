import { guestOf } from '../../../shared/room/room.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConfirmableReply } from '../../../shared/room/attendee-reply.ts';
import type { EmailAddress } from '../../../shared/words/email-address.ts';
import type { Role } from '../../../shared/words/roles.ts';
import { openStage, type LinkServer, type Stage } from './stage.ts';
import { actor, ashaBooked, asked, inDays, now, pathOf, type Story } from './story.ts';
import { posted, scriptedChrome, visit } from './visit.ts';

/*
 * A link that asks whether an answer from the calendar was really its holder's.
 */

let stage: Stage;
let server: LinkServer;
beforeAll(async () => {
  stage = await openStage();
  server = await stage.open({ environments: 2 });
});
afterAll(() => stage.close());

const answer = (partstat: 'ACCEPTED' | 'TENTATIVE' | 'DECLINED'): ConfirmableReply => ({
  type: 'reply',
  partstat,
  sequence: 0,
  dtstamp: null,
});
const counter = (startUtc = inDays(8, '12:00')): ConfirmableReply => ({
  type: 'propose',
  startUtc,
  durationMinutes: null,
  sequence: 0,
  dtstamp: null,
});

async function link(reply: ConfirmableReply, role: Role = 'guest'): Promise<{ readonly story: Story; readonly t: string }> {
  const story = await ashaBooked(stage);
  return { story, t: await story.link('confirm', role, { reply }) };
}

const open = (t: string) => visit(`${server.origin}${pathOf('confirm', t)}`);
const press = (t: string, headers?: Readonly<Record<string, string>>) => visit(`${server.origin}/confirm`, posted({ t }, headers));

test.each([answer('ACCEPTED'), answer('DECLINED'), counter()])(
  'opening a link that asks about an answer changes nothing: $type $partstat',
  async (reply) => {
    const { story, t } = await link(reply);
    const before = await story.room();
    await Promise.all([open(t), open(t), visit(`${server.origin}${pathOf('confirm', t)}`, { method: 'HEAD' }), press(t, scriptedChrome)]);
    expect(await story.room()).toEqual(before);
  },
);

test.each([
  ['ACCEPTED', 'you are coming'],
  ['TENTATIVE', 'you may come'],
] as const)('a confirmed %s is noted, and the link then says so', async (partstat, says) => {
  const { story, t } = await link(answer(partstat));
  expect((await press(t)).status).toBe(303);
  const room = await story.room();
  expect(room.status === 'booked' && room.guest.partstat).toBe(partstat);
  expect((await open(t)).text).toContain(says);
});

test('the guest’s confirmed no takes them out; the link then tells nothing of the session', async () => {
  const { story, t } = await link(answer('DECLINED'));
  expect((await open(t)).text).toContain('You give up your place. Ben gets a mail');
  await press(t);
  expect((await story.room()).status).toBe('open');
  expect(await story.owed()).toEqual(expect.arrayContaining(['unbooked to guest', 'guest-left to host']));
  const { status, text } = await open(t);
  expect(status).toBe(200);
  expect(text).toContain("you can't come");
  expect(text).not.toMatch(/Ben|takes place/);
});

test('the host’s confirmed no cancels the session, and says beforehand what that means', async () => {
  const { story, t } = await link(answer('DECLINED'), 'host');
  expect((await open(t)).text).toContain('This cancels the session for both of you. Asha gets a mail');
  await press(t);
  expect((await story.room()).status).toBe('cancelled');
  expect((await open(t)).text).toContain("You said that you can't come");
});

test('a confirmed suggestion waits for the other party', async () => {
  const { story, t } = await link(counter());
  await press(t);
  expect(await story.proposal()).toMatchObject({ by: 'guest', startUtc: inDays(8, '12:00'), via: 'counter', status: 'pending' });
  expect((await open(t)).text).toContain('Your suggestion is with Ben');
});

test.each([
  ['approve', 'Ben approved it'],
  ['decline-proposal', 'Ben declined it'],
] as const)('after the other’s %s the link tells that', async (type, says) => {
  const { story, t } = await link(counter());
  await press(t);
  await story.happens({ ...asked(-1), type, by: actor('host'), proposalId: (await story.proposal()).id });
  expect((await open(t)).text).toContain(says);
});

test('a suggestion that cannot be is refused in words, with a way out', async () => {
  const { story, t } = await link(counter(inDays(-1, '12:00')));
  const { status, text } = await press(t);
  expect(status).toBe(409);
  expect(text).toContain('That time has already passed. Choose one in the future.');
  expect(text).toContain('Send me a fresh link');
  expect((await story.room()).proposals).toEqual([]);
});

test.each(['guest', 'host'] as const)(
  "each of several presses at once of the %s's no leads to the page that says it is noted",
  async (role) => {
    const { t } = await link(answer('DECLINED'), role);
    const answers = await Promise.all(Array.from({ length: 8 }, () => press(t)));
    expect(answers.filter(({ status }) => status !== 303)).toEqual([]);
    expect((await open(t)).text).toContain('Your answer is noted');
  },
);

test('a no that was applied, but not noted at the link when the function died, is noted by the next press', async () => {
  const { story, t } = await link(answer('DECLINED'));
  const order = { sequence: 0, dtstamp: null };
  await story.happens({ ...asked(), type: 'reply', by: actor('guest'), partstat: 'DECLINED', order });
  expect((await open(t)).status).toBe(410);
  expect((await press(t)).status).toBe(303);
  expect((await open(t)).text).toContain("you can't come");
});

test('sixteen presses are one answer', async () => {
  const { story, t } = await link(answer('DECLINED'));
  await Promise.all(Array.from({ length: 16 }, () => press(t)));
  expect((await story.room()).history.filter(({ event }) => event === 'declined')).toHaveLength(1);
  expect((await story.owed()).filter((mail) => mail === 'unbooked to guest')).toHaveLength(1);
});

describe('the answer has its place among the other answers of this person', () => {
  test('what was said later stays', async () => {
    const story = await ashaBooked(stage);
    const t = await story.link('confirm', 'guest', { reply: { type: 'reply', partstat: 'DECLINED', sequence: 0, dtstamp: asked(50).at } });
    await story.happens({
      ...asked(20),
      type: 'reply',
      by: actor('guest'),
      partstat: 'ACCEPTED',
      order: { sequence: 0, dtstamp: asked(40).at },
    });
    const page = await open(t);
    expect(page.text).toContain('you said that you are coming');
    expect(page.text).not.toContain('action="/confirm"');
    await press(t);
    const room = await story.room();
    expect([room.status, room.status === 'booked' && room.guest.partstat]).toEqual(['booked', 'ACCEPTED']);
    expect((await open(t)).text).toContain('you said that you are coming');
  });

  test('an answer to a time that is no more is not confirmed', async () => {
    const { story, t } = await link(answer('DECLINED'));
    await story.happens({ ...asked(), type: 'reschedule', by: actor('host'), startUtc: inDays(9, '10:00'), durationMinutes: null });
    expect((await open(t)).text).toContain('This link is from before the session changed');
    await press(t);
    expect((await story.room()).status).toBe('booked');
  });
});

test('a link whose time is over confirms nothing', async () => {
  const story = await ashaBooked(stage);
  const t = await story.link('confirm', 'guest', {
    reply: answer('DECLINED'),
    expiresAt: new Date(Date.parse(now()) - 120_000).toISOString() as never,
  });
  for (const { status } of [await open(t), await press(t)]) expect(status).toBe(410);
  expect((await story.room()).status).toBe('booked');
});

describe('the question about a message that is not proven', () => {
  const question = (partstat: 'ACCEPTED' | 'TENTATIVE' | 'DECLINED', more: Partial<ConfirmableReply> = {}) =>
    ({ ...answer(partstat), receivedAt: now(), ...more }) as ConfirmableReply;
  const isAsked = (reply: ConfirmableReply) => ({
    ...asked(),
    type: 'notify' as const,
    to: 'guest' as const,
    email: actor('guest').email,
    notice: { kind: 'confirm-reply' as const, reply },
    cause: `${Math.random()}`,
  });
  const askedLink = async (reply: ConfirmableReply) => {
    const story = await ashaBooked(stage);
    await story.happens(isAsked(reply));
    return { story, t: await story.link('confirm', 'guest', { reply, stored: { isQuestion: true } }) };
  };
  const questionIn = (text: string) => /name="q" value="(\w+)"/.exec(text)?.[1] ?? '';

  test('a question is replaced on the same link by a later, different answer', async () => {
    const { story, t } = await askedLink(question('TENTATIVE'));
    await story.happens(isAsked(question('DECLINED')));
    expect((await open(t)).text).toContain("You can't come?");
    await press(t);
    expect((await story.room()).status).toBe('open');
  });

  test('a button that was loaded before its question was replaced answers nothing', async () => {
    const { story, t } = await askedLink(question('TENTATIVE'));
    const q = questionIn((await open(t)).text);
    await story.happens(isAsked(question('DECLINED')));
    const { status, text } = await visit(`${server.origin}/confirm`, posted({ t, q }));
    expect([status, (await story.room()).status]).toEqual([200, 'booked']);
    expect(text).toContain("You can't come?");
    await visit(`${server.origin}/confirm`, posted({ t, q: questionIn(text) }));
    expect((await story.room()).status).toBe('open');
  });

  test('a question that may concern either person tells neither what was said nor from where', async () => {
    const { story, t } = await askedLink(question('DECLINED', { mayBeEither: true, remember: ['secret@third.example' as EmailAddress] }));
    const { text } = await open(t);
    expect(text).toContain('Did you answer from another address?');
    expect(text).not.toMatch(/third|decline|can&#39;t come|can't come|give up/i);
    await press(t);
    expect((await story.room()).status).toBe('open');
  });

  test('an address is remembered for the person who says yes, and for nobody who only opens the link', async () => {
    const reply = question('ACCEPTED', { remember: ['work@third.example' as EmailAddress] });
    const { story, t } = await askedLink(reply);
    const sub = guestOf(await story.room())?.sub ?? '';
    await open(t);
    expect((await stage.people.load(sub)).profile.addresses).not.toContain('work@third.example');
    await press(t);
    expect((await stage.people.load(sub)).profile.addresses).toContain('work@third.example');
  });
});
