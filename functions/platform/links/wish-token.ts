import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WishGrant } from '../../../shared/link/wish-link.ts';
import type { WishId } from '../../../shared/words/ids.ts';
import { writeUuid } from '../uuid-of.ts';
import { readSigned, requireKey, signToken } from './link-token.ts';
import type { LinkKeys } from './link-keys.ts';

/*
 * The token of an unsubscribe link needs no row: 16 bytes of its jti are the wish's id, and 4 bytes are of an HMAC over all that it is
 * bound to. It also works after it has expired, because ending a wish that is over harms nobody.
 */

const AUDIENCE = 'u';
const WISH_BYTES = 16;
const TAG_BYTES = 4;

export interface SignedWishToken {
  readonly wishId: WishId;
  readonly tag: Buffer;
  readonly kid: string;
}

/** The same grant gives the same token while the same key is current. */
export function mintWishToken(keys: LinkKeys, grant: WishGrant): Promise<string> {
  const wish = Buffer.from(grant.wishId.replaceAll('-', ''), 'hex');
  const jti = Buffer.concat([wish, tagOf(keys, keys.current, grant)]).toString('base64url');
  return signToken(keys, { jti, aud: AUDIENCE, expiresAt: grant.expiresAt });
}

/** Undefined for everything that we did not sign for this purpose. No database is read. */
export function verifyWishToken(keys: LinkKeys, token: string): SignedWishToken | undefined {
  const signed = readSigned(keys, token);
  const bytes = Buffer.from(signed?.claims.jti ?? '', 'base64url');
  if (signed?.claims.aud !== AUDIENCE || bytes.length !== WISH_BYTES + TAG_BYTES) return undefined;
  return { wishId: writeUuid(bytes.subarray(0, WISH_BYTES)) as WishId, tag: bytes.subarray(WISH_BYTES), kid: signed.kid };
}

/** Whether the token was made for this wish, and not for an older one in the same place. */
export const isTokenOfWish = (keys: LinkKeys, { kid, tag }: SignedWishToken, wish: Omit<WishGrant, 'expiresAt'>): boolean =>
  timingSafeEqual(tag, tagOf(keys, kid, wish));

const tagOf = (keys: LinkKeys, kid: string, { wishId, wishedAt, email }: Omit<WishGrant, 'expiresAt'>): Buffer =>
  createHmac('sha256', requireKey(keys, kid))
    .update(JSON.stringify(['wish', wishId, wishedAt, email]))
    .digest()
    .subarray(0, TAG_BYTES);
