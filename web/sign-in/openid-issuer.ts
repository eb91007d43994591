import * as oauth from 'oauth4webapi';
import { interruption } from '../api-error.ts';
import type { Clock } from '../server-clock.ts';
import type { SiteConfig } from '../site-config.ts';
import { createDiscovery, endpointOf } from './discovery.ts';
import { challengeOf, type Journey } from './journey.ts';

/** Held in memory only. */
export interface Tokens {
  readonly idToken: string;
  readonly claims: oauth.IDToken;
  readonly refreshToken: string | null;
}

/**
 * The OpenID Connect issuer of this deployment, asked by oauth4webapi: Authorization Code with PKCE (RFC 7636), as a client
 * without a secret. Every method rejects with `ApiError` of code `unreachable` when the issuer does not answer, and with
 * an error of oauth4webapi when the answer is a refusal or not valid.
 */
export interface OpenIdIssuer {
  /** Where to send the browser. `silently`: the issuer answers at once, without asking the person anything. */
  departure(journey: Journey, silently: boolean): Promise<string>;
  /** Redeems what the issuer sent back. */
  arrival(query: URLSearchParams, journey: Journey): Promise<Tokens>;
  renewal(before: Tokens): Promise<Tokens>;
  /** Ends the sign-in at the issuer; where to send the browser, or null when the issuer offers no such page. */
  farewell(refreshToken: string | null): Promise<string | null>;
}

const SCOPE = 'openid email profile';
const CLOCK_TOLERANCE_SECONDS = 30;
const TIMEOUT_MILLIS = 15_000;

export function createOpenIdIssuer({ issuer, clientId }: SiteConfig, clock: Clock): OpenIdIssuer {
  // The ID token is judged by the server's clock: the clock of a device may be a day off.
  const client: oauth.Client = {
    client_id: clientId,
    [oauth.clockSkew]: clock.skewSeconds,
    [oauth.clockTolerance]: CLOCK_TOLERANCE_SECONDS,
  };
  const options = {
    [oauth.customFetch]: fetchOrInterrupt,
    // Only an issuer on plain HTTP, as on one machine, may have endpoints on plain HTTP.
    [oauth.allowInsecureRequests]: new URL(issuer).protocol === 'http:',
    signal: () => AbortSignal.timeout(TIMEOUT_MILLIS),
  };
  const discover = createDiscovery(issuer, options);
  const back = `${location.origin}/signed-in`;
  return {
    departure: async (journey, silently) =>
      addQuery(endpointOf(await discover(), 'authorization_endpoint'), {
        client_id: clientId,
        redirect_uri: back,
        response_type: 'code',
        scope: SCOPE,
        state: journey.state,
        nonce: journey.nonce,
        code_challenge: await challengeOf(journey),
        code_challenge_method: 'S256',
        ...(silently && { prompt: 'none' }),
      }),
    arrival: async (query, { state, nonce, verifier }) => {
      const server = await discover();
      const checked = oauth.validateAuthResponse(server, client, query, state);
      const response = await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), checked, back, verifier, options);
      const wanted = { expectedNonce: nonce, requireIdToken: true };
      return tokensOf(await oauth.processAuthorizationCodeResponse(server, client, response, wanted), null);
    },
    renewal: async (before) => {
      const server = await discover();
      const refreshToken = before.refreshToken ?? '';
      const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refreshToken, options);
      const tokens = tokensOf(await oauth.processRefreshTokenResponse(server, client, response), before.refreshToken);
      // OpenID Connect Core 12.2 demands it of the issuer.
      if (tokens.claims.sub !== before.claims.sub) throw new Error('the renewed token is about somebody else');
      return tokens;
    },
    farewell: async (refreshToken) => {
      const server = await discover();
      if (refreshToken && server.revocation_endpoint) {
        // When revocation fails, the refresh token still ends with the sign-in at the issuer.
        await oauth.revocationRequest(server, client, oauth.None(), refreshToken, options).catch(() => null);
      }
      if (!server.end_session_endpoint) return null;
      const home = `${location.origin}/`;
      // Cognito calls the same parameter `logout_uri`.
      const query = { client_id: clientId, post_logout_redirect_uri: home, logout_uri: home };
      return addQuery(endpointOf(server, 'end_session_endpoint'), query);
    },
  };
}

/** @param olderRefreshToken an issuer that does not rotate sends no new one: the older one is kept */
function tokensOf(response: oauth.TokenEndpointResponse, olderRefreshToken: string | null): Tokens {
  const claims = oauth.getValidatedIdTokenClaims(response);
  if (!response.id_token || !claims) throw new Error('the issuer sent no ID token');
  return { idToken: response.id_token, claims, refreshToken: response.refresh_token ?? olderRefreshToken };
}

// oauth4webapi throws TypeErrors too, so that a TypeError of `fetch` alone does not say that the network is missing.
async function fetchOrInterrupt(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request);
  } catch {
    throw interruption('unreachable');
  }
}

function addQuery(address: string, query: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
