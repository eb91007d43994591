import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { readJson } from '../../../functions/platform/http/http-body.ts';
import { HttpError } from '../../../functions/platform/http/http-error.ts';
import { createHttpHandler, type Endpoint } from '../../../functions/platform/http/http-handler.ts';
import { OutboxFull } from '../../../functions/platform/rooms/outbox-full.ts';
import { PROBLEMS } from '../../../shared/api/problems.ts';
import { ask, type Asked } from '../../support/http-events.ts';
import { memoryLog } from '../../support/memory-log.ts';

const wish = z.strictObject({
  eyes: z.literal([1, 2], 'Choose 1 or 2'),
  name: z.optional(z.string('Write a name').check(z.maxLength(3, 'At most 3'), z.minLength(1, 'At least 1'))),
});

function asking(endpoint: Endpoint, asked: Partial<Asked> = {}) {
  const log = memoryLog();
  const handler = createHttpHandler(new Map([['POST /wish', endpoint]]), log);
  return ask(handler, { route: 'POST /wish', ...asked }).then((answered) => ({ ...answered, log }));
}

const wishing = (asked: Partial<Asked>) => asking((request) => ({ status: 200, body: readJson(request, wish) }), asked);

describe('an answer', () => {
  test('an answer is JSON that nobody stores', async () => {
    expect(await asking(() => ({ status: 201, headers: { location: '/x' }, body: { a: 1 } }))).toMatchObject({
      status: 201,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store', location: '/x' },
      body: { a: 1 },
    });
  });

  test('an answer without a body has no content type', async () => {
    const { status, headers, body } = await asking(() => ({ status: 204 }));
    expect([status, headers, body]).toEqual([204, { 'cache-control': 'no-store' }, undefined]);
  });
});

describe('a body that is too large', () => {
  const large = (body: object) => wishing({ body });

  test('a body that is too large is refused with the fields that break their rules', async () => {
    const { status, body } = await large({ eyes: 2, name: 'x'.repeat(20_000) });
    expect([status, body.code, body.errors]).toEqual([413, 'body-too-large', [{ field: 'name', message: 'At most 3' }]]);
  });

  test('a body that is too large and names many unknown fields is refused with the first twenty', async () => {
    const { status, body } = await large(Object.fromEntries(Array.from({ length: 5000 }, (_, nth) => [`field${nth}`, nth])));
    expect([status, body.errors.length]).toEqual([413, 20]);
  });

  test.each([
    ['of spaces', `{"eyes":2${' '.repeat(20_000)}}`],
    ['that is no JSON', '{'.repeat(20_000)],
    ['that nobody typed', `{"eyes":2,"name":"${'x'.repeat(1024 * 1024)}"}`],
  ])('a body that is too large %s is refused with its limit and its length', async (_, text) => {
    const { status, body } = await wishing({ body: text });
    const message = `Send at most 16384 bytes: these are ${text.length}`;
    expect([status, body.errors]).toEqual([413, [{ field: 'body', message }]]);
  });
});

describe('a refusal', () => {
  test('a refusal is problem details with a stable code, words and the id of the request', async () => {
    const { status, headers, body } = await asking(() => {
      throw new HttpError('room-taken');
    });
    expect(status).toBe(409);
    expect(headers).toEqual({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    expect(body).toEqual({
      type: 'urn:problem-type:room-taken',
      title: PROBLEMS['room-taken'].title,
      status: 409,
      code: 'room-taken',
      detail: PROBLEMS['room-taken'].detail,
      requestId: 'request-1',
    });
  });

  test('a refusal says when to come back, where it is only for now', async () => {
    const refused = await asking(() => {
      throw new OutboxFull('room-1');
    });
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '120' }, body: { code: 'mail-backed-up' } });
  });

  test.each(['GET /wish', 'POST /constructor', 'toString'])('%s is not an endpoint', async (route) => {
    expect(await asking(() => ({ status: 200 }), { route })).toMatchObject({ status: 404, body: { code: 'route-not-found' } });
  });

  test.each(Object.entries(PROBLEMS))('%s has a status and says what is the matter and the way out', (_code, { status, title, detail }) => {
    expect(status).toBeGreaterThanOrEqual(400);
    for (const words of [title, detail]) expect(words).toMatch(/^[A-Z].{10,}\.$/);
  });
});

