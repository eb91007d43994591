import { beforeEach, describe, expect, test } from 'vitest';
import { simpleParser } from 'mailparser';
import type { HttpAnswer } from '../../../functions/platform/http/http-answer.ts';
import type { Command } from '../../../shared/room/command.ts';
import { guestOf } from '../../../shared/room/room.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import type { WishTerms } from '../../../shared/wish/wish.ts';
import { WEEKDAY_NAMES } from '../../../shared/words/times-of-week.ts';
import { httpRequest } from '../../support/http-events.ts';
import { mailroom, type Mailroom } from '../../support/mailroom.ts';
import { asha, ben, bensRoom, dina, existing, monday, nextWednesday, seed } from '../../support/rooms.ts';
import { chrome } from './visit.ts';

/*
 * The two links of a mail because of a wish: the one that books, and the one that ends the wish.
 */

const always: WishTerms = {
  topic: null,
  exam: null,
  durations: [60],
  windows: WEEKDAY_NAMES.map((weekday) => ({ weekday, from: '00:00', to: '24:00' })),
  timeZone: 'Europe/London',
  until: plusMinutes(monday, 60 * 24 * 80),
};
const LANGUAGE = 'es';
const asked = (minutes: number) => ({ at: plusMinutes(monday, minutes), seed: seed(minutes) });

const dinaBooks: Command = { type: 'book', guest: dina, ...asked(5) };

let room: Mailroom;
let bookUrl: URL;
let endUrl: URL;
let headers: Readonly<Record<string, string>>;

beforeEach(async () => {
  room = mailroom();
  await room.wishes.add({ ...asha, language: LANGUAGE }, always, monday);
  await room.office.decide(bensRoom);
  await room.office.workUntil(plusMinutes(monday, 2));
  const { text = '', headerLines } = await simpleParser(Buffer.from(room.left[0]!.bytes));
  bookUrl = new URL(/https:\S+\/book\?t=\S+/.exec(text)![0]);
  endUrl = new URL(/https:\S+\/unsubscribe\?t=\S+/.exec(text)![0]);
  headers = Object.fromEntries(headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).trim()]));
});

const wishesOfAsha = () => room.wishes.list(asha.sub, room.world.now());
const present = async () => existing((await room.office.room()).room);

async function ask(method: string, url: URL, body?: string, type = 'application/x-www-form-urlencoded', from: object = {}) {
  const page = room.pages.get(`ANY ${url.pathname}`)!;
  const query = Object.fromEntries(url.searchParams);
  const posted = body === undefined ? {} : { body, headers: { 'content-type': type, ...from } };
  const answer: HttpAnswer = await page(httpRequest({ route: `${method} ${url.pathname}`, query, ...posted }));
  return { ...answer, text: typeof answer.body === 'string' ? answer.body : '' };
}

