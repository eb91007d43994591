import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problem, proposedByLink } from '../../../shared/api/contract.ts';
import { slotsOf } from '../../../shared/room/proposal.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { openStage, type LinkServer, type Stage } from './stage.ts';
import { actor, ashaBooked, asked, inDays, now, type Story } from './story.ts';
import { typed } from './states.ts';
import { posted, visit } from './visit.ts';

/*
 * POST /api/reschedule/propose: the reschedule form for programs.
 */

let stage: Stage;
let present: LinkServer;
let later: LinkServer;
beforeAll(async () => {
  stage = await openStage();
  [present, later] = await Promise.all([stage.open(), stage.open({ clockOffsetMs: 8 * 24 * 3_600_000 })]);
});
afterAll(() => stage.close());

const JSON_TYPE = { 'content-type': 'application/json' };

async function propose(body: unknown, { headers = {}, server = present }: { headers?: Record<string, string>; server?: LinkServer } = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const reply = await visit(`${server.origin}/api/reschedule/propose`, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: text,
  });
  return { ...reply, json: JSON.parse(reply.text) };
}

const wanted = (more: Readonly<Record<string, unknown>> = {}) => ({
  proposedStartUtc: inDays(8, '13:00'),
  proposedEndUtc: inDays(8, '14:00'),
  note: 'Could we?',
  ...more,
});

async function ashasToken(): Promise<{ readonly story: Story; readonly token: string }> {
  const story = await ashaBooked(stage);
  return { story, token: await story.link('reschedule', 'guest') };
}

test('a good proposal is created, and told by its id', async () => {
  const { story, token } = await ashasToken();
  const { status, json } = await propose({ token, ...wanted() });
  expect(status).toBe(201);
  expect(proposedByLink.parse(json)).toEqual({
    proposalId: (await story.proposal()).id,
    status: 'pending',
    proposedStartUtc: inDays(8, '13:00'),
    proposedEndUtc: inDays(8, '14:00'),
    options: [{ startUtc: inDays(8, '13:00'), endUtc: inDays(8, '14:00') }],
    expiresAt: (await story.proposal()).expiresAt,
  });
  expect(await story.owed()).toEqual(expect.arrayContaining(['proposal-received to host', 'proposal-sent to guest']));
});

test('up to three times are proposed as options, and told again', async () => {
  const { story, token } = await ashasToken();
  const options = ['13:00', '15:00', '17:00'].map((time) => ({ startUtc: inDays(8, time), endUtc: plusMinutes(inDays(8, time), 60) }));
  const { status, json } = await propose({ token, options });
  expect(status).toBe(201);
  expect(proposedByLink.parse(json)).toMatchObject({ proposedStartUtc: options[0]?.startUtc, options });
  expect(slotsOf(await story.proposal()).map(({ startUtc }) => startUtc)).toEqual(options.map(({ startUtc }) => startUtc));
});

test('the same proposal again is the one that waits', async () => {
  const { story, token } = await ashasToken();
  const first = await propose({ token, ...wanted() });
  const second = await propose({ token, ...wanted() });
  expect([second.status, second.json.proposalId]).toEqual([200, first.json.proposalId]);
  expect((await story.room()).proposals).toHaveLength(1);
});

test('another proposal with the same link is 409 link-used', async () => {
  const { story, token } = await ashasToken();
  await propose({ token, ...wanted() });
  const second = await propose({ token, ...wanted({ proposedStartUtc: inDays(8, '12:30') }) });
  expect([second.status, second.json.code]).toEqual([409, 'link-used']);
  expect((await story.room()).proposals).toHaveLength(1);
});

test('all but one of several proposals sent at once with one link are 409 link-used', async () => {
  const { story, token } = await ashasToken();
  const starts = ['09', '10', '11', '12'].map((hour) => inDays(8, `${hour}:30`));
  const answers = await Promise.all(
    starts.map((start) => propose({ token, ...wanted({ proposedStartUtc: start, proposedEndUtc: plusMinutes(start, 30) }) })),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409]);
  expect((await story.room()).proposals).toHaveLength(1);
});

test('a token that a mail program has damaged is mended', async () => {
  const { token } = await ashasToken();
  expect((await propose({ token: ` <${token.slice(0, 60)}\r\n ${token.slice(60)}>.`, ...wanted() })).status).toBe(201);
});

