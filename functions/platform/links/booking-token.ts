import { createHmac, timingSafeEqual } from 'node:crypto';
import type { BookingGrant } from '../../../shared/link/booking-link.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import type { BookingPurpose } from '../../../shared/words/link-purposes.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import { writeUuid } from '../uuid-of.ts';
import { hashOf, isPast, readSigned, requireKey, signToken } from './link-token.ts';
import type { LinkKeys } from './link-keys.ts';

/*
 * A booking token needs no row, because its jti says where to look: 16 bytes are the room's id, and 4 bytes are of an HMAC over all
 * that the link is bound to. The signature makes both unforgeable. The 4 bytes tell one holder and booking from another.
 */

/** `aud` of a purpose's tokens: one letter, so that a token has at most 170 characters beside the longer jti. */
const AUDIENCES: Readonly<Record<BookingPurpose, string>> = {
  'cant-come': 'n',
  note: 'w',
  introduce: 'i',
  'calendar-file': 'c',
  feedback: 'f',
};

const ROOM_BYTES = 16;
const TAG_BYTES = 4;

export type VerifiedBookingToken = SignedBookingToken | { readonly kind: 'forged' };

export interface SignedBookingToken {
  readonly kind: 'valid' | 'expired';
  readonly roomId: RoomId;
  readonly tag: Buffer;
  readonly kid: string;
  readonly hash: string;
}

/** What a token is bound to: all of a grant but its end. */
export type Binding = Omit<BookingGrant, 'expiresAt'>;

/** The same grant gives the same token while the same key is current. Null for a room whose id is no UUID, as imports may have them. */
export function mintBookingToken(keys: LinkKeys, grant: BookingGrant): Promise<string> | null {
  const room = Buffer.from(grant.roomId.replaceAll('-', ''), 'hex');
  if (room.length !== ROOM_BYTES || roomIdIn(room) !== grant.roomId) return null;
  const jti = Buffer.concat([room, tagOf(keys, keys.current, grant)]).toString('base64url');
  return signToken(keys, { jti, aud: AUDIENCES[grant.purpose], expiresAt: grant.expiresAt });
}

/** Checks length, signature, purpose and expiry, in this order, and reads no database. */
export function verifyBookingToken(keys: LinkKeys, token: string, purpose: BookingPurpose, now: Instant): VerifiedBookingToken {
  const signed = readSigned(keys, token);
  if (signed?.claims.aud !== AUDIENCES[purpose]) return { kind: 'forged' };
  const { jti, exp } = signed.claims;
  const bytes = Buffer.from(jti, 'base64url');
  if (bytes.length !== ROOM_BYTES + TAG_BYTES) return { kind: 'forged' };
  const kind = isPast(exp, now) ? 'expired' : 'valid';
  return { kind, roomId: roomIdIn(bytes.subarray(0, ROOM_BYTES)), tag: bytes.subarray(ROOM_BYTES), kid: signed.kid, hash: hashOf(token) };
}

/** Whether the token was made for this person in this role and booking. */
export const isTokenOf = (keys: LinkKeys, { kid, tag }: SignedBookingToken, binding: Binding): boolean =>
  timingSafeEqual(tag, tagOf(keys, kid, binding));

const tagOf = (keys: LinkKeys, kid: string, { purpose, roomId, uid, role, email, bookedAt }: Binding): Buffer =>
  createHmac('sha256', requireKey(keys, kid))
    .update(JSON.stringify(['booking', purpose, roomId, uid, role, email, bookedAt]))
    .digest()
    .subarray(0, TAG_BYTES);

const roomIdIn = (bytes: Buffer): RoomId => writeUuid(bytes) as RoomId;
