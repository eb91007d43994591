/** The claims of an ID token that this app reads (OpenID Connect Core 2, 5.1). */
export interface IdClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string | readonly string[];
  readonly azp?: string;
  /** Seconds since 1970. */
  readonly exp: number;
  readonly nonce?: string;
  readonly name?: unknown;
  readonly given_name?: unknown;
  readonly email?: unknown;
  readonly zoneinfo?: unknown;
}

export interface Expected {
  readonly issuer: string;
  readonly clientId: string;
  /** The nonce of the request; null where none was sent, as in a renewal. */
  readonly nonce: string | null;
  readonly nowSeconds: number;
}

const TOLERANCE_SECONDS = 30;

/**
 * The claims of a token that came straight from the issuer's token endpoint, checked as OpenID Connect Core 3.1.3.7 asks. Its
 * signature need not be (3.1.3.7, 6): TLS vouches for the sender, and the API checks it at every request. Throws for any other.
 */
export function readIdToken(token: string, { issuer, clientId, nonce, nowSeconds }: Expected): IdClaims {
  const [, payload = ''] = token.split('.');
  const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
  const claims: IdClaims = JSON.parse(new TextDecoder().decode(bytes));
  const audiences = [claims.aud].flat();
  const isOurs =
    claims.iss === issuer &&
    audiences.includes(clientId) &&
    (audiences.length === 1 || claims.azp === clientId) &&
    (claims.azp === undefined || claims.azp === clientId) &&
    claims.exp > nowSeconds - TOLERANCE_SECONDS &&
    (nonce === null || claims.nonce === nonce) &&
    typeof claims.sub === 'string';
  if (!isOurs) throw new Error('the ID token is not for this app, this request or this moment');
  return claims;
}