test('the time may be written with any offset', async () => {
  const { story, token } = await ashasToken();
  const start = inDays(8, '13:00').slice(0, 10);
  await propose({ token, proposedStartUtc: `${start}T18:30:00+05:30`, proposedEndUtc: `${start}T20:00:00+05:30` });
  expect(await story.proposal()).toMatchObject({ startUtc: inDays(8, '13:00'), durationMinutes: 90, note: '' });
});

describe('a refusal is problem details with a code that stays', () => {
  test.each<[number, string, string, Record<string, unknown>]>([
    [400, 'start-in-past', 'a start in the past', { proposedStartUtc: inDays(-1, '13:00'), proposedEndUtc: inDays(-1, '14:00') }],
    [400, 'same-time', 'the present time', { proposedStartUtc: inDays(7, '18:00'), proposedEndUtc: inDays(7, '19:00') }],
    [400, 'duration-not-allowed', '45 minutes', { proposedEndUtc: inDays(8, '13:45') }],
    [400, 'duration-not-allowed', 'a day', { proposedEndUtc: inDays(9, '13:00') }],
    [400, 'invalid-request', 'an end before the start', { proposedEndUtc: inDays(8, '12:00') }],
    [400, 'invalid-request', 'an end at the start', { proposedEndUtc: inDays(8, '13:00') }],
    [400, 'start-too-far', 'more than a year', { proposedStartUtc: inDays(400, '13:00'), proposedEndUtc: inDays(400, '14:00') }],
    [400, 'invalid-request', 'a time without an offset', { proposedStartUtc: inDays(8, '13:00').slice(0, 16) }],
    [400, 'invalid-request', 'a field that there is not', { approve: true }],
    [400, 'invalid-request', 'a note of 10,001 characters', { note: 'n'.repeat(10_001) }],
    [404, 'link-forged', 'a made-up token', { token: 'made-up' }],
    [400, 'invalid-request', 'a token of 1,001 characters', { token: 'x'.repeat(1001) }],
    [400, 'invalid-request', 'no token', { token: undefined }],
  ])('%i %s for %s', async (status, code, _, more) => {
    const { story, token } = await ashasToken();
    const before = await story.room();
    const { headers, ...answered } = await propose({ token, ...wanted(more) });
    expect([answered.status, answered.json.code]).toEqual([status, code]);
    expect(headers['content-type']).toBe('application/problem+json');
    problem.parse(answered.json);
    expect(await story.room()).toEqual(before);
  });

  test('a link of another purpose is 404 link-forged', async () => {
    const story = await ashaBooked(stage);
    const token = await story.link('confirm', 'guest', { reply: { type: 'reply', partstat: 'ACCEPTED', sequence: 0, dtstamp: null } });
    expect((await propose({ token, ...wanted() })).json.code).toBe('link-forged');
  });

  test('a link is 409 link-outdated once the session has moved', async () => {
    const { story, token } = await ashasToken();
    await story.happens({ ...asked(), type: 'reschedule', by: actor('host'), startUtc: inDays(9, '10:00'), durationMinutes: null });
    const { status, json } = await propose({ token, ...wanted() });
    expect([status, json.code]).toEqual([409, 'link-outdated']);
  });

  test('a link is 410 link-expired once the session has started', async () => {
    const { token } = await ashasToken();
    const { status, json } = await propose({ token, ...wanted() }, { server: later });
    expect([status, json.code]).toEqual([410, 'link-expired']);
  });

  test('the link of somebody who has left is 410 link-ended', async () => {
    const { story, token } = await ashasToken();
    await story.happens({ ...asked(), type: 'leave', by: actor('guest') });
    const { status, json } = await propose({ token, ...wanted() });
    expect([status, json.code]).toEqual([410, 'link-ended']);
  });

  test('a link to a cancelled room is 409 room-cancelled, and to an unbooked one 409 room-not-booked', async () => {
    const cancelled = await ashasToken();
    await cancelled.story.happens({ ...asked(), type: 'cancel', by: actor('host') });
    expect((await propose({ token: cancelled.token, ...wanted() })).json.code).toBe('room-cancelled');
    const open = await ashaBooked(stage, { ...asked(), type: 'leave', by: actor('guest') });
    expect((await propose({ token: await open.link('reschedule', 'host'), ...wanted() })).json.code).toBe('room-not-booked');
  });

  test('the sixth proposal of a day is 429 proposal-limit', async () => {
    const { story, token } = await ashasToken();
    for (const hour of ['09', '10', '11', '12', '14']) {
      const token = await story.link('reschedule', 'guest');
      expect(
        (await propose({ token, ...wanted({ proposedStartUtc: inDays(8, `${hour}:00`), proposedEndUtc: inDays(8, `${hour}:30`) }) }))
          .status,
      ).toBe(201);
    }
    const { status, json } = await propose({ token, ...wanted() });
    expect([status, json.code]).toEqual([429, 'proposal-limit']);
  });

  test.each<[number, string, string, Record<string, string>]>([
    [415, 'unsupported-media-type', '{}', { 'content-type': 'application/x-www-form-urlencoded' }],
    [415, 'unsupported-media-type', '{}', { 'content-type': 'text/plain' }],
    [413, 'body-too-large', JSON.stringify({ note: 'n'.repeat(17_000) }), {}],
    [400, 'malformed-json', '{', {}],
    [403, 'cross-site', '{}', { 'sec-fetch-site': 'cross-site' }],
  ])('%i %s', async (status, code, body, headers) => {
    const reads = stage.databaseCalls().length;
    const answered = await propose(body, { headers });
    expect([answered.status, answered.json.code]).toEqual([status, code]);
    expect(stage.databaseCalls().length).toBe(reads);
  });
});

