import { request as httpRequest } from 'node:http';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { createGateway } from '../../local/gateway/gateway.ts';
import { type Listening, serve } from '../../local/http.ts';
import type { FunctionPool } from '../../local/workers/function-pool.ts';
import { probePool } from './support/probe-pool.ts';

const ISSUER = 'https://issuer.example';
const jwt = { issuer: ISSUER, audience: ['this-service'] };

let listening: Listening;
let pool: FunctionPool;
let sign: (claims: Record<string, unknown>, issuer?: string) => Promise<string>;
const failures: string[] = [];

beforeAll(async () => {
  pool = probePool({ timeoutMs: 1000 }).pool;
  const echo = probePool({ file: new URL('../../local/gateway/echo.ts', import.meta.url).href }).pool;
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const keys = createLocalJWKSet({ keys: [await exportJWK(publicKey)] });
  sign = (claims, issuer = ISSUER) =>
    new SignJWT({ exp: Math.floor(Date.now() / 1000) + 60, aud: 'this-service', ...claims, iss: issuer })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(privateKey);
  const gateway = createGateway({
    routes: [
      { key: 'ANY /echo/{rest+}', functionArn: 'echo', jwt: undefined },
      { key: 'POST /probe', functionArn: 'probe', jwt: undefined },
      { key: 'GET /guarded', functionArn: 'echo', jwt },
      { key: 'GET /busy', functionArn: 'busy', jwt: undefined },
    ],
    pools: new Map([
      ['probe', shift(pool)],
      ['echo', echo],
      ['busy', probePool({}, { waiting: 0 }).pool],
    ]),
    keysOf: async () => keys,
    originHeaders: { 'x-origin-key': 'of this site' },
    onFailure: (reason) => void failures.push(reason),
  });
  listening = await serve((request, response) => void gateway(request, response));
  return () => Promise.all([pool.stop(), echo.stop(), listening.stop()]);
});

/** The probe takes its orders from the body. */
function shift(probe: FunctionPool): FunctionPool {
  return { ...probe, invoke: (event: any) => probe.invoke(JSON.parse(event.body)) };
}

const echoed = async (path: string, init: RequestInit = {}): Promise<any> => (await fetch(`${listening.url}/echo${path}`, init)).json();
const probed = (order: object): Promise<Response> =>
  fetch(`${listening.url}/probe`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) });

describe('a request becomes an event of payload format 2.0', () => {
  test('what CloudFront adds takes the place of what a caller claims', async () => {
    expect((await echoed('/a', { headers: { 'x-origin-key': 'forged' } })).headers['x-origin-key']).toBe('of this site');
  });

  test('a request becomes an event of payload format 2.0 names, path, query', async () => {
    expect(await echoed('/a%20b/c?x=1&y=%26&x=2', { headers: { 'X-Mixed-Case': 'Value' } })).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /echo/{rest+}',
      rawPath: '/echo/a b/c',
      rawQueryString: 'x=1&y=%26&x=2',
      queryStringParameters: { x: '1,2', y: '&' },
      pathParameters: { rest: 'a b/c' },
      headers: { 'x-mixed-case': 'Value', 'x-forwarded-proto': 'http' },
      requestContext: {
        http: { method: 'GET', path: '/echo/a b/c', sourceIp: '127.0.0.1' },
        stage: '$default',
        routeKey: 'ANY /echo/{rest+}',
      },
      isBase64Encoded: false,
    });
  });

  test('what is not there is absent', async () => {
    const event = await echoed('/x');
    expect(Object.keys(event)).not.toEqual(expect.arrayContaining(['body']));
    for (const name of ['body', 'cookies', 'queryStringParameters']) expect(event).not.toHaveProperty(name);
    expect(event.requestContext).not.toHaveProperty('authorizer');
  });

  test('repeated headers are joined by commas; cookies are a list of their own', async () => {
    const event = await new Promise<any>((resolve) => {
      const request = httpRequest(
        `${listening.url}/echo/x`,
        { headers: { Twice: ['a', 'b'], Cookie: 'one=1; two=2' } },
        async (response) => {
          let text = '';
          for await (const chunk of response) text += chunk;
          resolve(JSON.parse(text));
        },
      );
      request.end();
    });
    expect(event.headers.twice).toBe('a,b');
    expect(event.cookies).toEqual(['one=1', 'two=2']);
    expect(event.headers).not.toHaveProperty('cookie');
  });

  test.each([
    ['application/json', '{"é":1}', false],
    ['text/plain; charset=utf-8', 'é', false],
    ['application/problem+json', '{}', false],
    ['application/x-www-form-urlencoded', 'a=%C3%A9', true],
    ['application/octet-stream', '\u0000é', true],
  ])('a body of type %s reaches the function as it does on AWS', async (type, body, encoded) => {
    const event = await echoed('/x', { method: 'POST', headers: { 'content-type': type }, body });
    expect(event.isBase64Encoded).toBe(encoded);
    expect(Buffer.from(event.body, encoded ? 'base64' : 'utf8').toString()).toBe(body);
  });
});

