import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseLinkKeys } from '../../../functions/platform/links/link-keys.ts';
import { mintToken } from '../../../functions/platform/links/link-token.ts';
import { LINK_PURPOSES, type LinkPurpose } from '../../../shared/words/link-purposes.ts';
import { LINK_PLACES } from '../../../shared/link/link.ts';
import { mintLegacyToken } from '../../support/legacy-token.ts';
import { asha, dina } from '../../support/rooms.ts';
import { stageMillis } from './stage-clock.ts';
import { openStage, testKeys, type LinkServer, type Stage } from './stage.ts';
import { actor, ashaBooked, asked, benSuggests, inDays, pathOf, suggests, type Story } from './story.ts';
import { posted, visit } from './visit.ts';

/*
 * What becomes of a link: good, used, expired, overtaken, somebody else's, or never ours.
 */

const SEVENTY_THREE_HOURS_MS = 73 * 3_600_000;

let stage: Stage;
let present: LinkServer;
let later: LinkServer;
beforeAll(async () => {
  stage = await openStage();
  [present, later] = await Promise.all([stage.open(), stage.open({ clockOffsetMs: SEVENTY_THREE_HOURS_MS })]);
});
afterAll(() => stage.close());

const open = (purpose: LinkPurpose, token: string, server = present) => visit(`${server.origin}${pathOf(purpose, token)}`);
const press = (purpose: LinkPurpose, token: string, server = present) =>
  visit(`${server.origin}/${purpose}`, posted({ [LINK_PLACES[purpose].parameter]: token }));

async function expectUnchanged(story: Story, act: () => Promise<unknown>): Promise<void> {
  const before = await story.room();
  await act();
  expect(await story.room()).toEqual(before);
}