describe('a failure of ours', () => {
  const broken = new TypeError('Cannot read ben@mail.example of undefined');

  test('a failure of ours is a 500 that tells the caller nothing but the id of the request', async () => {
    const { status, body } = await asking(() => {
      throw broken;
    });
    expect(status).toBe(500);
    expect(body).toMatchObject({ code: 'internal-error', requestId: 'request-1' });
    expect(JSON.stringify(body)).not.toMatch(/ben@|TypeError|undefined|at /);
  });

  test('a failure of ours is logged with its error and its route, also when a promise broke', async () => {
    const { log } = await asking(() => Promise.reject(broken));
    expect(log.lines).toEqual([{ level: 'error', event: 'request.failed', error: broken, fields: { route: 'POST /wish' } }]);
  });
});

describe('a JSON body', () => {
  test.each<[string, Partial<Asked>]>([
    ['as text', { body: { eyes: 2 } }],
    ['with a charset', { body: { eyes: 2 }, headers: { 'content-type': 'Application/JSON; charset="UTF-8"' } }],
    ['in base64', { body: Buffer.from('{"eyes":2}').toString('base64'), isBase64Encoded: true }],
  ])('a JSON body is read %s', async (_name, asked) => {
    expect(await wishing(asked)).toMatchObject({ status: 200, body: { eyes: 2 } });
  });

  const bomb = '['.repeat(8000) + ']'.repeat(8000);
  test.each<[string, Partial<Asked>, number, string]>([
    ['none', {}, 400, 'body-missing'],
    ['empty', { body: '' }, 400, 'body-missing'],
    ['cut off', { body: '{"eyes":' }, 400, 'malformed-json'],
    ['not UTF-8', { body: Buffer.from([0x22, 0xff, 0x22]).toString('base64'), isBase64Encoded: true }, 400, 'malformed-json'],
    ['a form', { body: 'eyes=2', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'unsupported-media-type'],
    ['undeclared', { body: '{"eyes":2}', headers: { 'content-type': '' } }, 415, 'unsupported-media-type'],
    ['declared as text', { body: '{"eyes":2}', headers: { 'content-type': 'text/plain' } }, 415, 'unsupported-media-type'],
    [
      'in another charset',
      { body: '{"eyes":2}', headers: { 'content-type': 'application/json; charset=utf-16' } },
      415,
      'unsupported-media-type',
    ],
    ['declared twice', { body: '{"eyes":2}', headers: { 'content-type': 'application/json,text/plain' } }, 415, 'unsupported-media-type'],
    ['too large', { body: ' '.repeat(16 * 1024) + '{"eyes":2}' }, 413, 'body-too-large'],
    ['too large in characters of several bytes', { body: JSON.stringify({ eyes: 2, name: '漢'.repeat(6000) }) }, 413, 'body-too-large'],
    ['too large once decoded', { body: Buffer.alloc(16 * 1024 + 1, 32).toString('base64'), isBase64Encoded: true }, 413, 'body-too-large'],
    ['deeply nested', { body: bomb }, 400, 'invalid-request'],
  ])('a JSON body that is %s is refused', async (_name, asked, status, code) => {
    expect(await wishing(asked)).toMatchObject({ status, body: { status, code } });
  });

  test('a JSON body of exactly the limit is read', async () => {
    expect(await wishing({ body: '{"eyes":2}'.padStart(16 * 1024) })).toMatchObject({ status: 200 });
  });

  test.each<[string, unknown, unknown[]]>([
    ['a missing field', {}, [{ field: 'eyes', message: 'Choose 1 or 2' }]],
    [
      'wrong fields, each once',
      { eyes: 3, name: '' },
      [
        { field: 'eyes', message: 'Choose 1 or 2' },
        { field: 'name', message: 'At least 1' },
      ],
    ],
    [
      'unknown fields',
      { eyes: 1, arms: 2, '': 3 },
      ['arms', ''].map((field) => ({ field, message: 'There is no such field: leave it out' })),
    ],
    ['a prototype', '{"eyes":1,"__proto__":{}}', [{ field: '__proto__', message: 'There is no such field: leave it out' }]],
    ['an array', [1], [{ field: '', message: 'Send a JSON object' }]],
    ['null', 'null', [{ field: '', message: 'Send a JSON object' }]],
  ])('a JSON body with %s is refused with the rule at each field', async (_name, body, errors) => {
    expect(await wishing({ body })).toMatchObject({ status: 400, body: { code: 'invalid-request', errors } });
  });
});
