import type { Clock } from '../clock.ts';
import type { SiteConfig } from '../config.ts';
import { readIdToken, type IdClaims } from './id-token.ts';
import { keepMetadata, recallMetadata } from './memory.ts';

/** What has to be remembered between leaving for the issuer and coming back. */
export interface Journey {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The page to come back to: path and query. */
  readonly returnTo: string;
}

/** Held in memory only. */
export interface Tokens {
  readonly idToken: string;
  readonly claims: IdClaims;
  readonly refreshToken: string | null;
}

/** The issuer said no, or something that it should not have said. */
class IssuerError extends Error {
  /** OAuth's own code, e.g. `login_required`, or what was wrong with the answer. */
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The OpenID Connect issuer of this deployment: Authorization Code with PKCE (RFC 7636), for a client without a secret. */
export interface Issuer {
  /** Where to send the browser. `silently`: the issuer answers at once, without asking the person anything. */
  departure(journey: Journey, silently: boolean): Promise<string>;
  /** Redeems what the issuer sent back. Rejects with `IssuerError`, or with a `TypeError` when it cannot be reached. */
  arrival(query: URLSearchParams, journey: Journey): Promise<Tokens>;
  renewal(refreshToken: string): Promise<Tokens>;
  /** Ends the sign-in at the issuer; where to send the browser, or null when the issuer offers no such page. */
  farewell(refreshToken: string | null): Promise<string | null>;
}

/** The part of the issuer's metadata that is used (OpenID Connect Discovery 3). */
export interface Metadata {
  readonly issuer: string;
  readonly authorization_endpoint?: string;
  readonly token_endpoint?: string;
  readonly revocation_endpoint?: string;
  readonly end_session_endpoint?: string;
  readonly authorization_response_iss_parameter_supported?: boolean;
}

interface TokenAnswer {
  readonly id_token?: string;
  readonly refresh_token?: string;
}

export function createIssuer({ issuer, clientId }: SiteConfig, clock: Clock): Issuer {
  const metadata = once(async () => {
    const recalled = recallMetadata(issuer);
    if (recalled) return recalled;
    const found: Metadata = await getJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    if (found.issuer !== issuer) throw new IssuerError('another issuer');
    keepMetadata(found);
    return found;
  });
  const redirectUri = `${location.origin}/signed-in`;
  const redeemed = async (form: Record<string, string>, nonce: string | null): Promise<Tokens> => {
    const answer: TokenAnswer = await getJson(endpointOf(await metadata(), 'token_endpoint'), { client_id: clientId, ...form });
    const idToken = answer.id_token ?? '';
    const claims = readIdToken(idToken, { issuer, clientId, nonce, nowSeconds: Date.parse(clock.now()) / 1000 });
    // An issuer that rotates sends a new refresh token; the older one is then worth nothing.
    return { idToken, claims, refreshToken: answer.refresh_token ?? form['refresh_token'] ?? null };
  };
  return {
    departure: async ({ state, nonce, verifier }, silently) =>
      withQuery(endpointOf(await metadata(), 'authorization_endpoint'), {
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'openid email profile',
        state,
        nonce,
        code_challenge: await challengeOf(verifier),
        code_challenge_method: 'S256',
        ...(silently && { prompt: 'none' }),
      }),
    arrival: async (query, { state, nonce, verifier }) => {
      const found = await metadata();
      if (query.get('state') !== state) throw new IssuerError('another state');
      // An answer of another issuer must not reach this one's token endpoint (RFC 9207).
      const from = query.get('iss');
      if (from === null ? found.authorization_response_iss_parameter_supported : from !== issuer) throw new IssuerError('another issuer');
      const code = query.get('code');
      if (code === null) throw new IssuerError(query.get('error') ?? 'no code');
      return redeemed({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier }, nonce);
    },
    renewal: (refreshToken) => redeemed({ grant_type: 'refresh_token', refresh_token: refreshToken }, null),
    farewell: async (refreshToken) => {
      const { revocation_endpoint, end_session_endpoint } = await metadata();
      // Where revocation fails the token still dies with the sign-in.
      if (refreshToken && revocation_endpoint)
        await post(revocation_endpoint, { client_id: clientId, token: refreshToken }).catch(() => null);
      const home = `${location.origin}/`;
      // `logout_uri` is Cognito's name for the same thing.
      return end_session_endpoint
        ? withQuery(end_session_endpoint, { client_id: clientId, post_logout_redirect_uri: home, logout_uri: home })
        : null;
    },
  };
}

// Two slashes would begin the address of another site.
export const newJourney = (returnTo: string): Journey => ({
  state: random(),
  nonce: random(),
  verifier: random(),
  returnTo: returnTo.replace(/^\/+/, '/'),
});

const random = (): string => base64Url(crypto.getRandomValues(new Uint8Array(32)));

const challengeOf = async (verifier: string): Promise<string> =>
  base64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

// As secure as the issuer itself: codes and tokens go there.
function endpointOf(metadata: Metadata, name: 'authorization_endpoint' | 'token_endpoint'): string {
  const url = new URL(metadata[name] ?? '');
  if (url.protocol !== new URL(metadata.issuer).protocol) throw new IssuerError(`insecure ${name}`);
  return url.href;
}

const withQuery = (address: string, query: Record<string, string>): string => {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
};

// Followed redirects would carry codes and tokens to wherever they lead.
const post = (address: string, form: Record<string, string>): Promise<Response> =>
  fetch(address, { method: 'POST', body: new URLSearchParams(form), redirect: 'error' });

async function getJson(address: string, form?: Record<string, string>) {
  const response = await (form ? post(address, form) : fetch(address));
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new IssuerError(answer.error ?? `status ${response.status}`);
  return answer;
}

// A failed attempt is not kept: the network may be back.
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () =>
    (made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    }));
}