describe('a link that we never made', () => {
  const otherKeys = parseLinkKeys(JSON.stringify({ current: 'k2', k2: 'a-key-of-somebody-else-9876543210987654' }));
  const retiredKeys = parseLinkKeys(JSON.stringify({ current: 'k0', k0: 'a-key-that-has-been-thrown-away-0123456' }));
  const withPart = (token: string, n: number, part: object) =>
    token
      .split('.')
      .map((text, index) => (index === n ? Buffer.from(JSON.stringify(part)).toString('base64url') : text))
      .join('.');
  const payloadOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());

  const forgeries: readonly (readonly [string, (story: Story) => Promise<string>])[] = [
    ['a word', async () => 'made-up'],
    ['three words', async () => 'a.b.c'],
    ['a link of another purpose', (story) => story.link('decline', 'guest')],
    ['a reschedule link', (story) => story.link('reschedule', 'guest')],
    ['somebody else’s key under the name of ours', (story) => story.link('approve', 'guest', { keys: otherKeys })],
    ['a key that was thrown away', (story) => story.link('approve', 'guest', { keys: retiredKeys })],
    ['one character changed', async (story) => changed(await story.link('approve', 'guest'))],
    [
      'a later expiry written into it',
      async (story) => {
        const token = await story.link('approve', 'guest');
        return withPart(token, 1, { ...payloadOf(token), exp: 4_000_000_000 });
      },
    ],
    [
      'another purpose written into it',
      async (story) => {
        const token = await story.link('decline', 'guest');
        return withPart(token, 1, { ...payloadOf(token), aud: 'approve' });
      },
    ],
    [
      'no algorithm',
      async (story) => {
        const token = withPart(await story.link('approve', 'guest'), 0, { alg: 'none', kid: 'k2' });
        return `${token.split('.').slice(0, 2).join('.')}.`;
      },
    ],
  ];
  const changed = (token: string) => `${token.slice(0, -20)}${token.at(-20) === 'A' ? 'B' : 'A'}${token.slice(-19)}`;

  test.each(forgeries)('%s: a neutral page, the same for all, and no database is asked', async (_, forge) => {
    const story = await benSuggests(stage);
    const token = await forge(story);
    await expectUnchanged(story, async () => {
      const calls = stage.databaseCalls().length;
      const neutral = await visit(`${present.origin}/approve?t=made-up`);
      const opened = await open('approve', token);
      const pressed = await press('approve', token);
      for (const { status, text } of [opened, pressed]) expect([status, text]).toEqual([404, neutral.text]);
      expect(stage.databaseCalls().length).toBe(calls);
    });
  });

  test('every page answers it alike', async () => {
    const pages = await Promise.all(LINK_PURPOSES.map((purpose) => open(purpose, 'made-up')));
    expect(new Set(pages.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  });

  test('a link that we signed but that has no row is a forgery, because we never mailed it', async () => {
    const story = await benSuggests(stage);
    const room = await story.room();
    const { id, expiresAt } = await story.proposal();
    const grant = {
      purpose: 'approve',
      roomId: room.id,
      uid: room.uid,
      ...actor('guest'),
      sequence: 0,
      expiresAt,
      proposalId: id,
      reply: null,
    } as const;
    expect((await open('approve', await mintToken(testKeys, grant, 'a seed of no mail'))).status).toBe(404);
  });
});

describe('a link whose row this version cannot read', () => {
  const withoutHolder = { role: 'observer' } as object;
  const withHolder = { sequence: 'the newest' } as object;

  test.each<[LinkPurpose, string, object]>([
    ['approve', 'its holder', withoutHolder],
    ['approve', 'its SEQUENCE', withHolder],
    ['reschedule', 'its holder', withoutHolder],
    ['reschedule', 'its SEQUENCE', withHolder],
    ['confirm', 'what it confirms', { reply: { type: 'delegated' } }],
    ['restore', 'its SEQUENCE', withHolder],
  ])(
    'a link to %s whose row does not say %s shows a page of its own, changes nothing, and operators see it',
    async (purpose, _, stored) => {
      const story = await benSuggests(stage);
      const token = await story.link(purpose, 'guest', { stored });
      const lines = present.log().length;
      await expectUnchanged(story, async () => {
        for (const { status, text } of [await open(purpose, token), await press(purpose, token)])
          expect([status, text.includes('We cannot read this link at the moment')]).toEqual([503, true]);
      });
      const logged = present.log().slice(lines).join('\n');
      expect(logged).toContain('"link.unreadable"');
      expect(logged).toContain(story.id);
      expect(logged).not.toContain('request.failed');
      expect(logged).not.toContain('@');
    },
  );

  test('the holder of such a link gets a fresh one by mail, where the row says whose link it is', async () => {
    const story = await ashaBooked(stage);
    const r = await story.link('reschedule', 'guest', { stored: withHolder });
    expect((await open('reschedule', r)).text).toContain('Send me a fresh link');
    expect((await visit(`${present.origin}/fresh-link`, posted({ r }))).status).toBe(303);
    expect(await story.owed()).toContain('fresh-link to guest');
  });

  test('a row that was changed to another address is no proof of anything', async () => {
    const story = await ashaBooked(stage);
    const r = await story.link('reschedule', 'guest', { stored: { ...withHolder, email: dina.email } });
    expect((await open('reschedule', r)).status).toBe(404);
  });

  test('a program that suggests a time with such a link reads a problem of its own', async () => {
    const story = await ashaBooked(stage);
    const token = await story.link('reschedule', 'guest', { stored: withHolder });
    const times = { proposedStartUtc: inDays(8, '13:00'), proposedEndUtc: inDays(8, '14:00') };
    const body = JSON.stringify({ token, ...times });
    const headers = { 'content-type': 'application/json' };
    const { status, text } = await visit(`${present.origin}/api/reschedule/propose`, { method: 'POST', headers, body });
    expect([status, JSON.parse(text).code]).toEqual([503, 'link-unreadable']);
  });
});

test('a link in the older, longer form decides, and leads to no page of the other answer', async () => {
  const story = await benSuggests(stage);
  const token = await story.link('approve', 'guest', { mint: mintLegacyToken });
  const page = await open('approve', token);
  expect([page.status, page.text.includes('href="/decline')]).toEqual([200, false]);
  expect((await press('approve', token)).status).toBe(303);
  expect((await story.room()).sequence).toBe(1);
});

test('a link whose row was written for somebody else is nothing', async () => {
  const story = await benSuggests(stage);
  const token = await story.link('approve', 'guest', { stored: { email: dina.email } });
  expect((await open('approve', token)).status).toBe(404);
});

test('a link that expired so long ago that its row is gone has expired, and tells nothing of the session', async () => {
  const story = await benSuggests(stage);
  const room = await story.room();
  const { id } = await story.proposal();
  const grant = {
    purpose: 'approve',
    roomId: room.id,
    uid: room.uid,
    ...actor('guest'),
    sequence: 0,
    proposalId: id,
    reply: null,
  } as const;
  const token = await mintToken(testKeys, { ...grant, expiresAt: inDays(-9, '12:00') }, 'a seed');
  const { status, text } = await open('approve', token);
  expect([status, text.includes('This link has expired'), text.includes('Ben')]).toEqual([410, true, false]);
});

test('a link signed with the older of two live keys is good', async () => {
  const story = await benSuggests(stage);
  const token = await story.link('approve', 'guest', { keys: { ...testKeys, current: 'k1' } });
  expect((await press('approve', token)).status).toBe(303);
  expect((await story.room()).sequence).toBe(1);
});

test('a link opens its own room and no other', async () => {
  const [mine, other] = [await benSuggests(stage), await benSuggests(stage)];
  const token = await mine.link('approve', 'guest');
  await expectUnchanged(other, () => press('approve', token));
  expect((await mine.proposal()).status).toBe('approved');
});

test('the person who made a suggestion cannot approve it with any link', async () => {
  const story = await benSuggests(stage);
  const token = await story.link('approve', 'host');
  await expectUnchanged(story, () => press('approve', token));
  expect((await story.proposal()).status).toBe('pending');
});

test('both links tell the outcome, who decided and when, after a decision', async () => {
  const story = await benSuggests(stage);
  const [approve, decline] = [await story.link('approve', 'guest'), await story.link('decline', 'guest')];
  await press('approve', approve);
  await expectUnchanged(story, () => press('decline', decline));
  for (const { status, text } of [await open('approve', approve), await open('decline', decline)]) {
    expect(status).toBe(200);
    expect(text).toContain('The new time is approved');
    expect(text).toMatch(/Asha approved it on \w{3} \d+ \w{3}, \d\d:\d\d IST\./);
    expect(text).not.toMatch(/action="\/(approve|decline)"/);
    for (const way of ['See the session', 'suggest another time']) expect(text).toContain(way);
  }
});

test('pressing the button again succeeds, and sends nothing', async () => {
  const story = await benSuggests(stage);
  const token = await story.link('approve', 'guest');
  await press('approve', token);
  const owed = await story.owed();
  await expectUnchanged(story, async () => expect((await press('approve', token)).status).toBe(303));
  expect(await story.owed()).toEqual(owed);
});

test('the outcome stays to be seen after the link has expired', async () => {
  const story = await benSuggests(stage);
  const token = await story.link('approve', 'guest');
  await press('approve', token);
  const { status, text } = await open('approve', token, later);
  expect(status).toBe(200);
  expect(text).toContain('Asha approved it on');
});

test('three days later nobody can decide any more, and the page offers a fresh link', async () => {
  const story = await benSuggests(stage);
  const token = await story.link('approve', 'guest');
  await expectUnchanged(story, async () => {
    const pages = [await open('approve', token, later), await press('approve', token, later)];
    for (const { status, text } of pages) {
      expect(status).toBe(410);
      expect(text).toContain('This link has expired');
      expect(text).toContain('Send me a fresh link');
      expect(text).not.toContain('Approve');
    }
  });
});

test('a minute past its expiry a link is still read, but the suggestion has lapsed', async () => {
  const story = await benSuggests(stage, { at: new Date(stageMillis() - 72 * 3_600_000 - 20_000).toISOString() as never });
  const token = await story.link('approve', 'guest');
  await expectUnchanged(story, async () => expect((await press('approve', token)).status).toBe(303));
  expect((await open('approve', token)).status).toBe(410);
});

describe('a suggestion that something newer has overtaken', () => {
  const stories: readonly (readonly [string, string, (story: Story) => Promise<unknown>])[] = [
    ['a newer suggestion', 'Ben suggested', (story) => story.happens(suggests('host', { startUtc: inDays(10, '09:00') }))],
    [
      'a move by the host',
      'Ben moved the session',
      (story) => story.happens({ ...asked(), type: 'reschedule', by: actor('host'), startUtc: inDays(9, '10:00'), durationMinutes: null }),
    ],
    ['a cancellation', 'Ben cancelled the session', (story) => story.happens({ ...asked(), type: 'cancel', by: actor('host') })],
    [
      'an approval of the other’s',
      'Ben approved',
      async (story) => {
        const room = await story.happens(suggests('guest', { startUtc: inDays(10, '09:00'), at: asked().at }));
        await story.happens({ ...asked(20), type: 'approve', by: actor('host'), proposalId: room.proposals.at(-1)!.id });
      },
    ],
  ];

  test.each(stories)('%s: the page says so, and nothing can be decided', async (_, says, overtake) => {
    const story = await benSuggests(stage);
    const [approve, decline] = [await story.link('approve', 'guest'), await story.link('decline', 'guest')];
    await overtake(story);
    await expectUnchanged(story, async () => {
      for (const { status } of [await press('approve', approve), await press('decline', decline)]) expect(status).toBe(303);
    });
    for (const { status, text } of [await open('approve', approve), await open('decline', decline)]) {
      expect(status).toBe(200);
      expect(text).toContain('This suggestion is no longer open');
      expect(text).toContain(says);
    }
  });
});

describe('a link whose holder is no longer in the room', () => {
  test('the link of somebody who has left tells nothing about the next guest', async () => {
    const story = await benSuggests(stage);
    const [approve, reschedule] = [await story.link('approve', 'guest'), await story.link('reschedule', 'guest')];
    await story.happens({ ...asked(), type: 'leave', by: actor('guest') }, { ...asked(20), type: 'book', guest: dina });
    await story.happens(suggests('host', { startUtc: inDays(10, '09:00'), at: asked(10).at }));
    await expectUnchanged(story, async () => {
      await press('approve', approve);
      for (const { status, text } of [await open('approve', approve), await open('reschedule', reschedule)]) {
        expect(status).toBe(410);
        expect(text).toContain('You are no longer part of this session');
        expect(text).not.toMatch(/Dina|Ben|\d\d:\d\d/);
      }
    });
  });

  test('a link works again when the same person has booked again', async () => {
    const story = await benSuggests(stage);
    const approve = await story.link('approve', 'guest');
    await story.happens({ ...asked(), type: 'leave', by: actor('guest') }, { ...asked(20), type: 'book', guest: asha });
    await expectUnchanged(story, () => press('approve', approve));
    expect((await open('approve', approve)).text).toContain('This suggestion is no longer open');
  });
});

test('a reschedule link ends when the session moves on', async () => {
  const story = await ashaBooked(stage);
  const token = await story.link('reschedule', 'guest');
  await story.happens({ ...asked(), type: 'reschedule', by: actor('host'), startUtc: inDays(9, '10:00'), durationMinutes: null });
  const { status, text } = await open('reschedule', token);
  expect(status).toBe(200);
  expect(text).toContain('This link is from before the session changed');
  expect(text).toContain('Ben moved the session');
  expect(text).toContain('Send me a fresh link');
  expect(text).not.toContain('name="date"');
});