/** The form of a page, as a browser posts it. */
async function post(url: URL, text: string) {
  const fields = [...text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
  return ask('POST', new URL(url.pathname, url), new URLSearchParams(fields).toString(), undefined, chrome);
}

describe('the Book link', () => {
  test('opening it, also many times, books nothing', async () => {
    for (const method of ['GET', 'HEAD', 'GET']) expect((await ask(method, bookUrl)).status).toBe(200);
    expect((await present()).status).toBe('open');
  });

  test('a press books for the one who was mailed, and its page then says so', async () => {
    const page = await ask('GET', bookUrl);
    expect(page.text).toContain('Practise with Ben?');
    expect((await post(bookUrl, page.text)).status).toBe(303);
    const guest = guestOf(await present());
    expect([guest?.sub, guest?.email, guest?.name]).toEqual([asha.sub, asha.email, asha.name]);
    expect((await ask('GET', bookUrl)).text).toContain('You have booked this session');
  });

  test('the one for whom it books reads on in the language of the mail', async () => {
    await post(bookUrl, (await ask('GET', bookUrl)).text);
    expect(guestOf(await present())?.language).toBe(LANGUAGE);
  });

  test('pressed twice at once, it books once', async () => {
    const { text } = await ask('GET', bookUrl);
    const answers = await Promise.all([post(bookUrl, text), post(bookUrl, text)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect((await present()).history.filter(({ event }) => event === 'booked')).toHaveLength(1);
  });

  test('the page says that somebody else has booked, does not say who, and shows what else fits', async () => {
    await room.office.decide(dinaBooks);
    const id = '0badcafe-0000-4000-8000-000000000001';
    const { stores } = room.office;
    const other = { ...bensRoom, id, uid: id, startUtc: nextWednesday } as typeof bensRoom;
    const { decide } = await import('../../../shared/room/decide.ts');
    const made = decide({ status: 'uncreated' }, other);
    if (made.kind === 'changed') await stores.rooms.save(await stores.rooms.load(other.id), made.room, []);
    const page = await ask('GET', bookUrl);
    expect(page.status).toBe(410);
    expect(page.text).toContain('Somebody else has booked it');
    expect(page.text).toContain(`/sessions/${id}`);
    expect(page.text).not.toContain('Dina');
    expect(Buffer.byteLength(page.text)).toBeLessThan(6 * 1024);
  });

  test('two people press at once: one has the session, and the other reads that it is taken', async () => {
    const { text } = await ask('GET', bookUrl);
    await room.office.decide(dinaBooks);
    const answer = await post(bookUrl, text);
    expect([answer.status, guestOf(await present())?.sub]).toEqual([410, dina.sub]);
  });

  test('a time that the host has moved is shown before anybody books it', async () => {
    const { text } = await ask('GET', bookUrl);
    const move: Command = { type: 'reschedule', by: { sub: ben.sub }, startUtc: nextWednesday, durationMinutes: null, ...asked(5) };
    await room.office.decide(move);
    const answer = await post(bookUrl, text);
    expect([answer.status, (await present()).status]).toEqual([200, 'open']);
    expect(answer.text).toContain('has just moved the session');
  });

  test('after the person has left, the same link books no second time', async () => {
    const { text } = await ask('GET', bookUrl);
    await post(bookUrl, text);
    await room.office.decide({ type: 'leave', by: { sub: asha.sub }, ...asked(20) });
    expect((await ask('GET', bookUrl)).text).toContain('the link works once');
    expect((await post(bookUrl, text)).status).toBe(410);
    expect((await present()).status).toBe('open');
  });

  test('once the session begins, nothing can be booked', async () => {
    const { text } = await ask('GET', bookUrl);
    room.world.turnTo(plusMinutes(bensRoom.startUtc, 2));
    expect((await ask('GET', bookUrl)).status).toBe(410);
    expect((await post(bookUrl, text)).status).toBe(410);
    expect((await present()).status).toBe('open');
  });

  test('the link of a wish signs nobody in and says no address', async () => {
    expect((await ask('GET', bookUrl)).text).not.toMatch(/@\w+\.example/);
  });
});

describe('the unsubscribe link', () => {
  test('the mail has it for mail programs, with one click (RFC 8058)', () => {
    expect(headers['list-unsubscribe']).toBe(`<${endUrl.href}>`);
    expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
  });

  test('opening it changes nothing', async () => {
    for (const method of ['GET', 'HEAD', 'GET']) expect((await ask(method, endUrl)).status).toBe(200);
    expect(await wishesOfAsha()).toHaveLength(1);
  });

  test.each([
    ['a form', 'List-Unsubscribe=One-Click', 'application/x-www-form-urlencoded'],
    [
      'parts',
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
      'multipart/form-data; boundary=b',
    ],
  ])('the POST of a mail program ends the wish, as %s, from anywhere, also the second time', async (_, body, type) => {
    const cross = { 'sec-fetch-site': 'cross-site', origin: 'https://mail.example' };
    for (const from of [{}, cross]) expect((await ask('POST', endUrl, body, type, from)).status).toBe(200);
    expect(await wishesOfAsha()).toEqual([]);
  });

  test('a press on the button of its page ends the wish', async () => {
    const page = await ask('GET', endUrl);
    expect(page.text).toContain('End this wish?');
    expect((await post(endUrl, page.text)).status).toBe(303);
    expect(await wishesOfAsha()).toEqual([]);
    expect((await ask('GET', endUrl)).text).toContain('This wish has ended');
  });

  test.each([
    ['an empty body', '', 'application/x-www-form-urlencoded'],
    ['another form', 'List-Unsubscribe=Maybe', 'application/x-www-form-urlencoded'],
    ['JSON', '{"List-Unsubscribe":"One-Click"}', 'application/json'],
  ])('a POST of %s with the token in the address ends nothing', async (_, body, type) => {
    expect((await ask('POST', endUrl, body, type)).status).toBeGreaterThanOrEqual(400);
    expect(await wishesOfAsha()).toHaveLength(1);
  });

  test('a forged token ends nothing', async () => {
    const forged = new URL(endUrl);
    forged.searchParams.set('t', `${endUrl.searchParams.get('t')?.slice(0, -4) ?? ''}AAAA`);
    expect((await ask('POST', forged, 'List-Unsubscribe=One-Click')).status).toBe(404);
    expect(await wishesOfAsha()).toHaveLength(1);
  });

  test('the link to end a wish does not end a later wish of the same person', async () => {
    const [old] = await wishesOfAsha();
    await room.wishes.remove(old!);
    const later = await room.wishes.add(asha, always, plusMinutes(monday, 30));
    expect(later === 'full' ? '' : later.id).toBe(old!.id);
    expect((await ask('POST', endUrl, 'List-Unsubscribe=One-Click')).status).toBe(200);
    expect(await wishesOfAsha()).toEqual([later]);
  });

  test('a token of the book link does not open it, nor the other way round', async () => {
    const swapped = new URL(endUrl);
    swapped.searchParams.set('t', bookUrl.searchParams.get('t') ?? '');
    expect((await ask('GET', swapped)).status).toBe(404);
    swapped.pathname = '/book';
    swapped.searchParams.set('t', endUrl.searchParams.get('t') ?? '');
    expect((await ask('GET', swapped)).status).toBe(404);
  });

  test('the token of a wish has at most 170 characters', () => {
    expect(endUrl.searchParams.get('t')?.length).toBeLessThanOrEqual(170);
  });
});
