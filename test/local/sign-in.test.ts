import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { authorize } from '../../local/gateway/authorizer.ts';
import { type Listening, serve } from '../../local/http.ts';
import { createIssuer, type Issuer } from '../../local/sign-in/issuer.ts';
import { openSigningKey } from '../../local/sign-in/keys.ts';
import { openSessions } from '../../local/sign-in/sessions.ts';
import { until } from '../support/until.ts';

const AUDIENCE = 'this-service';
let directory: string;
let listening: Listening;
let site: string;
let check: (token: string) => Promise<any>;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'local-sign-in-'));
  await start(0);
});
afterEach(async () => {
  await listening.stop();
  rmSync(directory, { recursive: true });
});

async function start(port: number): Promise<void> {
  let issuer: Issuer | undefined;
  listening = await serve((request, response) => void issuer?.(request, response, (request.url ?? '').split('?')[0] ?? ''), port);
  site = `http://localhost:${listening.port}`;
  const key = await openSigningKey(join(directory, 'sign-in.json'));
  const parts = { issuer: `${site}/oidc`, audience: AUDIENCE, key };
  issuer = createIssuer(parts, openSessions(join(directory, 'sessions.json')));
  check = (token) => authorize(`Bearer ${token}`, { issuer: parts.issuer, audience: [AUDIENCE] }, async () => key.keys);
}

async function restart(): Promise<void> {
  await listening.stop();
  // The client keeps connections; its next request may still find one that has been closed.
  const isRefused = (): Promise<boolean> =>
    fetch(site).then(
      () => false,
      () => true,
    );
  await until('refused connection', isRefused, Boolean);
  await start(listening.port);
}

