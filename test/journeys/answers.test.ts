import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Saying } from '../../local/reply-as/answer.ts';
import type { ProgramName } from '../../local/reply-as/programs.ts';
import { instantAt } from '../../shared/time/instant.ts';
import { startLocalStack, type LocalStack, type Mail } from '../support/local-stack.ts';
import { calendarOf, truthFor } from './calendars.ts';
import { aBookedRoom, aDirectory, again, endOf, inHours, laterBy, leave, reschedule, see, type Booked, type Person } from './cast.ts';
import { expectPrivate, expectProper, indiscretionsOf, letters, newestLetter } from './letter.ts';
import { linkIn, press, pressFreshLink, rescheduleLinkOf, suggesting } from './links.ts';
import { replyOf } from './replies.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack({ directory: await aDirectory() });
});
afterAll(() => endOf(stack));

/** Noon, so that no zone of these tests has night; four days away. */
const newTime = `${inHours(96).slice(0, 10)}T12:00:00.000Z`;
const isAsked = ({ subject }: Mail) => subject.startsWith('Your answer needed');

/** The guest has suggested a new time by the link in the calendar entry; the host has been asked. */
async function suggested(booking?: Booked) {
  const booked = booking ?? (await aBookedRoom(stack, inHours(200)));
  const page = await press(
    stack,
    await rescheduleLinkOf(stack, booked.guest),
    suggesting(newTime, booked.guest.timeZone, 90, 'On call <b>that</b> evening.'),
  );
  expect(page.body).toContain('Your suggestion is with Ben');
  await stack.quiet();
  const asked = await newestLetter(stack, booked.host.email, isAsked);
  return { ...booked, asked, approve: linkIn(asked, 'approve'), decline: linkIn(asked, 'decline') };
}

const expectMoved = async ({ host, guest, id, uid }: Booked) => {
  await stack.quiet();
  expect(await see(host, id)).toMatchObject({
    startUtc: newTime,
    durationMinutes: 90,
    icsSequence: 1,
    proposals: [{ status: 'approved' }],
  });
  for (const who of [host, guest]) {
    const moved = (await letters(stack, 2, who.email)).filter(({ event }) => event?.sequence === 1);
    expect(moved.map(({ event }) => event)).toMatchObject([{ method: 'REQUEST', uid, start: newTime, end: laterBy(newTime, 90) }]);
    expect(await calendarOf(stack, who, uid)).toEqual({ shows: await truthFor(who, id), complaints: [] });
  }
};