test.each([
  ['n'.repeat(50_000), 50_000, 413],
  ['n'.repeat(10_000), 10_000, 400],
  ['n'.repeat(501), 501, 400],
  ['😀'.repeat(501), 501, 400],
])('a note that is too long is refused with its limit and its length (%#)', async (note, length, refused) => {
  const { token } = await ashasToken();
  const { status, json } = await propose({ token, ...wanted({ note }) });
  const message = `Write the note as text of at most 500 characters: these are ${length}`;
  expect([status, json.errors]).toEqual([refused, [{ field: 'note', message }]]);
});

test.each([1001, 100_000])('a token of %i characters is refused with its limit and its length', async (length) => {
  const { json } = await propose({ ...wanted(), token: 'x'.repeat(length) });
  const message = `Send the token of the link, of at most 1000 characters: these are ${length}`;
  expect(json.errors).toEqual([{ field: 'token', message }]);
});

test('500 emoji are passed on whole', async () => {
  const { story, token } = await ashasToken();
  expect((await propose({ token, ...wanted({ note: '😀'.repeat(500) }) })).status).toBe(201);
  expect((await story.proposal()).note).toBe('😀'.repeat(500));
});

test('the answer to a suggestion names nobody', async () => {
  const { token } = await ashasToken();
  const { text } = await propose({ token, ...wanted() });
  expect(text).not.toMatch(/@|Asha|Ben/);
});

test('sixteen requests at once make one proposal, and each answer has its id', async () => {
  const { story, token } = await ashasToken();
  const answers = await Promise.all(Array.from({ length: 16 }, () => propose({ token, ...wanted() })));
  const { id, createdAt } = await story.proposal();
  expect(new Set(answers.map(({ json }) => json.proposalId))).toEqual(new Set([id]));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(createdAt > plusMinutes(now(), -5)).toBe(true);
});

test('a person who has suggested as often as they may in a day gets 429 person-limit, and words on the form', async () => {
  const limited = await stage.open({ settings: { PERSON_LIMITS: 'proposedPerDay=1' } });
  const { story, token } = await ashasToken();
  expect((await propose({ token, ...wanted() }, { server: limited })).status).toBe(201);
  const second = await story.link('reschedule', 'guest');
  const later = { proposedStartUtc: inDays(9, '13:00'), proposedEndUtc: inDays(9, '14:00') };
  const { status, json, headers } = await propose({ token: second, ...wanted(later) }, { server: limited });
  expect([status, problem.parse(json).code, problem.parse(json).errors?.[0]?.field]).toEqual([429, 'person-limit', 'proposedPerDay']);
  expect(headers['retry-after']).toMatch(/GMT$/);
  const form = posted({ r: second, ...typed({ date: inDays(9, '13:00').slice(0, 10) }), checked: 'yes' });
  const page = await visit(`${limited.origin}/reschedule`, form);
  expect([page.status, page.text.includes('as many times as one person may in a day')]).toEqual([422, true]);
  expect((await story.room()).proposals).toHaveLength(1);
});