const devToken = (body: unknown) =>
  fetch(`${site}/oidc/dev-token`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

/** A browser as far as sign-in needs one: cookies, and redirects followed one by one. */
function browser() {
  const cookies = new Map<string, string>();
  return async (url: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(new URL(url, site), {
      ...init,
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
}

const verifier = randomBytes(32).toString('base64url');
const authorization = (extra: Record<string, string> = {}) =>
  `/oidc/auth?${new URLSearchParams({
    client_id: AUDIENCE,
    response_type: 'code',
    redirect_uri: `${site}/signed-in`,
    scope: 'openid email profile',
    state: 'xyz',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...extra,
  })}`;

const locationOf = (response: Response): string => response.headers.get('location') ?? '';
const tokens = async (fields: Record<string, string>): Promise<any> =>
  (await fetch(`${site}/oidc/token`, { method: 'POST', body: new URLSearchParams({ client_id: AUDIENCE, ...fields }) })).json();

/** Signs in on the page; gives what the application gets back. */
async function signIn(visit: ReturnType<typeof browser>, fields: Record<string, string>): Promise<URL> {
  const page = await visit(locationOf(await visit(authorization())));
  const action = /action="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const resume = await visit(action, { method: 'POST', body: new URLSearchParams(fields) });
  return new URL(locationOf(await visit(locationOf(resume))));
}

describe('a token for the asking', () => {
  test('a token for the asking is one that the API accepts, for the same person each time', async () => {
    const person = { email: 'Asha@Example.org', name: 'Asha Rao', timeZone: 'Asia/Kolkata' };
    const [{ token }, again] = await Promise.all([devToken(person), devToken(person)].map(async (response) => (await response).json()));
    const { claims } = await check(token);
    expect(claims).toMatchObject({
      email: 'asha@example.org',
      email_verified: 'true',
      name: 'Asha Rao',
      given_name: 'Asha',
      zoneinfo: 'Asia/Kolkata',
      aud: AUDIENCE,
    });
    expect((await check(again.token)).claims.sub).toBe(claims.sub);
  });

  test('a token for the asking can be an expired one, and one with an unproven address', async () => {
    const { token: expired } = await (await devToken({ email: 'a@example.org', name: 'A', expiresInSeconds: -120 })).json();
    expect(await check(expired)).toMatchObject({ kind: 'denied' });
    const { token } = await (await devToken({ email: 'a@example.org', name: 'A', emailVerified: false })).json();
    expect((await check(token)).claims.email_verified).toBe('false');
  });

  test.each([
    '',
    '{',
    '[]',
    '{"name":"A"}',
    '{"email":"nobody","name":"A"}',
    '{"email":"a@example.org"}',
    '{"email":"a@example.org","name":1}',
  ])('a sign-in is refused for %s', async (body) => {
    const response = await devToken(body);
    expect([response.status, (await response.json()).error]).toEqual([400, 'invalid_request']);
  });

  test('a token for the asking stays good over a restart', async () => {
    const { token } = await (await devToken({ email: 'a@example.org', name: 'A' })).json();
    await restart();
    expect(await check(token)).toMatchObject({ kind: 'allowed' });
  });
});

describe('in a browser', () => {
  test('somebody signs in by code and PKCE, is known the next time, and signs out', async () => {
    const visit = browser();
    const back = await signIn(visit, { email: 'zoe@example.org', name: 'Zoë Ng', timeZone: 'Europe/London' });
    expect([back.pathname, back.searchParams.get('state')]).toEqual(['/signed-in', 'xyz']);
    const first = await tokens({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: `${site}/signed-in`,
      code_verifier: verifier,
    });
    expect((await check(first.id_token)).claims).toMatchObject({ email: 'zoe@example.org', name: 'Zoë Ng', zoneinfo: 'Europe/London' });

    const renewed = await tokens({ grant_type: 'refresh_token', refresh_token: first.refresh_token });
    expect(await check(renewed.id_token)).toMatchObject({ kind: 'allowed' });

    const silent = new URL(locationOf(await visit(authorization({ prompt: 'none' }))));
    expect(silent.searchParams.get('code')).toBeTruthy();

    const asked = await (
      await visit(`/oidc/session/end?${new URLSearchParams({ id_token_hint: first.id_token, post_logout_redirect_uri: `${site}/` })}`)
    ).text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(asked)?.[1] ?? '';
    const out = await visit('/oidc/session/end/confirm', { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) });
    expect(locationOf(out)).toBe(`${site}/`);
    expect(locationOf(await visit(authorization({ prompt: 'none' })))).toContain('error=login_required');
  });

  test('the page offers people to be, escapes what they are called, and takes no for an answer', async () => {
    const visit = browser();
    await signIn(visit, { email: 'x@example.org', name: '<script>alert(1)</script>', timeZone: '' });
    const other = browser();
    const page = await other(locationOf(await other(authorization())));
    const text = await page.text();
    expect(text).toContain('Asha Rao');
    expect(text).toContain('&lt;script&gt;');
    expect(page.headers.get('content-security-policy')).toContain(`form-action 'self' ${site}`);
    const action = /action="([^"]+)"/.exec(text)?.[1] ?? '';
    const cancelled = await other(action, { method: 'POST', body: new URLSearchParams({ cancel: 'yes' }) });
    expect(locationOf(await other(locationOf(cancelled)))).toContain('error=access_denied');
  });

  test('what was typed wrong is said on the page', async () => {
    const visit = browser();
    const action = locationOf(await visit(authorization()));
    const page = await visit(action, { method: 'POST', body: new URLSearchParams({ email: 'nobody', name: 'A' }) });
    expect([page.status, await page.text()]).toEqual([422, expect.stringContaining('email is not an address')]);
  });

  test('a restart signs nobody out', async () => {
    const visit = browser();
    await signIn(visit, { email: 'zoe@example.org', name: 'Zoë', timeZone: '' });
    await restart();
    expect(new URL(locationOf(await visit(authorization({ prompt: 'none' })))).searchParams.get('code')).toBeTruthy();
  });

  test('the issuer gives nothing without PKCE, to another client, or for another return address', async () => {
    const visit = browser();
    expect(locationOf(await visit(authorization({ code_challenge: '', code_challenge_method: '' })))).toContain('error=invalid_request');
    expect((await visit(authorization({ client_id: 'other' }))).status).toBe(400);
    const elsewhere = await visit(authorization({ redirect_uri: 'https://evil.example/' }));
    expect([elsewhere.status, elsewhere.headers.get('location')]).toEqual([400, null]);
  });

  test('a sign-in that nobody began is over', async () => {
    expect((await browser()('/oidc/interaction/none')).status).toBe(400);
  });
});

test('the discovery document and the keys of the local issuer are those of its tokens', async () => {
  const configuration = await (await fetch(`${site}/oidc/.well-known/openid-configuration`)).json();
  expect(configuration).toMatchObject({
    issuer: `${site}/oidc`,
    authorization_endpoint: `${site}/oidc/auth`,
    code_challenge_methods_supported: ['S256'],
  });
  const { keys } = await (await fetch(configuration.jwks_uri)).json();
  expect(keys).toMatchObject([{ kid: 'local', alg: 'RS256' }]);
  expect(keys[0]).not.toHaveProperty('d');
});

test('a damaged key stops the start with the way out', async () => {
  writeFileSync(join(directory, 'damaged.json'), '{"kty":"RSA"}');
  await expect(openSigningKey(join(directory, 'damaged.json'))).rejects.toThrow(/damaged: start once with --fresh/);
});
