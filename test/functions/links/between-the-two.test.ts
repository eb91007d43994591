import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chargeFor } from '../../../shared/room/cost-of.ts';
import type { Person } from '../../../shared/room/person.ts';
import { participantOf } from '../../../shared/room/room.ts';
import type { Role } from '../../../shared/words/roles.ts';
import type { BookingPurpose } from '../../../shared/words/link-purposes.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { asha, ben, dina } from '../../support/rooms.ts';
import { openStage, type LinkServer, type Stage } from './stage.ts';
import { actor, ashaBooked, asked, benHosts, now, pathOf, type Story } from './story.ts';
import { posted, scriptedChrome, visit } from './visit.ts';

/*
 * A note to the other party, and an exchange of addresses, by the links of mails and without signing in.
 */

let stage: Stage;
let server: LinkServer;
let later: LinkServer;
beforeAll(async () => {
  stage = await openStage();
  server = await stage.open({ environments: 2 });
  later = await stage.open({ environments: 1, clockOffsetMs: 9 * 24 * 3_600_000 });
});
afterAll(() => stage.close());

const open = (purpose: BookingPurpose, t: string, at = server) => visit(`${at.origin}${pathOf(purpose, t)}`);
const send = (t: string, note: string, at = server) => visit(`${at.origin}/note`, posted({ t, note }));
const ask = (t: string, more: Readonly<Record<string, string>> = {}) => visit(`${server.origin}/introduce`, posted({ t, ...more }));

const notesIn = async (story: Story) =>
  (await story.room()).history.filter(({ event }) => event === 'note-written').map(({ by, note }) => [by, note]);
const leaves = (who: Person) => ({ type: 'leave', by: { role: 'guest', email: who.email }, ...asked(20) }) as const;
const books = (who: Person) => ({ type: 'book', guest: { ...who, sub: `sub-${who.name}` }, ...asked(10) }) as const;

async function expectUnchanged(story: Story, act: () => Promise<unknown>): Promise<void> {
  const before = await story.room();
  await act();
  expect(await story.room()).toEqual(before);
}

describe.each(['note', 'introduce'] as const)('the link to %s', (purpose) => {
  const press = (t: string, headers?: Readonly<Record<string, string>>, at = server) =>
    visit(`${at.origin}/${purpose}`, posted({ t, note: 'Hello', yes: 'yes' }, headers));

  test.each(['host', 'guest'] as const)('opening the link of the %s changes nothing, however it is opened', async (role) => {
    const story = await ashaBooked(stage);
    const t = await story.bookingLink(purpose, role);
    const before = await story.room();
    await Promise.all([
      open(purpose, t),
      open(purpose, t),
      visit(`${server.origin}${pathOf(purpose, t)}`, { method: 'HEAD' }),
      press(t, scriptedChrome),
      press(t, { 'sec-fetch-site': 'cross-site' }),
    ]);
    expect(await story.room()).toEqual(before);
  });

  test.each<[string, (story: Story) => Promise<unknown>, number]>([
    ['of a guest who has left', (story) => story.happens(leaves(asha)), 410],
    ['of a guest who has left and another has come', (story) => story.happens(leaves(asha), books(dina)), 410],
    ['of an earlier booking of the same guest', (story) => story.happens(leaves(asha), books(asha)), 200],
    ['of a cancelled session', (story) => story.happens({ type: 'cancel', by: actor('host'), ...asked(5) }), 200],
  ])('the link %s does nothing', async (_, happens, status) => {
    const story = await ashaBooked(stage);
    const t = await story.bookingLink(purpose, 'guest');
    await happens(story);
    await expectUnchanged(story, async () => expect((await press(t)).status).toBe(status));
    expect((await open(purpose, t)).text).not.toContain(`action="/${purpose}"`);
  });

  test('a host does not speak to the next guest by the link of an earlier booking', async () => {
    const story = await ashaBooked(stage);
    const t = await story.bookingLink(purpose, 'host');
    await story.happens(leaves(asha), books(dina));
    await expectUnchanged(story, async () => expect((await press(t)).text).toContain('This link is from an earlier booking'));
  });

  test('the link does nothing once the session is over', async () => {
    const story = await ashaBooked(stage);
    const t = await story.bookingLink(purpose, 'guest', { expiresAt: plusMinutes(now(), 60 * 24 * 30) });
    await expectUnchanged(story, async () => expect((await press(t, undefined, later)).status).toBe(410));
  });

  test('a forged link, and a link of another purpose, costs no read and changes nothing', async () => {
    const story = await ashaBooked(stage);
    const others = await Promise.all([story.bookingLink('cant-come', 'guest'), story.link('reschedule', 'guest')]);
    const calls = stage.databaseCalls().length;
    for (const t of ['made.up.token', ...others]) expect((await press(t)).status).toBe(404);
    expect(stage.databaseCalls().length).toBe(calls);
  });

  test.each(['host', 'guest'] as const)('no address is on the page of the %s', async (role) => {
    const story = await ashaBooked(stage);
    const { text } = await open(purpose, await story.bookingLink(purpose, role));
    expect(text).not.toMatch(/asha\.raman|ben\.carter/i);
  });
});

