import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instantAt } from '../../../shared/time/instant.ts';
import { openStage, type LinkServer, type Stage } from './stage.ts';
import { benSuggests, now, pathOf, type Story } from './story.ts';
import { bare, chrome, firefox, posted, safari, scriptedChrome, scriptedFirefox, visit, type Visit } from './visit.ts';

/*
 * Which request does what: every row for both ways in which links can decide.
 */

const MODES = ['confirm', 'one-click'] as const;
type Mode = (typeof MODES)[number];

let stage: Stage;
const servers: Partial<Record<Mode, LinkServer>> = {};
beforeAll(async () => {
  stage = await openStage();
  await Promise.all(MODES.map(async (mode) => (servers[mode] = await stage.open({ decisionLinks: mode, environments: 2 }))));
});
afterAll(() => stage.close());

const to = (mode: Mode, path: string) => `${servers[mode]!.origin}${path}`;

/** Ben has suggested a time, and Asha has the two links. */
async function asked() {
  const story = await benSuggests(stage);
  const seed = story.id.replaceAll('-', '');
  const approve = await story.link('approve', 'guest', { seed });
  const decline = await story.link('decline', 'guest', { seed });
  return { story, approve, decline, before: await story.room() };
}

let undecided: ReturnType<typeof asked> | undefined;

/** One suggestion for all requests that change nothing: each of them finds it as the first one did. */
const askedBefore = () => (undecided ??= asked());

let pressed: ReturnType<typeof asked> | undefined;

/** One suggestion whose button is pressed again and again. */
const askedToPress = () => (pressed ??= asked());

const expectUnchanged = async (story: Story, before: unknown) => expect(await story.room()).toEqual(before);

