import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFrontPort, type FrontPort } from '../../local/front-port.ts';
import { sendJson } from '../../local/http.ts';

let front: FrontPort;
beforeAll(async () => {
  front = await openFrontPort(0, 'https://practice.example.org');
  front.open((_, response) => sendJson(response, 200, {}));
});
afterAll(() => front.stop());

/** What a request with these headers is answered. */
function ask(headers: Readonly<Record<string, string>>, method = 'POST'): Promise<{ readonly status: number; readonly body: string }> {
  const filled = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', String(front.port))]));
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: front.port, method, headers: filled, setHost: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.on('error', reject).end();
  });
}

describe('the local stack answers to its own host', () => {
  test.each(['localhost:PORT', '127.0.0.1:PORT', '[::1]:PORT', 'LOCALHOST:PORT', 'practice.example.org'])('%s', async (host) => {
    expect((await ask({ host })).status).toBe(200);
  });

  test.each([
    'evil.example',
    'evil.example:PORT',
    'localhost',
    'localhost:1',
    'localhost.evil.example:PORT',
    '127.0.0.1.evil.example:PORT',
    'localhost:PORT@evil.example',
    '127.0.0.2:PORT',
    '',
  ])('%j is answered 421 with the way out', async (host) => {
    const answer = await ask({ host }, 'GET');
    expect(answer.status).toBe(421);
    expect(answer.body).toBe(`{"message":"This is not the host that was asked for: use http://localhost:${front.port}."}`);
  });
});

describe('the local stack answers to its own pages', () => {
  const host = 'localhost:PORT';
  test.each<Record<string, string>>([
    {},
    { origin: 'http://localhost:PORT' },
    { origin: 'http://127.0.0.1:PORT' },
    { origin: 'https://practice.example.org' },
    { origin: 'null', 'sec-fetch-site': 'same-origin' },
  ])('%j', async (headers) => {
    expect((await ask({ host, ...headers })).status).toBe(200);
  });

  test.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:1' },
    { origin: 'http://localhost' },
    { origin: 'null' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { origin: 'null', 'sec-fetch-site': 'same-site' },
    { origin: 'file://localhost:PORT' },
    { origin: '' },
  ])('a request of another page is answered 403: %j', async (headers) => {
    const answer = await ask({ host, ...headers });
    expect(answer.status).toBe(403);
    expect(answer.body).toBe(`{"message":"Only pages of http://localhost:${front.port} may call this address."}`);
  });
});
