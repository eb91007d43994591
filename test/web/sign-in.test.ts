import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { instantAt } from '../../shared/time/instant.ts';
import { createOpenIdIssuer, type Tokens } from '../../web/sign-in/openid-issuer.ts';
import { newJourney } from '../../web/sign-in/journey.ts';

/*
 * The sign-in, before an issuer that answers rightly and wrongly. oauth4webapi judges the answers. These tests hold that the app asks it for
 * each check.
 */

const ISSUER = 'https://login.example.org/realm';
const BACK = 'https://meet.example.org/signed-in';
const config = { brandName: '', brandColor: '', issuer: ISSUER, clientId: 'web', topics: [], exams: [] };
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

const DAY_SECONDS = 86_400;

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
  vi.stubGlobal('fetch', async (address: string | URL, request: RequestInit = {}) => {
    const url = String(address);
    if (url.endsWith('openid-configuration')) return Response.json(told);
    sent.push({ url, form: new URLSearchParams(request.body as URLSearchParams) });
    return Response.json(answer.body, { status: answer.status });
  });
});
afterEach(() => vi.unstubAllGlobals());

const arrive = (query: URLSearchParams) => createOpenIdIssuer(config, clock).arrival(query, journey);

async function signedIn(): Promise<Tokens> {
  const now = answer;
  answer = { status: 200, body: tokens(jwt(claims)) };
  const first = await arrive(good);
  answer = now;
  return first;
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
  ])('an ID token %s is judged by what it says', async (_, payload, expected) => {
    answer = { status: 200, body: tokens(jwt(payload)) };
    expect(await outcome(arrive(good))).toBe(expected);
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
  ])('a sign-in that brings %s in place of a token is refused', async (_, idToken) => {
    answer = { status: 200, body: tokens(idToken) };
    expect(await outcome(arrive(good))).toBe('refused');
  });

  test('a name in any script is read as it was written', async () => {
    answer = { status: 200, body: tokens(jwt({ ...claims, name: 'Ünal Łukasz यूसुफ़ 👁️' })) };
    expect((await arrive(good)).claims.name).toBe('Ünal Łukasz यूसुफ़ 👁️');
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
    expect(await outcome(arrive(back(query)))).toBe(expected);
  });

  test.each([
    ['metadata of another issuer', { ...metadata, issuer: 'https://evil.example' }],
    ['metadata without an issuer', { ...metadata, issuer: undefined }],
    ['metadata without a token endpoint', { ...metadata, token_endpoint: undefined }],
    ['metadata with a token endpoint that anybody can listen to', { ...metadata, token_endpoint: 'http://login.example.org/token' }],
  ])('%s', async (_, wrong) => {
    told = wrong;
    expect(await outcome(arrive(good))).toBe('refused');
  });

  test('a refusal of the token endpoint is said by its name', async () => {
    answer = { status: 400, body: { error: 'invalid_grant' } };
    await expect(arrive(good)).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});

test('a code is redeemed with the proof key, the redirect address and nothing secret', async () => {
  await arrive(good);
  expect(sent.map(({ url, form }) => ({ url, form: Object.fromEntries(form) }))).toEqual([
    {
      url: `${ISSUER}/token`,
      form: { client_id: 'web', grant_type: 'authorization_code', code: 'c', redirect_uri: BACK, code_verifier: journey.verifier },
    },
  ]);
});

test('an issuer that does not answer is unreachable, and is asked again at the next try', async () => {
  const issuer = createOpenIdIssuer(config, clock);
  const working = globalThis.fetch;
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  await expect(issuer.arrival(good, journey)).rejects.toMatchObject({ code: 'unreachable' });
  vi.stubGlobal('fetch', working);
  expect((await issuer.arrival(good, journey)).claims.sub).toBe('asha');
});

test('an ID token is judged by the clock of the server, because that of a device may be a day off', async () => {
  const dayBehind = { now: () => instantAt(Date.now() + DAY_SECONDS * 1000), skewSeconds: DAY_SECONDS };
  const issuer = createOpenIdIssuer(config, dayBehind);
  expect(await outcome(issuer.arrival(good, journey))).toBe('refused');
  answer = { status: 200, body: tokens(jwt({ ...claims, iat: nowSeconds + DAY_SECONDS, exp: nowSeconds + DAY_SECONDS + 60 })) };
  expect(await outcome(issuer.arrival(good, journey))).toBe('accepted');
});

test('the address of the issuer keeps its query and gets who asks for what, with the digest of the proof key', async () => {
  const url = new URL(await createOpenIdIssuer(config, clock).departure(journey, true));
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
    code_challenge: createHash('sha256').update(journey.verifier).digest('base64url'),
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
  const renewed = await createOpenIdIssuer(config, clock).renewal(await signedIn());
  expect(renewed.refreshToken).toBe('r');
  expect(Object.fromEntries(sent.at(-1)!.form)).toEqual({ client_id: 'web', grant_type: 'refresh_token', refresh_token: 'r' });
});

test.each([
  ['about somebody else', { ...claims, nonce: undefined, sub: 'ben' }],
  ['that has run out', { ...claims, nonce: undefined, exp: nowSeconds - 120 }],
  ['for another app', { ...claims, nonce: undefined, aud: 'other' }],
])('a renewed token %s is refused', async (_, payload) => {
  const before = await signedIn();
  answer = { status: 200, body: tokens(jwt(payload)) };
  expect(await outcome(createOpenIdIssuer(config, clock).renewal(before))).toBe('refused');
});

test('a renewal without an ID token is refused', async () => {
  const before = await signedIn();
  answer = { status: 200, body: { access_token: 'a', token_type: 'Bearer' } };
  expect(await outcome(createOpenIdIssuer(config, clock).renewal(before))).toBe('refused');
});

test('signing out revokes the refresh token, then leads to the issuer', async () => {
  const url = new URL((await createOpenIdIssuer(config, clock).farewell('r'))!);
  expect(sent).toEqual([{ url: `${ISSUER}/revoke`, form: expect.any(URLSearchParams) }]);
  expect(sent[0]!.form.get('token')).toBe('r');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: 'web',
    post_logout_redirect_uri: 'https://meet.example.org/',
    logout_uri: 'https://meet.example.org/',
  });
});