describe('a note by link', () => {
  const noteTo = async (role: Role): Promise<{ readonly story: Story; readonly t: string }> => {
    const story = await ashaBooked(stage);
    return { story, t: await story.bookingLink('note', role) };
  };

  test('a note reaches the other by mail and in the timeline, and the page shows that it was sent', async () => {
    const { story, t } = await noteTo('guest');
    expect((await open('note', t)).text).toContain('Write to Ben');
    expect((await send(t, 'I bring the slides.\r\nSee you')).status).toBe(303);
    expect(await notesIn(story)).toEqual([['guest', 'I bring the slides.\nSee you']]);
    expect(await story.owed()).toContain('note-received to host');
    expect((await open('note', t)).text).toMatch(/Sent to Ben on .*I bring the slides\.\nSee you/s);
  });

  test('the page shows what the other wrote last, and nothing of what was written with an earlier guest', async () => {
    const { story } = await noteTo('guest');
    await story.happens({ type: 'write-note', by: actor('host'), text: 'Old words to Asha', ...asked(40) }, leaves(asha), books(dina));
    const before = await open('note', await story.bookingLink('note', 'host'));
    expect(before.text).not.toContain('Old words to Asha');
    await story.happens({ type: 'write-note', by: { role: 'guest', email: dina.email }, text: 'New words of Dina', ...asked(5) });
    expect((await open('note', await story.bookingLink('note', 'host'))).text).toContain('New words of Dina');
  });

  test('addresses, numbers and links are taken out of a note, and what looks like HTML is text', async () => {
    const { story, t } = await noteTo('host');
    await send(t, 'Write to me@mail.example or +44 20 7946 0123, https://evil.example <b>now</b>');
    const [[, note] = []] = await notesIn(story);
    expect(note).not.toMatch(/mail\.example|7946|evil\.example/);
    expect((await open('note', t)).text).toContain('&lt;b>now&lt;/b>');
  });

  test.each<[string, string, string]>([
    ['nothing', '', 'There is nothing to read in this note'],
    ['white space and marks that nobody sees', ' \u200b\n\u202e ', 'There is nothing to read in this note'],
    ['501 characters', 'x'.repeat(501), 'Write a note of at most 500 characters: these are 501'],
  ])('a note of %s is refused beside its field, and what was typed is kept', async (_, text, problem) => {
    const { story, t } = await noteTo('guest');
    await expectUnchanged(story, async () => {
      const page = await send(t, text);
      expect([page.status, page.text.includes(problem), page.text.includes(text.trim() || '<textarea')]).toEqual([422, true, true]);
    });
  });

  test('500 characters of four bytes each are a note', async () => {
    const { story, t } = await noteTo('guest');
    expect((await send(t, '\u{1f600}'.repeat(500))).status).toBe(303);
    expect((await notesIn(story)).length).toBe(1);
  });

  test('the same note sent sixteen times at once is one note, and a success each time', async () => {
    const { story, t } = await noteTo('guest');
    const answers = await Promise.all(Array.from({ length: 16 }, () => send(t, 'I am five minutes late')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(await notesIn(story)).toHaveLength(1);
  });

  test('a person who has written five notes in a day, in whatever sessions, reads when they can write again', async () => {
    const { story, t } = await noteTo('guest');
    const guest = participantOf(await story.room(), 'guest')!;
    const elsewhere = await benHosts(stage, { type: 'book', guest, ...asked(50) });
    for (const nth of [1, 2, 3]) expect((await send(t, `Note ${nth}`)).status).toBe(303);
    const other = await elsewhere.bookingLink('note', 'guest');
    for (const nth of [4, 5]) expect((await send(other, `Note ${nth}`)).status).toBe(303);
    await expectUnchanged(story, async () => {
      const { status, text } = await send(t, 'Note 6');
      expect([status, text.includes('You can write again from')]).toEqual([422, true]);
    });
  });

  test('a note by link costs the person what a note in the app costs them', async () => {
    const { story } = await noteTo('guest');
    const room = await story.room();
    const { sub, email, joinedAt } = participantOf(room, 'guest')!;
    const note = { type: 'write-note', text: 'Hello', ...asked(0) } as const;
    const byLink = chargeFor(room, { ...note, by: { role: 'guest', email, bookedAt: joinedAt } });
    expect(byLink).toEqual(chargeFor(room, { ...note, by: { sub } }));
    expect(byLink).toMatchObject({ sub, cost: { type: 'note' } });
  });

  test('the limit of one session counts the notes of both doors', async () => {
    const { story, t } = await noteTo('guest');
    for (const nth of [1, 2, 3, 4, 5])
      await story.happens({ type: 'write-note', by: actor('guest'), text: `In the app ${nth}`, ...asked(30 - nth) });
    await expectUnchanged(story, async () => expect((await send(t, 'One more')).text).toContain('five notes about this session'));
  });
});

describe('an exchange of addresses by link', () => {
  const introductionsOwed = async (story: Story) => (await story.owed()).filter((mail) => mail.startsWith('introduction'));

  test('each is mailed the address of the other once both have asked, and the pages say so', async () => {
    const story = await ashaBooked(stage);
    const [host, guest] = [await story.bookingLink('introduce', 'host'), await story.bookingLink('introduce', 'guest')];
    expect((await ask(host, { yes: 'yes' })).status).toBe(303);
    expect((await open('introduce', host)).text).toContain('You asked to exchange addresses');
    expect((await open('introduce', guest)).text).toContain('Ben would like to exchange addresses');
    expect(await introductionsOwed(story)).toEqual([]);
    await ask(guest, { yes: 'yes' });
    expect((await introductionsOwed(story)).toSorted()).toEqual(['introduction to guest', 'introduction to host']);
    const { text } = await open('introduce', guest);
    expect(text).toContain('You have exchanged addresses');
    expect(text).not.toMatch(/<button|is not shown to the other|ben\.carter/);
    await expectUnchanged(story, () => ask(guest, { yes: 'no' }));
  });

  test('somebody who asked can take it back, and the other cannot tell that from a no', async () => {
    const story = await ashaBooked(stage);
    const [host, guest] = [await story.bookingLink('introduce', 'host'), await story.bookingLink('introduce', 'guest')];
    const before = await open('introduce', guest);
    await ask(host, { yes: 'yes' });
    await ask(host, { yes: 'no' });
    expect((await open('introduce', guest)).text).toBe(before.text);
    await ask(guest, { yes: 'yes' });
    expect(await introductionsOwed(story)).toEqual([]);
  });

  test('both asking at once exchanges addresses once', async () => {
    const story = await ashaBooked(stage);
    const [host, guest] = [await story.bookingLink('introduce', 'host'), await story.bookingLink('introduce', 'guest')];
    await Promise.all([ask(host), ask(guest), ask(host), ask(guest)]);
    expect(await introductionsOwed(story)).toHaveLength(2);
  });

  test('a guest who leaves at the moment in which the host asks is in one room or the other, and no address goes to the next', async () => {
    const story = await ashaBooked(stage);
    const [host, guest] = [await story.bookingLink('introduce', 'host'), await story.bookingLink('introduce', 'guest')];
    await ask(guest);
    await Promise.all([ask(host), visit(`${server.origin}/cant-come`, posted({ t: await story.bookingLink('cant-come', 'guest') }))]);
    const owed = await introductionsOwed(story);
    expect([0, 2]).toContain(owed.length);
    await story.happens({ type: 'book', guest: { ...dina, sub: 'dina-after' }, ...asked(-1) });
    await ask(host);
    expect((await story.room()).introduction.askedBy).toEqual([]);
    expect(await introductionsOwed(story)).toEqual(owed);
  });
});

test('the page of a note leads to the exchange of addresses and back, by links that work', async () => {
  const story = await ashaBooked(stage);
  const note = await open('note', await story.bookingLink('note', 'guest'));
  const introduce = /href="(\/introduce\?t=[^"]+)"/.exec(note.text)?.[1];
  const page = await visit(`${server.origin}${introduce}`);
  expect([page.status, page.text.includes('Exchange addresses with Ben')]).toEqual([200, true]);
  const back = /href="(\/note\?t=[^"]+)"/.exec(page.text)?.[1];
  expect((await visit(`${server.origin}${back}`)).text).toContain('Write to Ben');
});

test.each([ben, asha])('the links of notes name no person: %s', async ({ email }) => {
  const story = await ashaBooked(stage);
  for (const purpose of ['note', 'introduce'] as const) {
    const token = await story.bookingLink(purpose, 'guest');
    expect(
      token
        .split('.')
        .map((part) => Buffer.from(part, 'base64url').toString())
        .join(' '),
    ).not.toContain(email);
  }
});
