import { createHash, createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { decodeProtectedHeader, SignJWT } from 'jose';
import * as z from 'zod/mini';
import type { LinkPurpose } from '../../../shared/words/link-purposes.ts';
import type { LinkGrant } from '../../../shared/link/link.ts';
import { millisOf, type Instant } from '../../../shared/time/instant.ts';
import type { LinkKeys } from './link-keys.ts';

export const TOKEN_LIMIT = 1000;
const CLOCK_GRACE_SECONDS = 60;

/** `aud` of a purpose's tokens: at most seven characters, so that a token has at most 170 also when keys are numbered by hundreds. */
const AUDIENCES: Readonly<Record<LinkPurpose, string>> = {
  reschedule: 'propose',
  approve: 'approve',
  decline: 'decline',
  confirm: 'confirm',
  restore: 'restore',
  book: 'book',
};

/** What of a grant a token is derived from. */
type Bound = Pick<LinkGrant, 'purpose' | 'roomId' | 'uid' | 'role' | 'email' | 'proposalId' | 'wisher'>;

/** `forged` stands for everything that we did not sign for this purpose. Whom a token is for is in its row, never in the token. */
export type VerifiedToken =
  | { readonly kind: 'valid' | 'expired'; readonly jti: string; readonly kid: string; readonly hash: string; readonly isLegacy: boolean }
  | { readonly kind: 'forged' };

/**
 * A compact JWT (HS256) of at most 170 characters. Its `jti` is derived from the mail's seed and from all that the grant is bound to,
 * so the same grant and seed give the same token while the same key is current, and a retried mail has the same bytes. Without the
 * key neither the token nor its 128-bit `jti` can be guessed.
 */
export async function mintToken(keys: LinkKeys, grant: LinkGrant, seed: string): Promise<string> {
  const jti = jtiOf(requireKey(keys, keys.current), grant, seed);
  return signToken(keys, { jti, aud: AUDIENCES[grant.purpose], expiresAt: grant.expiresAt });
}

/** Signs by the current key. */
export const signToken = (keys: LinkKeys, { jti, aud, expiresAt }: { jti: string; aud: string; expiresAt: Instant }): Promise<string> =>
  new SignJWT()
    .setProtectedHeader({ alg: 'HS256', kid: keys.current })
    .setJti(jti)
    .setAudience(aud)
    .setExpirationTime(Math.floor(millisOf(expiresAt) / 1000))
    .sign(requireKey(keys, keys.current));

/** Checks length, signature, purpose and expiry, in this order, and reads no database. The algorithm is ours, never the token's. */
export function verifyToken(keys: LinkKeys, token: string, purpose: LinkPurpose, now: Instant): VerifiedToken {
  const signed = readSigned(keys, token);
  if (!signed) return { kind: 'forged' };
  const { jti, aud, exp, eml } = signed.claims;
  const isLegacy = eml !== undefined;
  if (aud !== (isLegacy ? purpose : AUDIENCES[purpose])) return { kind: 'forged' };
  return { kind: isPast(exp, now) ? 'expired' : 'valid', jti, kid: signed.kid, hash: hashOf(token), isLegacy };
}

/** Whether `exp` is over, with a minute of grace. */
export const isPast = (exp: number, now: Instant): boolean => (exp + CLOCK_GRACE_SECONDS) * 1000 <= millisOf(now);

/** Whether the token was derived from this grant and seed: the row that it leads to has not been changed since. */
export function isBoundTo(keys: LinkKeys, verified: Exclude<VerifiedToken, { kind: 'forged' }>, grant: Bound, seed: string): boolean {
  const key = requireKey(keys, verified.kid);
  const expected = Buffer.from(verified.isLegacy ? legacyJtiOf(key, grant, seed) : jtiOf(key, grant, seed));
  const actual = Buffer.from(verified.jti);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
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

// Tokens from before also spelled out room, role and address: `eml` tells them apart until the last of them has expired.
const claims = z.object({ jti: z.string(), aud: z.string(), exp: z.number(), eml: z.optional(z.string()) });

/**
 * What a token says, if one of our keys signed it and it says what our tokens do. Its header has to be the one that `mintToken`
 * writes, byte for byte, and so has the spelling of its signature: whatever else a JWT may be is none of ours.
 */
export function readSigned(keys: LinkKeys, token: string): { readonly claims: z.output<typeof claims>; readonly kid: string } | undefined {
  const [head, payload, signature, ...more] = token.length > TOKEN_LIMIT ? [] : token.split('.');
  if (head === undefined || payload === undefined || signature === undefined || more.length > 0) return undefined;
  const signer = signersOf(keys).get(head);
  if (signer === undefined) return undefined;
  const { kid, key } = signer;
  const expected = createHmac('sha256', key).update(`${head}.${payload}`).digest('base64url');
  if (signature.length !== expected.length || !timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return undefined;
  const { data } = claims.safeParse(parseJson(Buffer.from(payload, 'base64url').toString()));
  return data && { claims: data, kid };
}

/** Undefined for text that is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Signer {
  readonly kid: string;
  readonly key: KeyObject;
}

const signers = new WeakMap<LinkKeys, ReadonlyMap<string, Signer>>();

/** The keys by the headers of the tokens that they signed. Made once for each set of keys. */
function signersOf(keys: LinkKeys): ReadonlyMap<string, Signer> {
  const known = signers.get(keys) ?? new Map([...keys.byId].flatMap(([kid, secret]) => toEntries(kid, createSecretKey(secret))));
  signers.set(keys, known);
  return known;
}

/** Tokens in the older form also named their type. */
const toEntries = (kid: string, key: KeyObject): readonly (readonly [head: string, signer: Signer])[] =>
  [
    { alg: 'HS256', kid },
    { alg: 'HS256', typ: 'JWT', kid },
  ].map((header) => [Buffer.from(JSON.stringify(header)).toString('base64url'), { kid, key }]);

export function requireKey(keys: LinkKeys, kid: string): Uint8Array {
  const key = keys.byId.get(kid);
  if (!key) throw new Error(`There is no key ${kid}`);
  return key;
}

const jtiOf = (key: Uint8Array, { purpose, roomId, uid, role, email, proposalId, wisher }: Bound, seed: string): string =>
  shortMac(key, JSON.stringify(['jti', seed, purpose, roomId, uid, role, email, proposalId, ...(wisher ? [wisher.sub] : [])]));

const legacyJtiOf = (key: Uint8Array, { purpose, role, proposalId }: Bound, seed: string): string =>
  shortMac(key, `jti ${seed} ${purpose} ${role} ${proposalId ?? ''}`);

/** 128 bits in 22 characters. */
const shortMac = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url');
