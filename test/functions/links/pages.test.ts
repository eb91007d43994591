import { HtmlValidate } from 'html-validate';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asha, ben, dina } from '../../support/rooms.ts';
import { openStage, type LinkServer, type Stage } from './stage.ts';
import { see, STATES } from './states.ts';
import type { Reply } from './visit.ts';

/*
 * What holds for every page, in every state that people can come to see it in.
 */

const THREE_DAYS_MS = 73 * 3_600_000;
const PAGE_LIMIT_BYTES = 6 * 1024;

let stage: Stage;
let servers: { readonly now: LinkServer; readonly later: LinkServer };
beforeAll(async () => {
  stage = await openStage();
  const [present, later] = await Promise.all([stage.open(), stage.open({ clockOffsetMs: THREE_DAYS_MS })]);
  servers = { now: present, later };
});
afterAll(() => stage.close());

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  // Ours are written by Preact, which closes every void element and quotes what needs it.
  rules: { 'void-style': 'off', 'long-title': ['error', { maxlength: 80 }] },
});

const titles = new Map<string, string>();

describe.each(STATES)('$name', (state) => {
  let page: Reply;
  beforeAll(async () => {
    page = await see(stage, servers, state);
  });

  test('each page has its status', () => {
    expect(page.status).toBe(state.status);
  });

  test('each page is valid HTML', async () => {
    const { results } = await validator.validateString(page.text);
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} ${selector}`))).toEqual(
      [],
    );
  });

  test('each page has one heading, a title and a language', () => {
    expect(page.text.match(/<h1[^>]*>[^<]+<\/h1>/g)).toHaveLength(1);
    expect(page.text).toMatch(/<html lang="en-GB">.*<title>[^<]+ – Ophthalmo Practice<\/title>/s);
    titles.set(state.name, /<title>(.*)<\/title>/.exec(page.text)?.[1] ?? '');
  });

  test('each page is small', () => {
    expect(Buffer.byteLength(page.text)).toBeLessThanOrEqual(PAGE_LIMIT_BYTES);
  });

  test('no line breaks inside a range of times on a clock', () => {
    const clocks = /<dl>.*<\/dl>/s.exec(page.text)?.[0] ?? '';
    expect(clocks.match(/\d\d:\d\d–\d\d:\d\d/g)?.length).toBe(clocks.match(/<span>\d\d:\d\d–\d\d:\d\d<\/span>/g)?.length);
  });

  test('each page carries the style rules of every class in it', () => {
    const css = /<style>(.*?)<\/style>/s.exec(page.text)?.[1] ?? '';
    const classes = new Set([...page.text.matchAll(/class="([^"]*)"/g)].flatMap(([, names]) => names?.split(' ') ?? []));
    expect([...classes].filter((name) => !new RegExp(`\\.${name}[ ,{]`).test(css))).toEqual([]);
  });

  test('each page names nobody by an address', () => {
    const addresses = page.text.match(/[\w.+-]+@[\w.-]+\w/g) ?? [];
    expect(addresses.filter((address) => address !== 'practice@sessions.example')).toEqual([]);
    for (const { email, sub } of [asha, ben, dina]) expect(page.text).not.toMatch(new RegExp(`${email}|${sub}`, 'i'));
  });

  test('each page runs nothing and loads nothing', () => {
    expect(page.text).not.toMatch(/<script|<img|<link|<iframe|\son\w+=|\sstyle=|https?:/i);
  });

  test('each page is kept from frames, caches, other sites and search engines', () => {
    const css = /<style>(.*?)<\/style>/s.exec(page.text)?.[1] ?? '';
    const hash = createHash('sha256').update(css).digest('base64');
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    });
  });

  test('each page has at most one element that takes the focus', () => {
    expect((page.text.match(/\sautofocus/g) ?? []).length).toBeLessThanOrEqual(1);
    expect(page.text).not.toMatch(/<(button|input|a)\b[^>]*\sautofocus/);
  });
});

test('a page that could not take its form says so in its title', () => {
  expect(titles.get('reschedule form with problems')).toBe('Error: Suggest another time – Ophthalmo Practice');
});

test('pages that ask different things have different titles', () => {
  const asking = [
    'approve',
    'decline',
    'reschedule form',
    'check of a time at night',
    "confirm the guest's no",
    'confirm a yes',
    'confirm a maybe',
  ];
  expect(new Set(asking.map((name) => titles.get(name))).size).toBe(asking.length);
});
