import type { Clock } from '../clock.ts';
import type { SiteConfig } from '../config.ts';
import { getJson, IssuerError, post } from './ask-issuer.ts';
import { readIdToken, type IdClaims } from './id-token.ts';
import { challengeOf, type Journey } from './journey.ts';
import { endpointOf, metadataOf } from './metadata.ts';

/** Held in memory only. */
export interface Tokens {
  readonly idToken: string;
  readonly claims: IdClaims;
  readonly refreshToken: string | null;
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

export function createIssuer({ issuer, clientId }: SiteConfig, clock: Clock): Issuer {
  const metadata = metadataOf(issuer);
  const back = `${location.origin}/signed-in`;
  const redeemed = async (form: Record<string, string>, nonce: string | null): Promise<Tokens> => {
    const endpoint = endpointOf(await metadata(), 'token_endpoint');
    const answer: { readonly id_token?: string; readonly refresh_token?: string } = await getJson(endpoint, {
      client_id: clientId,
      ...form,
    });
    const idToken = answer.id_token ?? '';
    const claims = readIdToken(idToken, { issuer, clientId, nonce, nowSeconds: Date.parse(clock.now()) / 1000 });
    // An issuer that rotates sends a new refresh token; the older one is then worth nothing.
    return { idToken, claims, refreshToken: answer.refresh_token ?? form['refresh_token'] ?? null };
  };
  return {
    departure: async (journey, silently) => {
      const query = { client_id: clientId, redirect_uri: back, ...(silently && { prompt: 'none' }), ...(await wishesOf(journey)) };
      return withQuery(endpointOf(await metadata(), 'authorization_endpoint'), query);
    },
    arrival: async (query, { state, nonce, verifier }) => {
      const { authorization_response_iss_parameter_supported: namesItself } = await metadata();
      if (query.get('state') !== state) throw new IssuerError('another state');
      // An answer of another issuer must not reach this one's token endpoint (RFC 9207).
      const from = query.get('iss');
      if (from === null ? namesItself : from !== issuer) throw new IssuerError('another issuer');
      const code = query.get('code');
      if (code === null) throw new IssuerError(query.get('error') ?? 'no code');
      return redeemed({ grant_type: 'authorization_code', code, redirect_uri: back, code_verifier: verifier }, nonce);
    },
    renewal: (refreshToken) => redeemed({ grant_type: 'refresh_token', refresh_token: refreshToken }, null),
    farewell: async (refreshToken) => {
      const { revocation_endpoint: revoke, end_session_endpoint: end } = await metadata();
      // Where revocation fails the token still dies with the sign-in.
      if (refreshToken && revoke) await post(revoke, { client_id: clientId, token: refreshToken }).catch(() => null);
      const home = `${location.origin}/`;
      // `logout_uri` is Cognito's name for the same thing.
      return end ? withQuery(end, { client_id: clientId, post_logout_redirect_uri: home, logout_uri: home }) : null;
    },
  };
}

async function wishesOf(journey: Journey): Promise<Record<string, string>> {
  return {
    response_type: 'code',
    scope: 'openid email profile',
    state: journey.state,
    nonce: journey.nonce,
    code_challenge: await challengeOf(journey),
    code_challenge_method: 'S256',
  };
}

function withQuery(address: string, query: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