describe('the result of a function becomes a response', () => {
  test('status, headers, cookies and body come from the function as it gave them', async () => {
    const response = await probed({
      result: { statusCode: 418, headers: { 'X-A': 'b', 'content-length': '999' }, cookies: ['a=1; Secure', 'b=2'], body: 'tea' },
    });
    expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([418, 'b', 'tea']);
    expect(response.headers.getSetCookie()).toEqual(['a=1; Secure', 'b=2']);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  test('a base64 body is decoded', async () => {
    const response = await probed({ result: { statusCode: 200, isBase64Encoded: true, body: Buffer.from([0, 255]).toString('base64') } });
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255]);
  });

  test('a value without a status is 200 and JSON', async () => {
    const response = await probed({ result: { anything: 1 } });
    expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([
      200,
      'application/json',
      { anything: 1 },
    ]);
  });

  test.each([
    ['throws', { fail: 'secret reason' }],
    ['crashes', { crash: true }],
    ['times out', { hang: true }],
    ['returns no status that exists', { result: { statusCode: 99 } }],
  ])('a function that %s is a 500 that tells nothing', async (_, order) => {
    const response = await probed(order);
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    expect(failures.length).toBeGreaterThan(0);
  });
});

test('an address or a method without a route is 404', async () => {
  for (const [method, path] of [
    ['GET', '/nothing'],
    ['GET', '/probe'],
    ['HEAD', '/guarded'],
  ] as const) {
    const response = await fetch(listening.url + path, { method });
    expect(response.status).toBe(404);
    expect(await response.text()).toBe(method === 'HEAD' ? '' : '{"message":"Not Found"}');
  }
});

test('a function that is too busy is 503', async () => {
  const response = await fetch(`${listening.url}/busy`);
  expect([response.status, await response.json()]).toEqual([503, { message: 'Service Unavailable' }]);
});

test('a body over 10 MB is 413, and the connection still works', async () => {
  const response = await fetch(`${listening.url}/echo/x`, { method: 'POST', body: new Uint8Array(10 * 1024 * 1024 + 1) });
  expect([response.status, await response.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
  expect((await fetch(`${listening.url}/echo/x`)).status).toBe(200);
});

describe('a guarded route', () => {
  const call = (token?: string) => fetch(`${listening.url}/guarded`, { headers: token === undefined ? {} : { authorization: token } });

  test('the authorizer hands the claims over as text', async () => {
    const response = await call(`Bearer ${await sign({ sub: 's', email_verified: true, groups: ['a', 'b'], level: 3 })}`);
    const { authorizer } = (await response.json()).requestContext;
    expect(authorizer.jwt).toMatchObject({
      claims: { sub: 's', email_verified: 'true', groups: '[a b]', level: '3', iss: ISSUER },
      scopes: null,
    });
  });

  test('a guarded route takes client_id for the audience only when there is no aud', async () => {
    expect((await call(await sign({ aud: undefined, client_id: 'this-service' }))).status).toBe(200);
    expect((await call(await sign({ aud: 'other', client_id: 'this-service' }))).status).toBe(401);
  });

  const refused: [string, () => Promise<string | undefined>][] = [
    ['no token', async () => undefined],
    ['something that is no token', async () => 'Bearer nonsense'],
    ['an expired token', () => sign({ exp: 1000 })],
    ['a token that never expires', () => sign({ exp: undefined })],
    ['a token that is not valid yet', () => sign({ nbf: Math.floor(Date.now() / 1000) + 600 })],
    ['a token for somebody else', () => sign({ aud: 'other' })],
    ['a token of another issuer', () => sign({}, 'https://elsewhere.example')],
    ['a token whose signature was changed', async () => `${(await sign({})).slice(0, -6)}AAAAAA`],
    [
      'an unsigned token',
      async () =>
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ iss: ISSUER, aud: 'this-service' })).toString('base64url')}.`,
    ],
  ];
  test.each(refused)('a guarded route refuses %s', async (_, token) => {
    const response = await call(await token());
    expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }]);
    expect(response.headers.get('www-authenticate')).toContain('invalid_token');
  });
});
