import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  isTokenOf,
  mintBookingToken,
  verifyBookingToken,
  type SignedBookingToken,
} from '../../../functions/platform/links/booking-token.ts';
import { parseLinkKeys, withNewKey, type LinkKeys } from '../../../functions/platform/links/link-keys.ts';
import { mintToken, verifyToken } from '../../../functions/platform/links/link-token.ts';
import { bookingLinksIn, type BookingGrant } from '../../../shared/link/booking-link.ts';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import { BOOKING_PURPOSES, LINK_PURPOSES } from '../../../shared/words/link-purposes.ts';
import { instantAt, millisOf, plusMinutes } from '../../../shared/time/instant.ts';
import { everyMail } from '../../support/decided-mail.ts';
import { mutationsOf } from '../../support/mutations.ts';
import { asha, ben, bensRoom, monday, nextTuesday, seed } from '../../support/rooms.ts';
import { twoKeys } from '../../support/written-mail.ts';

const grant: BookingGrant = {
  purpose: 'cant-come',
  roomId: bensRoom.id,
  uid: bensRoom.uid,
  role: 'guest',
  email: asha.email,
  bookedAt: monday,
  expiresAt: nextTuesday,
};

async function mint(more: Partial<BookingGrant> = {}, keys = twoKeys): Promise<string> {
  const token = await mintBookingToken(keys, { ...grant, ...more });
  if (token === null) throw new Error('The room has no UUID');
  return token;
}

function read(token: string, keys: LinkKeys = twoKeys): SignedBookingToken {
  const verified = verifyBookingToken(keys, token, 'cant-come', monday);
  if (verified.kind === 'forged') throw new Error('forged');
  return verified;
}

describe('a booking token', () => {
  test('a booking token names its room and is of its person, role and booking, and of no other', async () => {
    const verified = read(await mint());
    expect(verified).toMatchObject({ kind: 'valid', roomId: bensRoom.id, kid: 'k2' });
    const isOf = (change: Partial<BookingGrant>) => isTokenOf(twoKeys, verified, { ...grant, ...change });
    expect(isOf({})).toBe(true);
    expect(isOf({ email: ben.email })).toBe(false);
    expect(isOf({ role: 'host' })).toBe(false);
    expect(isOf({ bookedAt: plusMinutes(monday, 1) })).toBe(false);
    expect(isOf({ bookedAt: null })).toBe(false);
    expect(isOf({ uid: 'c0ffee00-0000-4000-8000-000000000002' as Uid })).toBe(false);
    expect(isOf({ roomId: 'c0ffee00-0000-4000-8000-000000000002' as RoomId })).toBe(false);
  });

  test.each(BOOKING_PURPOSES)('a booking token to %s has at most 170 characters, after a thousand rotations too', async (purpose) => {
    const keys: LinkKeys = { current: 'k999', byId: new Map([['k999', new Uint8Array(64)]]) };
    expect((await mint({ purpose }, keys)).length).toBeLessThanOrEqual(170);
  });

  test('a booking token says its id, purpose and expiry, and nothing of anybody', async () => {
    for (const { mail } of everyMail()) {
      for (const link of bookingLinksIn(mail)) {
        const payload = JSON.parse(Buffer.from((await mint(link)).split('.')[1]!, 'base64url').toString());
        expect(Object.keys(payload)).toEqual(['jti', 'aud', 'exp']);
        expect(Buffer.from(payload.jti, 'base64url')).toHaveLength(20);
      }
    }
  });

  test('a booking token lasts a minute longer than it says, because clocks differ', async () => {
    const token = await mint();
    const kindAt = (millis: number) => verifyBookingToken(twoKeys, token, 'cant-come', instantAt(millisOf(nextTuesday) + millis)).kind;
    expect([kindAt(59_999), kindAt(60_000)]).toEqual(['valid', 'expired']);
  });

  test('a room whose id is no UUID has no booking link, so that its mail is written all the same', () => {
    for (const id of ['', 'room-1', bensRoom.id.toUpperCase(), `${bensRoom.id}00`])
      expect(mintBookingToken(twoKeys, { ...grant, roomId: id as RoomId })).toBeNull();
  });
});

describe('what is no booking token', () => {
  test('every token that differs from a good one in a character is forged', async () => {
    const token = await mint();
    for (const other of mutationsOf(token, 300))
      expect(verifyBookingToken(twoKeys, other, 'cant-come', monday)).toEqual({ kind: 'forged' });
  });

  test('a token with a row is no booking token, and a booking token none with a row', async () => {
    const row = { ...grant, purpose: 'approve', sequence: 0, proposalId: null, reply: null } as const;
    expect(verifyBookingToken(twoKeys, await mintToken(twoKeys, row, seed(7)), 'cant-come', monday)).toEqual({ kind: 'forged' });
    for (const purpose of LINK_PURPOSES) expect(verifyToken(twoKeys, await mint(), purpose, monday)).toEqual({ kind: 'forged' });
  });

  test('a token that our key signed with another id than ours is forged', () => {
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const jti of ['', 'AAAA', 'A'.repeat(26), 'A'.repeat(28), '!'.repeat(27)]) {
      const body = `${encode({ alg: 'HS256', kid: 'k2' })}.${encode({ jti, aud: 'n', exp: 4_000_000_000 })}`;
      const signature = createHmac('sha256', twoKeys.byId.get('k2') ?? '')
        .update(body)
        .digest('base64url');
      expect(verifyBookingToken(twoKeys, `${body}.${signature}`, 'cant-come', monday)).toEqual({ kind: 'forged' });
    }
  });

  test('a booking token of the older of two keys is good, and of a key that is gone forged', async () => {
    const before = JSON.stringify({ current: 'k1', k1: 'a'.repeat(64) });
    const first = withNewKey(before, 'b'.repeat(64));
    const second = withNewKey(first.text, 'c'.repeat(64));
    const token = await mint({}, parseLinkKeys(before));
    expect(isTokenOf(parseLinkKeys(first.text), read(token, parseLinkKeys(first.text)), grant)).toBe(true);
    expect(verifyBookingToken(parseLinkKeys(second.text), token, 'cant-come', monday)).toEqual({ kind: 'forged' });
  });
});