describe.each(MODES)('links that decide by %s', (mode) => {
  test.each<[string, Visit]>([
    ['HEAD', { method: 'HEAD' }],
    ['OPTIONS', { method: 'OPTIONS' }],
    ['a prefetch', { headers: { ...chrome, 'sec-purpose': 'prefetch' } }],
    ['a prerender', { headers: { ...chrome, 'sec-purpose': 'prefetch;prerender' } }],
    ['a prefetch of an older browser', { headers: { purpose: 'prefetch' } }],
    ['a prefetch of an older Firefox', { headers: { 'x-moz': 'prefetch' } }],
    ['a preview of Safari', { headers: { 'x-purpose': 'preview' } }],
    ['a prerender that does not speak of a prefetch', { headers: { ...chrome, 'sec-purpose': 'prerender' } }],
    ['PUT', { method: 'PUT' }],
    ['PATCH', { method: 'PATCH' }],
    ['DELETE', { method: 'DELETE' }],
    ['TRACE', { method: 'TRACE' }],
  ])('%s changes nothing, and the link stays good', async (_, visiting) => {
    const { story, approve, decline, before } = await asked();
    await visit(to(mode, pathOf('approve', approve)), visiting);
    await visit(to(mode, pathOf('decline', decline)), visiting);
    await expectUnchanged(story, before);
    expect((await visit(to(mode, '/approve'), posted({ t: approve }))).status).toBe(303);
    expect((await story.proposal()).status).toBe('approved');
  });

  test('HEAD is answered like GET, without the page', async () => {
    const { approve } = await askedBefore();
    const { status, headers, text } = await visit(to(mode, pathOf('approve', approve)), { method: 'HEAD' });
    expect(text).toBe('');
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect((await visit(to(mode, '/approve?t=made-up'), { method: 'HEAD' })).status).toBe(404);
  });

  test('OPTIONS says what may be asked', async () => {
    const { status, headers } = await visit(to(mode, '/approve'), { method: 'OPTIONS' });
    expect([status, headers['allow']]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'TRACE'])('%s is no method of a page', async (method) => {
    const { status, headers } = await visit(to(mode, '/approve'), { method });
    expect([status, headers['allow']]).toEqual([405, 'GET, HEAD, POST, OPTIONS']);
  });

  test('the answer to a prefetch asks for another request when somebody opens the page', async () => {
    const { approve } = await askedBefore();
    const { status, headers } = await visit(to(mode, pathOf('approve', approve)), { headers: { 'sec-purpose': 'prefetch' } });
    expect([status, headers['cache-control']]).toEqual([503, 'no-store']);
  });

  test.each<[string, (token: string) => string]>([
    ['no token', () => '/approve'],
    ['an empty token', () => '/approve?t='],
    ['the token twice', (token) => `/approve?t=${token}&t=${token}`],
    ['a second, other token', (token) => `/approve?t=${token}&t=x`],
    ['over 1,000 characters', () => `/approve?t=${'x'.repeat(1001)}`],
    ['a NUL', (token) => `/approve?t=${token}%00`],
    ['a line break', (token) => `/approve?t=${token}%0D%0ASet-Cookie:%20a=b`],
    ['the parameter of another page', (token) => `/approve?r=${token}`],
  ])('GET with %s is no link of ours', async (_, pathFor) => {
    const { story, approve, before } = await askedBefore();
    const reads = stage.databaseCalls().length;
    expect((await visit(to(mode, pathFor(approve)))).status).toBe(400);
    expect(stage.databaseCalls().length).toBe(reads);
    await expectUnchanged(story, before);
  });

  test('what else a mail program adds to the address does not matter', async () => {
    const { approve } = await askedBefore();
    expect((await visit(to(mode, `${pathOf('approve', approve)}&utm_source=mail`), { method: 'HEAD' })).status).toBe(200);
  });

  test.each<[string, (token: string) => string]>([
    ['a full stop', (token) => `/approve?t=${token}.`],
    ['a bracket', (token) => `/approve?t=${token})`],
    ['an encoded angle bracket', (token) => `/approve?t=${token}%3E`],
    ['a space', (token) => `/approve?t=${token}%20`],
    ['a space in front', (token) => `/approve?t=%20${token}`],
    ['a line break inside', (token) => `/approve?t=${token.slice(0, 76)}%0D%0A${token.slice(76)}`],
    ['a space inside', (token) => `/approve?t=${token.slice(0, 76)}+${token.slice(76)}`],
    ['a zero-width space', (token) => `/approve?t=${token}%E2%80%8B`],
    ['quotes', (token) => `/approve?t=%22${token}%22`],
    ['encoded dots', (token) => `/approve?t=${token.replaceAll('.', '%2E')}`],
    ['the name of the parameter in capitals', (token) => `/approve?T=${token}`],
  ])('a link to which a mail program added %s shows its page, whose form works', async (_, pathFor) => {
    const { approve } = await askedToPress();
    const page = await visit(to(mode, pathFor(approve)), { method: 'HEAD' });
    expect(page.status).toBe(200);
    const { status, headers } = await visit(to(mode, '/approve'), posted({ t: `${approve}.` }));
    expect([status, headers['location']]).toEqual([303, pathOf('approve', approve)]);
  });

  test.each<[string, Record<string, string>]>([
    ['Chrome', chrome],
    ['Firefox', firefox],
    ['Safari', safari],
    ['a browser without Sec-Fetch headers', bare],
    ['a browser that names our own origin', { ...bare, origin: 'OWN' }],
    ['a program', {}],
  ])('the form, posted by %s, is applied once and leads to the status page', async (_, headers) => {
    const { story, approve } = await asked();
    const own = headers['origin'] === 'OWN' ? { ...headers, origin: servers[mode]!.origin } : headers;
    const { status, headers: answered } = await visit(to(mode, '/approve'), posted({ t: approve }, own));
    expect([status, answered['location']]).toEqual([303, pathOf('approve', approve)]);
    await visit(to(mode, '/approve'), posted({ t: approve }, own));
    const room = await story.room();
    expect([room.sequence, (await story.proposal()).status]).toEqual([1, 'approved']);
    expect((await story.owed()).filter((mail) => mail.startsWith('moved'))).toEqual(['moved to host', 'moved to guest']);
  });

  test.each([
    ['Chrome', scriptedChrome],
    ['Firefox', scriptedFirefox],
  ])('a form that a script submitted in %s shows the page again', async (_, headers) => {
    const { story, approve, before } = await askedBefore();
    const { status, text } = await visit(to(mode, '/approve'), posted({ t: approve }, headers));
    expect(status).toBe(200);
    expect(text).toContain('<button');
    expect(text).toContain('open the link in another browser');
    await expectUnchanged(story, before);
  });

  test.each<[number, string, (token: string) => Visit]>([
    [403, 'from another site', (t) => posted({ t }, { ...chrome, 'sec-fetch-site': 'cross-site' })],
    [403, 'from a sister site', (t) => posted({ t }, { ...chrome, 'sec-fetch-site': 'same-site' })],
    [403, 'with a foreign Origin', (t) => posted({ t }, { ...bare, origin: 'https://evil.example' })],
    [403, 'by fetch', (t) => posted({ t }, { ...chrome, 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' })],
    [403, 'by fetch without credentials', (t) => posted({ t }, { ...chrome, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty' })],
    [403, 'into a frame', (t) => posted({ t }, { ...chrome, 'sec-fetch-dest': 'iframe' })],
    [415, 'as JSON', (t) => ({ method: 'POST', headers: { ...chrome, 'content-type': 'application/json' }, body: JSON.stringify({ t }) })],
    [415, 'as multipart', (t) => ({ ...posted({ t }), headers: { ...chrome, 'content-type': 'multipart/form-data; boundary=b' } })],
    [415, 'as nothing in particular', (t) => ({ method: 'POST', headers: chrome, body: `t=${t}` })],
    [413, 'over 8 KB', (t) => posted({ t, note: 'x'.repeat(8200) })],
    [400, 'without a token', () => posted({ note: 'hello' })],
    [400, 'with two tokens', (t) => ({ ...posted({}), body: `t=${t}&t=${t}` })],
    [404, 'with a made-up token', () => posted({ t: 'made-up' })],
  ])('%i for a POST %s', async (status, _, visiting) => {
    const { story, approve, before } = await askedBefore();
    expect((await visit(to(mode, '/approve'), visiting(approve))).status).toBe(status);
    await expectUnchanged(story, before);
  });

  test('a POST with the token in the address alone is refused', async () => {
    const { story, approve, before } = await askedBefore();
    expect((await visit(to(mode, pathOf('approve', approve)), posted({}))).status).toBe(400);
    await expectUnchanged(story, before);
  });

  test('sixteen POSTs at once: sixteen successes, one decision, two mails', async () => {
    const { story, approve } = await asked();
    const replies = await Promise.all(Array.from({ length: 16 }, () => visit(to(mode, '/approve'), posted({ t: approve }))));
    expect(replies.map(({ status }) => status)).toEqual(Array(16).fill(303));
    const { history, sequence } = await story.room();
    expect(sequence).toBe(1);
    expect(history.filter(({ event }) => event === 'approved')).toHaveLength(1);
    expect((await story.owed()).filter((mail) => mail.startsWith('moved'))).toHaveLength(2);
  });

  test('approve and decline at once: one wins, and both links tell which', async () => {
    const { story, approve, decline } = await asked();
    const replies = await Promise.all([
      visit(to(mode, '/approve'), posted({ t: approve })),
      visit(to(mode, '/decline'), posted({ t: decline })),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([303, 303]);
    const { status } = await story.proposal();
    const outcome = status === 'approved' ? 'The new time is approved' : 'The suggestion was declined';
    expect(['approved', 'declined']).toContain(status);
    const { history } = await story.room();
    expect(history.filter(({ event }) => event === 'approved' || event === 'proposal-declined')).toHaveLength(1);
    for (const path of [pathOf('approve', approve), pathOf('decline', decline)])
      expect((await visit(to(mode, path))).text).toContain(outcome);
  });

  test('no log line holds a token or an address', async () => {
    const { approve, story } = await asked();
    await visit(to(mode, '/approve'), posted({ t: approve }));
    await visit(to(mode, pathOf('approve', `${approve}x`)));
    const log = servers[mode]!.log().join('\n');
    expect(log).toContain(story.id);
    expect(log).not.toContain(approve.slice(0, 40));
    expect(log).not.toContain('@');
  });
});

describe('links that decide by confirm', () => {
  test.each<[string, Record<string, string>]>([
    ['curl', { 'user-agent': 'curl/8.9' }],
    ['Chrome', { ...chrome, 'sec-fetch-site': 'none' }],
    ['a scanner', { 'user-agent': 'Mozilla/5.0 (compatible; SafeLinks)' }],
    ['nothing that names itself', {}],
  ])('GET by %s shows the question and changes nothing', async (_, headers) => {
    const { story, approve, before } = await askedBefore();
    const { status, text } = await visit(to('confirm', pathOf('approve', approve)), { headers });
    expect(status).toBe(200);
    expect(text).toContain('Approve: move to');
    await expectUnchanged(story, before);
  });

  test('fifty GETs at once, of both links, change nothing', async () => {
    const { story, approve, decline, before } = await askedBefore();
    const paths = Array.from({ length: 50 }, (_, n) => (n % 2 ? pathOf('approve', approve) : pathOf('decline', decline)));
    const replies = await Promise.all(paths.map((path) => visit(to('confirm', path))));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    await expectUnchanged(story, before);
  });

  test('each page leads to the other answer, by the very link of the mail', async () => {
    const { approve, decline } = await askedBefore();
    expect((await visit(to('confirm', pathOf('approve', approve)))).text).toContain(`href="${pathOf('decline', decline)}"`);
    expect((await visit(to('confirm', pathOf('decline', decline)))).text).toContain(`href="${pathOf('approve', approve)}"`);
  });
});

describe('links that decide by one-click', () => {
  test('a GET applies, once, and shows the outcome', async () => {
    const { story, approve } = await asked();
    const first = await visit(to('one-click', pathOf('approve', approve)));
    const second = await visit(to('one-click', pathOf('approve', approve)));
    expect([first.status, second.status]).toEqual([200, 200]);
    for (const { text } of [first, second]) expect(text).toContain('The new time is approved');
    expect((await story.room()).sequence).toBe(1);
    expect((await story.owed()).filter((mail) => mail.startsWith('moved'))).toHaveLength(2);
  });

  test('a GET declines, once', async () => {
    const { story, decline } = await asked();
    for (let n = 0; n < 2; n++)
      expect((await visit(to('one-click', pathOf('decline', decline)))).text).toContain('The suggestion was declined');
    expect((await story.room()).history.filter(({ event }) => event === 'proposal-declined')).toHaveLength(1);
  });

  test.each(['empty', 'image', 'iframe', 'script', 'embed'])('a GET whose Sec-Fetch-Dest is %s decides nothing', async (dest) => {
    const { story, approve, before } = await askedBefore();
    const { status, text } = await visit(to('one-click', pathOf('approve', approve)), {
      headers: { ...chrome, 'sec-fetch-dest': dest },
    });
    expect([status, text.includes('Approve: move to')]).toEqual([200, true]);
    await expectUnchanged(story, before);
  });

  test('a GET of a window, in which Sec-Fetch-Dest is document, decides', async () => {
    const { story, approve } = await asked();
    await visit(to('one-click', pathOf('approve', approve)), { headers: { ...chrome, 'sec-fetch-site': 'none' } });
    expect((await story.room()).sequence).toBe(1);
  });

  test('a GET of an expired link decides nothing', async () => {
    const { story, before } = await askedBefore();
    const expired = await story.link('approve', 'guest', { expiresAt: instantAt(Date.parse(now()) - 3_600_000) });
    expect((await visit(to('one-click', pathOf('approve', expired)))).status).toBe(410);
    await expectUnchanged(story, before);
  });

  test('opening a reschedule link suggests nothing', async () => {
    const { story, before } = await askedBefore();
    expect((await visit(to('one-click', pathOf('reschedule', await story.link('reschedule', 'guest'))))).status).toBe(200);
    await expectUnchanged(story, before);
  });

  test('opening a link that confirms an answer confirms nothing', async () => {
    const { story, before } = await askedBefore();
    const token = await story.link('confirm', 'guest', { reply: { type: 'reply', partstat: 'DECLINED', sequence: 0, dtstamp: null } });
    expect((await visit(to('one-click', pathOf('confirm', token)))).text).toContain("I can't come");
    await expectUnchanged(story, before);
  });
});
