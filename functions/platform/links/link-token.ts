import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { compactVerify, decodeProtectedHeader, errors, SignJWT } from 'jose';
import * as z from 'zod/mini';
import type { EmailAddress } from '../../../shared/words/email-address.ts';
import { LINK_PURPOSES, type LinkGrant, type LinkPurpose } from '../../../shared/link/link.ts';
import type { Role } from '../../../shared/words/roles.ts';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import { millisOf, type Instant } from '../../../shared/time/instant.ts';
import type { LinkKeys } from './link-keys.ts';

export const TOKEN_LIMIT = 1000;
const CLOCK_GRACE_SECONDS = 60;

export interface LinkClaims {
  readonly purpose: LinkPurpose;
  readonly roomId: RoomId;
  readonly uid: Uid;
  readonly role: Role;
  readonly emailDigest: string;
}

/** `forged` stands for everything that we did not sign for this purpose; an expired token carries what it once granted. */
export type VerifiedToken =
  | { readonly kind: 'valid' | 'expired'; readonly claims: LinkClaims; readonly kid: string; readonly hash: string }
  | { readonly kind: 'forged' };

/**
 * A compact JWT (HS256) for one grant. The same grant and seed give the same token while the same key is current, so that
 * a retried mail has the same bytes; without the key neither the token nor its 128-bit `jti` can be guessed. The address
 * is in it as a keyed digest only.
 */
export async function mintToken(keys: LinkKeys, grant: LinkGrant, seed: string): Promise<string> {
  const key = keyOf(keys, keys.current);
  return new SignJWT({ rid: grant.roomId, uid: grant.uid, role: grant.role, eml: digestOf(key, grant.email) })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: keys.current })
    .setJti(shortMac(key, `jti ${seed} ${grant.purpose} ${grant.role} ${grant.proposalId ?? ''}`))
    .setAudience(grant.purpose)
    .setExpirationTime(Math.floor(millisOf(grant.expiresAt) / 1000))
    .sign(key);
}

/** Checks length, signature, purpose and expiry, in this order, and reads no database. The algorithm is ours, never the token's. */
export async function verifyToken(keys: LinkKeys, token: string, purpose: LinkPurpose, now: Instant): Promise<VerifiedToken> {
  const signed = await signedIn(keys, token);
  if (!signed || signed.claims.aud !== purpose) return { kind: 'forged' };
  const { exp, rid, uid, role, eml } = signed.claims;
  const kind = (exp + CLOCK_GRACE_SECONDS) * 1000 <= millisOf(now) ? 'expired' : 'valid';
  const granted = { purpose, roomId: rid as RoomId, uid: uid as Uid, role, emailDigest: eml };
  return { kind, kid: signed.kid, hash: hashOf(token), claims: granted };
}

/** The key that a token says it was signed with; nothing of this is proven. */
export function kidOf(token: string): string | undefined {
  try {
    return token.length > TOKEN_LIMIT ? undefined : decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
}

/** SHA-256 of a token, in hex: what `magic_links` knows it by. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Whether the token was made for this address. */
export function isFor(keys: LinkKeys, { claims, kid }: Extract<VerifiedToken, { claims: LinkClaims }>, email: EmailAddress): boolean {
  const expected = Buffer.from(digestOf(keyOf(keys, kid), email));
  const actual = Buffer.from(claims.emailDigest);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

const claims = z.object({
  aud: z.enum(LINK_PURPOSES),
  exp: z.number(),
  rid: z.uuid(),
  uid: z.string(),
  role: z.enum(['host', 'guest']),
  eml: z.string(),
});

/** What a token says, if one of our keys signed it and it says what our tokens do. */
async function signedIn(
  keys: LinkKeys,
  token: string,
): Promise<{ readonly claims: z.output<typeof claims>; readonly kid: string } | undefined> {
  if (token.length > TOKEN_LIMIT) return undefined;
  try {
    const { payload, protectedHeader } = await compactVerify(token, ({ kid }) => keyOf(keys, kid), { algorithms: ['HS256'] });
    const { data } = claims.safeParse(JSON.parse(new TextDecoder().decode(payload)));
    return data && { claims: data, kid: protectedHeader.kid ?? '' };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function keyOf(keys: LinkKeys, kid: string | undefined): Uint8Array {
  const key = kid === undefined ? undefined : keys.byId.get(kid);
  if (!key) throw new errors.JWSSignatureVerificationFailed();
  return key;
}

const digestOf = (key: Uint8Array, email: EmailAddress): string => shortMac(key, `email ${email}`);

const shortMac = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url');