describe('a suggestion by link, without login', () => {
  test('a suggestion by link asks the other party, is acknowledged, and changes nothing yet', async () => {
    const { host, guest, id, startUtc, asked } = await suggested();
    expect(asked.parsed.text).toContain('On call');
    expect(asked.parsed.html || '').not.toContain('<b>that');
    expect((await newestLetter(stack, guest.email)).mail.subject).toMatch(/^Sent: your suggestion /);
    expect(await see(host, id)).toMatchObject({ startUtc, icsSequence: 0, proposals: [{ by: 'guest', status: 'pending' }] });
  });

  test('a suggestion survives a scanner that opens every link in every way, and is approved by the button, once', async () => {
    const story = await suggested();
    for (const path of [story.approve, story.decline, story.approve])
      for (const method of ['HEAD', 'GET', 'OPTIONS']) expect((await stack.request(method, path)).status).toBeLessThan(300);
    expect(await see(story.host, story.id)).toMatchObject({ icsSequence: 0, proposals: [{ status: 'pending' }] });
    expect((await press(stack, story.approve)).body).toContain('The new time is approved');
    expect((await press(stack, story.approve)).body).toContain('The new time is approved');
    await expectMoved(story);
  });

  test('a suggestion that was approved cannot be declined any more, and its link tells what happened', async () => {
    const story = await suggested();
    await press(stack, story.approve);
    expect((await press(stack, story.decline)).body).toContain('The new time is approved');
    await expectMoved(story);
  });

  test('a suggestion that was declined leaves the time as it is, and the proposer is mailed', async () => {
    const { host, guest, id, startUtc, uid, approve, decline } = await suggested();
    expect((await press(stack, decline)).body).toContain('The suggestion was declined');
    expect((await press(stack, approve)).body).toContain('The suggestion was declined');
    await stack.quiet();
    expect(await see(host, id)).toMatchObject({ startUtc, icsSequence: 0, proposals: [{ status: 'declined' }] });
    expect((await newestLetter(stack, guest.email)).mail.subject).toMatch(/^Time kept: /);
    for (const who of [host, guest]) expect(await calendarOf(stack, who, uid)).toEqual({ shows: await truthFor(who, id), complaints: [] });
  });

  test('a proposal approved sixteen times at once is one decision with two mails', async () => {
    const story = await suggested();
    const pages = await Promise.all(Array.from({ length: 16 }, () => press(stack, story.approve)));
    for (const { body } of pages) expect(body).toContain('The new time is approved');
    await expectMoved(story);
  });

  test('a proposal approved and declined at once is decided in one way, and both pages say which', async () => {
    const { host, guest, id, uid, approve, decline } = await suggested();
    await Promise.all([press(stack, approve), press(stack, decline)]);
    await stack.quiet();
    const { proposals, icsSequence } = await see(host, id);
    expect([proposals[0].status, icsSequence]).toEqual(icsSequence === 1 ? ['approved', 1] : ['declined', 0]);
    const said = icsSequence === 1 ? 'The new time is approved' : 'The suggestion was declined';
    for (const path of [approve, decline]) expect((await stack.request('GET', path)).body).toContain(said);
    for (const who of [host, guest]) expect(await calendarOf(stack, who, uid)).toEqual({ shows: await truthFor(who, id), complaints: [] });
  });

  test('a suggestion is over when the host moves the session or the guest leaves, and the links say so', async () => {
    for (const change of [({ host, id }: Booked) => reschedule(host, id, inHours(230)), ({ guest, id }: Booked) => leave(guest, id)]) {
      const story = await suggested();
      expect((await change(story)).status).toBe(200);
      const before = await see(story.host, story.id);
      const page = await press(stack, story.approve);
      expect(page.body).not.toContain('The new time is approved');
      expect(await see(story.host, story.id)).toEqual(before);
    }
  });

  const propose = async (link: string) => {
    const token = new URLSearchParams(link.split('?')[1]).get('r');
    const suggestion = { proposedStartUtc: newTime, proposedEndUtc: laterBy(newTime, 30), note: 'Hello' };
    return stack.request('POST', '/api/reschedule/propose', { token, ...suggestion });
  };

  test('a suggestion by link can be made as JSON, and the same one again changes nothing', async () => {
    const { host, guest, id } = await aBookedRoom(stack, inHours(200));
    const link = await rescheduleLinkOf(stack, guest);
    expect((await propose(link)).status).toBe(201);
    expect((await propose(link)).status).toBe(200);
    expect((await see(host, id)).proposals).toHaveLength(1);
  });

  test('a suggestion can be made by the link of the newest invitation only', async () => {
    const { host, guest, id } = await aBookedRoom(stack, inHours(200));
    const old = await rescheduleLinkOf(stack, guest);
    await reschedule(host, id, inHours(205));
    await stack.quiet();
    expect((await stack.request('GET', old)).body).toContain('This link is from before the session changed');
    expect(await propose(old)).toMatchObject({ status: 409, body: { code: 'link-outdated' } });
    expect((await see(host, id)).proposals).toEqual([]);
    expect((await propose(await rescheduleLinkOf(stack, guest))).status).toBe(201);
  });

  let undecided: ReturnType<typeof suggested> | undefined;

  test.each<[string, (token: string, story: { approve: string; decline: string }) => string]>([
    ['with one letter changed', (path) => path.replace(/.(?=[^.]*$)/, (letter) => (letter === 'A' ? 'B' : 'A'))],
    ['without its signature', (path) => path.replace(/\.[^.]+$/, '.')],
    ['of the other button', (_, { decline }) => decline.replace('/decline', '/approve')],
    ['of the form', () => ''],
  ])('a suggestion is not decided by a link %s', async (_, forge) => {
    // Nothing changes it, so one is enough for all of them.
    const story = await (undecided ??= suggested());
    const forged = forge(story.approve, story) || (await rescheduleLinkOf(stack, story.host)).replace('/reschedule?r=', '/approve?t=');
    expect((await stack.request('GET', forged)).status).toBe(404);
    const t = new URLSearchParams(forged.split('?')[1]).get('t') ?? '';
    const posted = await stack.request('POST', '/approve', String(new URLSearchParams({ t })), {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(posted.status).toBe(404);
    expect((await see(story.host, story.id)).proposals).toMatchObject([{ status: 'pending' }]);
  });
});

/** Somebody's calendar program answers their newest invitation, by mail. */
async function reply(who: Person, program: ProgramName, says: Saying, verdict: 'pass' | 'fail' | 'gray' = 'pass', as = who): Promise<void> {
  const raw = await replyOf(stack, who, program, says);
  expect((await stack.receive(raw.replace(new RegExp(`^From: .*<${who.email}>`, 'm'), `From: <${as.email}>`), verdict)).status).toBe(202);
  await stack.quiet();
}

describe('a calendar program that answers', () => {
  test.each<ProgramName>(['gmail', 'outlook', 'apple', 'thunderbird'])(
    'yes, perhaps and no of the calendar program %s are applied',
    async (program) => {
      const { host, guest, id, uid } = await aBookedRoom(stack);
      await reply(guest, program, 'accept');
      await reply(host, program, 'tentative');
      expect(await see(host, id)).toMatchObject({ host: { partstat: 'TENTATIVE' }, guest: { partstat: 'ACCEPTED' } });
      await reply(guest, program, 'decline');
      expect(await see(host, id)).toMatchObject({ status: 'open', guest: null });
      expect((await letters(stack, 2, guest.email)).map(({ event, mail }) => [mail.method, event?.sequence, event?.status])).toEqual([
        ['REQUEST', 0, 'CONFIRMED'],
        ['CANCEL', 1, null],
      ]);
      expect(await calendarOf(stack, host, uid)).toEqual({ shows: await truthFor(host, id), complaints: [] });
    },
  );

  test('a host who declines in a calendar program calls the session off in both calendars', async () => {
    const { host, guest, id, uid } = await aBookedRoom(stack);
    await reply(host, 'outlook', 'decline');
    expect((await see(guest, id)).status).toBe('cancelled');
    for (const who of [host, guest]) {
      const [, cancelled] = await letters(stack, 2, who.email);
      expect(cancelled?.event).toMatchObject({ method: 'CANCEL', status: 'CANCELLED', sequence: 1 });
      expect(await calendarOf(stack, who, uid)).toEqual({ shows: null, complaints: [] });
    }
  });

  test.each<ProgramName>(['gmail', 'outlook', 'apple', 'thunderbird'])(
    'with a new time, as %s, asks the other party, who approves',
    async (program) => {
      const booked = await aBookedRoom(stack, inHours(200), 90);
      await reply(booked.host, program, { startUtc: instantAt(Date.parse(newTime)), endUtc: instantAt(Date.parse(laterBy(newTime, 90))) });
      const asked = await newestLetter(stack, booked.guest.email, isAsked);
      expect((await press(stack, linkIn(asked, 'approve'))).body).toContain('The new time is approved');
      await expectMoved(booked);
    },
  );

  test.each<[string, 'pass' | 'fail' | 'gray']>([
    ['whose sender fails the checks', 'fail'],
    ['whose sender nobody vouches for', 'gray'],
  ])('%s changes nothing', async (_, verdict) => {
    const { host, guest, id } = await aBookedRoom(stack);
    const before = await see(guest, id);
    await reply(host, 'gmail', 'decline', verdict);
    expect(await see(guest, id)).toMatchObject({ status: before.status, host: before.host, history: before.history });
  });

  test('an answer in the name of the other party changes nothing, although its own sender is proven', async () => {
    const { host, guest, id } = await aBookedRoom(stack);
    await reply(host, 'gmail', 'decline', 'pass', guest);
    expect((await see(guest, id)).status).toBe('booked');
  });
});

test('every mail of all of this is proper, and tells nobody the address of anybody else', async () => {
  await stack.quiet();
  const all = await letters(stack, 1);
  expect(all.length).toBeGreaterThan(60);
  for (const letter of all) expectProper(letter);
  expectPrivate(all, [...new Set(all.map(({ mail }) => mail.to))]);
});

test('the log names nobody and holds no token', () => {
  expect(indiscretionsOf(stack, /Carter|Raman/)).toEqual([]);
});

test('three days later a suggestion has lapsed: its links say so, change nothing, and offer a fresh one', async () => {
  const { host: earlier, id, startUtc, approve, decline } = await suggested();
  await stack.stop();
  stack = await startLocalStack({ directory: stack.directory, flags: ['--clock-offset', 'PT73H'] });
  const host = await again(stack, earlier);
  const told = (await stack.mails(0, host.email)).length;
  for (const path of [approve, decline]) {
    const page = await stack.request('GET', path);
    expect([page.status, page.body]).toEqual([410, expect.stringContaining('expired')]);
  }
  await pressFreshLink(stack, approve);
  expect(await see(host, id)).toMatchObject({ startUtc, icsSequence: 0, proposals: [{ status: 'expired' }] });
  await stack.mails(told + 1, host.email);
  expect(linkIn(await newestLetter(stack, host.email), 'reschedule')).toMatch(/^\/reschedule\?r=eyJ/);
});
