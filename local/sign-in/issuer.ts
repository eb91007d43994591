import type { IncomingMessage, ServerResponse } from 'node:http';
import { SignJWT } from 'jose';
import { readBody, sendJson } from '../http.ts';
import { isRecord, parseJson } from '../json.ts';
import type { SigningKey } from './keys.ts';
import { claimsOf, readPerson } from './local-person.ts';
import type { AnswerSignIn } from './provider.ts';
import type { Sessions } from './sessions.ts';

const BODY_LIMIT_BYTES = 16 * 1024;
const LIFETIME_SECONDS = 3600;

export interface IssuerParts {
  /** The `iss` of its tokens: the site's address with /oidc. */
  readonly issuer: string;
  readonly audience: string;
  readonly key: SigningKey;
}

/** Answers a request under /oidc. */
export type Issuer = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;

/** The local OpenID Connect issuer: tokens for the asking, and everything else by a provider that is loaded when it is needed. */
export function createIssuer(parts: IssuerParts, sessions: Sessions): Issuer {
  let provider: Promise<AnswerSignIn> | undefined;
  const load = async (): Promise<AnswerSignIn> => (await import('./provider.ts')).createProvider(parts, sessions);
  return async (request, response, path) => {
    if (request.method === 'POST' && path === '/oidc/dev-token') return devToken(parts, request, response);
    provider ??= load();
    return (await provider)(request, response, path);
  };
}

// For scripts: a token without a browser. `expiresInSeconds` may be negative, to try an expired one.
async function devToken({ issuer, audience, key }: IssuerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const input = parseJson((await readBody(request, BODY_LIMIT_BYTES)).toString());
  const person = readPerson(input);
  if (typeof person === 'string') return sendJson(response, 400, { error: 'invalid_request', error_description: person });
  const lifetime = isRecord(input) && typeof input['expiresInSeconds'] === 'number' ? input['expiresInSeconds'] : LIFETIME_SECONDS;
  const now = Math.floor(Date.now() / 1000);
  const token = await new SignJWT({ ...claimsOf(person), token_use: 'id', auth_time: now })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + lifetime)
    .sign(key.privateKey);
  sendJson(response, 200, { token });
}
