import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLocalStack, type LocalStack } from '../support/local-stack.ts';
import { aDirectory, again, aGuest, aHost, anOpenRoom, book, endOf, inHours, laterBy, reschedule, see, type Person } from './cast.ts';
import { everythingIn, expectProper, letters, type Letter } from './letter.ts';
import { linkIn } from './links.ts';

/*
 * Settings of the environment, over the same data: first no mail may leave, then all of it goes to one mailbox and links decide
 * when they are opened.
 */

const TESTER = 'tester@staging.example';

let stack: LocalStack;
let host: Person;
let guest: Person;
let id: string;

beforeAll(async () => {
  stack = await startLocalStack({ directory: await aDirectory(), settings: { NOTIFICATIONS_ENABLED: 'false' } });
  [host, guest] = [await aHost(stack), await aGuest(stack)];
  id = await anOpenRoom(host, inHours(200));
});
afterAll(() => endOf(stack));

test('NOTIFICATIONS_ENABLED=false: people book and move, and no mail leaves', async () => {
  expect((await book(guest, id)).status).toBe(200);
  expect((await reschedule(host, id, inHours(201))).body.icsSequence).toBe(1);
  await stack.quiet();
  expect(await see(guest, id)).toMatchObject({ status: 'booked', role: 'guest' });
  expect(await stack.mails(0)).toEqual([]);
});

describe('NOTIFICATIONS_REDIRECT_TO and DECISION_LINKS=one-click', () => {
  beforeAll(async () => {
    await stack.stop();
    const settings = { NOTIFICATIONS_REDIRECT_TO: TESTER, DECISION_LINKS: 'one-click' };
    stack = await startLocalStack({ directory: stack.directory, settings });
    [host, guest] = [await again(stack, host), await again(stack, guest)];
  });

  /** Redirected mail that was meant for somebody, oldest first. */
  const meantFor = async ({ email }: Person): Promise<readonly Letter[]> => {
    await stack.quiet();
    return (await letters(stack, 0, TESTER)).filter(({ mail }) => mail.subject.startsWith(`[for ${email}] `));
  };

  test('mail that was suppressed is not sent later', async () => {
    await stack.runSchedules();
    await stack.quiet();
    expect(await stack.mails(0)).toEqual([]);
  });

  test('every mail goes to the one mailbox, and says whom it is for where people and programs look; the calendar part is theirs', async () => {
    await reschedule(host, id, inHours(202));
    for (const who of [host, guest]) {
      const [letter, ...more] = await meantFor(who);
      expect(more).toEqual([]);
      if (!letter) throw new Error('Nothing came');
      expectProper(letter, who.email, TESTER);
      expect(letter.parsed.headers.get('x-intended-recipient')).toBe(who.email);
      expect(everythingIn(letter)).not.toContain(who === host ? guest.email : host.email);
    }
    expect((await stack.mails(0)).map(({ to }) => to)).toEqual([TESTER, TESTER]);
  });

  const suggest = async (by: Person, startUtc: string) => {
    const asked = { proposedStartUtc: startUtc, proposedEndUtc: laterBy(startUtc, 60) };
    expect((await by.api('POST', `/api/rooms/${id}/proposals`, asked)).status).toBe(201);
    const letter = (await meantFor(by === host ? guest : host)).findLast(({ mail }) => mail.subject.includes('Your answer needed'));
    if (!letter) throw new Error('Nobody was asked');
    return letter;
  };

  test('opening a link decides, once; a prefetch and a HEAD decide nothing', async () => {
    const startUtc = inHours(210);
    const asked = await suggest(guest, startUtc);
    const [approve, decline] = [linkIn(asked, 'approve'), linkIn(asked, 'decline')];
    expect((await stack.request('HEAD', approve)).status).toBe(200);
    expect((await stack.request('GET', approve, undefined, { 'sec-purpose': 'prefetch' })).status).toBe(503);
    expect((await see(host, id)).proposals.at(-1).status).toBe('pending');
    const pages = await Promise.all(Array.from({ length: 5 }, () => stack.request('GET', approve)));
    for (const { body } of [...pages, await stack.request('GET', decline)]) expect(body).toContain('The new time is approved');
    expect(await see(host, id)).toMatchObject({ startUtc, icsSequence: 3 });
    for (const who of [host, guest])
      expect((await meantFor(who)).filter(({ event }) => event?.sequence === 3).map(({ mail }) => mail.method)).toEqual(['REQUEST']);
  });

  test('opening the other link declines', async () => {
    const asked = await suggest(host, inHours(220));
    expect((await stack.request('GET', linkIn(asked, 'decline'))).body).toContain('The suggestion was declined');
    expect(await see(host, id)).toMatchObject({ startUtc: inHours(210), icsSequence: 3 });
    expect((await meantFor(host)).at(-1)?.mail.subject).toContain('Time kept: ');
  });
});
