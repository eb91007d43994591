import * as oauth from 'oauth4webapi';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { instantAt } from '../../shared/time/instant.ts';
import { createIssuer } from '../../web/sign-in/issuer.ts';
import { newJourney } from '../../web/sign-in/journey.ts';

/*
 * Our small client beside oauth4webapi, which is too large for the page: on every answer that an issuer may give, right or
 * wrong, both must say the same.
 */

const ISSUER = 'https://login.example.org/realm';
const BACK = 'https://meet.example.org/signed-in';
const config = { brandName: '', brandColor: '', issuer: ISSUER, clientId: 'web' };
const metadata = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/auth?tenant=a`,
  token_endpoint: `${ISSUER}/token`,
  end_session_endpoint: `${ISSUER}/end`,
  revocation_endpoint: `${ISSUER}/revoke`,
};
const nowSeconds = Math.floor(Date.now() / 1000);
const clock = { now: () => instantAt(Date.now()), skewSeconds: 0 };
const journey = { ...newJourney('/'), state: 'the-state', nonce: 'the-nonce' };
const claims = { iss: ISSUER, aud: 'web', sub: 'asha', nonce: 'the-nonce', iat: nowSeconds, exp: nowSeconds + 3600 };

const jwt = (payload: unknown): string =>
  [{ alg: 'RS256', typ: 'JWT' }, payload, 'signature']
    .map((part) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url'))
    .join('.');
const tokens = (idToken: unknown, more: object = {}) => ({
  access_token: 'a',
  token_type: 'Bearer',
  id_token: idToken,
  refresh_token: 'r',
  ...more,
});

let told: object = metadata;
let answer: { readonly status: number; readonly body: unknown };
let sent: { readonly url: string; readonly form: URLSearchParams }[];

beforeEach(() => {
  told = metadata;
  answer = { status: 200, body: tokens(jwt(claims)) };
  sent = [];
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
  vi.stubGlobal('location', { origin: 'https://meet.example.org' });
  vi.stubGlobal('fetch', async (url: string, request: RequestInit = {}) => {
    if (url.endsWith('openid-configuration')) return Response.json(told);
    sent.push({ url: url, form: new URLSearchParams(request.body as URLSearchParams) });
    return Response.json(answer.body, { status: answer.status });
  });
});
afterEach(() => vi.unstubAllGlobals());

const ours = (query: URLSearchParams) => createIssuer(config, clock).arrival(query, journey);

async function theirs(query: URLSearchParams): Promise<unknown> {
  const issuer = new URL(ISSUER);
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer));
  const client: oauth.Client = { client_id: 'web' };
  const checked = oauth.validateAuthResponse(as, client, query, journey.state);
  const response = await oauth.authorizationCodeGrantRequest(as, client, oauth.None(), checked, BACK, journey.verifier);
  return oauth.processAuthorizationCodeResponse(as, client, response, { expectedNonce: journey.nonce, requireIdToken: true });
}

const outcome = (attempt: Promise<unknown>): Promise<'accepted' | 'refused'> =>
  attempt.then(
    () => 'accepted',
    () => 'refused',
  );

const back = (query: Record<string, string>): URLSearchParams => new URLSearchParams(query);
const good = back({ code: 'c', state: 'the-state' });

describe('ID tokens', () => {
  test.each([
    ['as it should be', claims, 'accepted'],
    ['of another issuer', { ...claims, iss: 'https://evil.example' }, 'refused'],
    ['of the issuer with a slash more', { ...claims, iss: `${ISSUER}/` }, 'refused'],
    ['for another app', { ...claims, aud: 'other' }, 'refused'],
    ['for this app among others, made for it', { ...claims, aud: ['web', 'other'], azp: 'web' }, 'accepted'],
    ['for this app among others, made for nobody', { ...claims, aud: ['web', 'other'] }, 'refused'],
    ['for this app among others, made for another', { ...claims, aud: ['web', 'other'], azp: 'other' }, 'refused'],
    ['for this app alone, in a list', { ...claims, aud: ['web'] }, 'accepted'],
    ['for nobody', { ...claims, aud: [] }, 'refused'],
    ['of another sign-in', { ...claims, nonce: 'theirs' }, 'refused'],
    ['of no sign-in', { ...claims, nonce: undefined }, 'refused'],
    ['that has run out', { ...claims, exp: nowSeconds - 120 }, 'refused'],
    ['that has run out a moment ago', { ...claims, exp: nowSeconds - 5 }, 'accepted'],
    ['that never runs out', { ...claims, exp: undefined }, 'refused'],
    ['whose end is text', { ...claims, exp: 'tomorrow' }, 'refused'],
    ['of nobody', { ...claims, sub: undefined }, 'refused'],
  ])('a token %s', async (_, payload, expected) => {
    answer = { status: 200, body: tokens(jwt(payload)) };
    expect(await outcome(theirs(good))).toBe(expected);
    expect(await outcome(ours(good))).toBe(expected);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['no token', 'abc'],
    ['two parts', 'e30.e30'],
    ['no JSON', 'a.!!!.b'],
    ['an array', jwt([])],
    ['a text', jwt('x')],
  ])('in place of a token: %s', async (_, idToken) => {
    answer = { status: 200, body: tokens(idToken) };
    expect(await outcome(theirs(good))).toBe('refused');
    expect(await outcome(ours(good))).toBe('refused');
  });

  test('a name in any script is read as it was written', async () => {
    answer = { status: 200, body: tokens(jwt({ ...claims, name: 'Ünal Łukasz यूसुफ़ 👁️' })) };
    expect((await ours(good)).claims.name).toBe('Ünal Łukasz यूसुफ़ 👁️');
  });
});

describe('what comes back from the issuer', () => {
  test.each([
    ['a code and the state', { code: 'c', state: 'the-state' }, {}, 'accepted'],
    ['another state', { code: 'c', state: 'theirs' }, {}, 'refused'],
    ['no state', { code: 'c' }, {}, 'refused'],
    ['no code', { state: 'the-state' }, {}, 'refused'],
    ['an error', { error: 'access_denied', state: 'the-state' }, {}, 'refused'],
    ['the issuer, as it should be', { code: 'c', state: 'the-state', iss: ISSUER }, {}, 'accepted'],
    ['another issuer', { code: 'c', state: 'the-state', iss: 'https://evil.example' }, {}, 'refused'],
    [
      'no issuer, though it promised to say',
      { code: 'c', state: 'the-state' },
      { authorization_response_iss_parameter_supported: true },
      'refused',
    ],
  ])('%s', async (_, query, more, expected) => {
    told = { ...metadata, ...more };
    expect(await outcome(theirs(back(query)))).toBe(expected);
    expect(await outcome(ours(back(query)))).toBe(expected);
  });

  test.each([
    ['metadata of another issuer', { ...metadata, issuer: 'https://evil.example' }],
    ['metadata without an issuer', { ...metadata, issuer: undefined }],
    ['metadata without a token endpoint', { ...metadata, token_endpoint: undefined }],
    ['metadata with an endpoint that anybody can listen to', { ...metadata, token_endpoint: 'http://login.example.org/token' }],
  ])('%s', async (_, wrong) => {
    told = wrong;
    expect(await outcome(theirs(good))).toBe('refused');
    expect(await outcome(ours(good))).toBe('refused');
  });

  test('a refusal of the token endpoint', async () => {
    answer = { status: 400, body: { error: 'invalid_grant' } };
    expect(await outcome(theirs(good))).toBe('refused');
    await expect(ours(good)).rejects.toMatchObject({ code: 'invalid_grant' });
  });
});

test('both redeem a code with the same form', async () => {
  await theirs(good);
  await ours(good);
  expect(sent).toHaveLength(2);
  expect(Object.fromEntries(sent[1]!.form)).toEqual(Object.fromEntries(sent[0]!.form));
  expect(sent[1]!.url).toBe(sent[0]!.url);
});

test('the way to the issuer keeps its query, and says who asks for what, with a proof key that another program finds right', async () => {
  const url = new URL(await createIssuer(config, clock).departure(journey, true));
  expect(url.searchParams.get('tenant')).toBe('a');
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: 'web',
    redirect_uri: BACK,
    response_type: 'code',
    scope: 'openid email profile',
    state: 'the-state',
    nonce: 'the-nonce',
    prompt: 'none',
    code_challenge_method: 'S256',
    code_challenge: await oauth.calculatePKCECodeChallenge(journey.verifier),
  });
});

test('each journey has its own unguessable words, of the length that PKCE asks for', () => {
  const [one, other] = [newJourney('/'), newJourney('/')];
  expect(new Set([one.state, one.nonce, one.verifier, other.state, other.nonce, other.verifier]).size).toBe(6);
  expect(one.verifier).toMatch(/^[\w-]{43}$/);
});

test('a journey comes back to this site, whatever the path looks like', () => {
  expect(newJourney('//evil.example/x').returnTo).toBe('/evil.example/x');
});

test('a renewed token may come without a new refresh token: the older one is kept', async () => {
  answer = { status: 200, body: { ...tokens(jwt({ ...claims, nonce: undefined })), refresh_token: undefined } };
  expect((await createIssuer(config, clock).renewal('older')).refreshToken).toBe('older');
  expect(Object.fromEntries(sent[0]!.form)).toEqual({ client_id: 'web', grant_type: 'refresh_token', refresh_token: 'older' });
});

test('signing out revokes the refresh token, then leads to the issuer', async () => {
  const url = new URL((await createIssuer(config, clock).farewell('r'))!);
  expect(sent).toEqual([{ url: `${ISSUER}/revoke`, form: expect.any(URLSearchParams) }]);
  expect(sent[0]!.form.get('token')).toBe('r');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: 'web',
    post_logout_redirect_uri: 'https://meet.example.org/',
    logout_uri: 'https://meet.example.org/',
  });
});
