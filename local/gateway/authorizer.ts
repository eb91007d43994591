import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { textAt } from '../json.ts';

/** `JwtConfiguration` of an authorizer. */
export interface JwtRule {
  readonly issuer: string;
  readonly audience: readonly string[];
}

export type Authorization =
  | { readonly kind: 'allowed'; readonly claims: Readonly<Record<string, string>> }
  | { readonly kind: 'denied'; readonly reason: string };

/** Gives the keys of an issuer. */
export type KeysOf = (issuer: string) => Promise<JWTVerifyGetKey>;

/** Checks the token of a request as the JWT authorizer of an HTTP API does: signature, iss, aud or client_id, exp, nbf. */
export async function authorize(header: string | undefined, rule: JwtRule, keysOf: KeysOf): Promise<Authorization> {
  const token = header?.replace(/^bearer /i, '') ?? '';
  if (token === '') return { kind: 'denied', reason: 'no token' };
  try {
    const { payload } = await jwtVerify(token, await keysOf(rule.issuer), { issuer: rule.issuer, algorithms: ['RS256', 'RS384', 'RS512'] });
    if (!isForAudience(payload, rule.audience)) return { kind: 'denied', reason: 'the token does not have a valid audience' };
    if (payload.exp === undefined) return { kind: 'denied', reason: 'the token never expires' };
    return { kind: 'allowed', claims: asText(payload) };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return { kind: 'denied', reason: error.message };
    throw error;
  }
}

/** The keys of an issuer somewhere else, found by its discovery document. */
export async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const configuration: unknown = await response.json();
  return createRemoteJWKSet(new URL(textAt(configuration, 'jwks_uri') ?? ''));
}

// Only when there is no aud does API Gateway look at client_id (the access tokens of Cognito).
function isForAudience(payload: JWTPayload, audience: readonly string[]): boolean {
  const claimed = payload.aud ?? textAt(payload, 'client_id') ?? [];
  return [claimed].flat().some((one) => audience.includes(one));
}

// API Gateway hands claims over as text: true becomes "true", a list becomes "[a b]".
function asText(payload: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [name, Array.isArray(value) ? `[${value.join(' ')}]` : claimText(value)]),
  );
}

function claimText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
