import * as fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseLinkKeys, withNewKey, type LinkKeys } from '../../../functions/platform/links/link-keys.ts';
import { hashOf, isFor, kidOf, mintToken, TOKEN_LIMIT, verifyToken } from '../../../functions/platform/links/link-token.ts';
import { LINK_PURPOSES, linksIn, type LinkGrant } from '../../../shared/link/link.ts';
import { instantAt, millisOf, plusMinutes } from '../../../shared/time/instant.ts';
import { everyMail } from '../../support/decided-mail.ts';
import { mutationsOf } from '../../support/mutations.ts';
import { asha, ben, bensRoom, monday, nextTuesday, seed } from '../../support/rooms.ts';
import { twoKeys } from '../../support/written-mail.ts';

const grant: LinkGrant = {
  purpose: 'approve',
  roomId: bensRoom.id,
  uid: bensRoom.uid,
  role: 'guest',
  email: asha.email,
  sequence: 0,
  expiresAt: nextTuesday,
  proposalId: null,
  reply: null,
};
const minted = mintToken(twoKeys, grant, seed(7));
const forged = { kind: 'forged' };

describe('a token', () => {
  test('grants what it was made for', async () => {
    const token = await minted;
    expect(await verifyToken(twoKeys, token, 'approve', monday)).toMatchObject({
      kind: 'valid',
      kid: 'k2',
      hash: hashOf(token),
      claims: { purpose: 'approve', roomId: bensRoom.id, uid: bensRoom.uid, role: 'guest' },
    });
  });

  test('is the same for the same mail, and another for each purpose, role, room, person, proposal and mail', async () => {
    const other = [
      { ...grant, purpose: 'decline' as const },
      { ...grant, role: 'host' as const },
      { ...grant, roomId: 'c0ffee00-0000-4000-8000-000000000002' as typeof grant.roomId },
      { ...grant, email: ben.email },
      { ...grant, proposalId: 'p9' as typeof grant.proposalId },
    ];
    const tokens = await Promise.all([...other.map((one) => mintToken(twoKeys, one, seed(7))), mintToken(twoKeys, grant, seed(8)), minted]);
    expect(new Set(tokens).size).toBe(7);
    expect(await mintToken(twoKeys, { ...grant }, seed(7))).toBe(await minted);
  });

  test('holds nothing by which a person could be known', async () => {
    for (const { mail } of everyMail()) {
      for (const link of linksIn(mail)) {
        const [, payload] = (await mintToken(twoKeys, link, mail.seed)).split('.');
        const text = Buffer.from(payload ?? '', 'base64url').toString();
        expect(text).not.toMatch(/@|carter|raman|ben|asha/i);
        expect(text).not.toContain(mail.seed);
      }
    }
  });

  test('fits into a URL that every mail program keeps whole', async () => {
    expect((await minted).length).toBeLessThan(500);
    expect(await minted).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  test('is for one address alone', async () => {
    const verified = await verifyToken(twoKeys, await minted, 'approve', monday);
    if (verified.kind === 'forged') throw new Error('forged');
    expect([isFor(twoKeys, verified, asha.email), isFor(twoKeys, verified, ben.email)]).toEqual([true, false]);
  });

  test.each(LINK_PURPOSES.filter((purpose) => purpose !== 'approve'))(
    'made to approve is nothing to one that asks to %s',
    async (purpose) => {
      expect(await verifyToken(twoKeys, await minted, purpose, monday)).toEqual(forged);
    },
  );

  test('lasts a minute longer than it says, for clocks differ, and then tells what it was', async () => {
    const token = await minted;
    const kindAt = async (millis: number) => (await verifyToken(twoKeys, token, 'approve', instantAt(millisOf(nextTuesday) + millis))).kind;
    expect([await kindAt(59_999), await kindAt(60_000)]).toEqual(['valid', 'expired']);
    const expired = await verifyToken(twoKeys, token, 'approve', plusMinutes(nextTuesday, 60));
    expect(expired).toMatchObject({ kind: 'expired', kid: 'k2', claims: { roomId: bensRoom.id, role: 'guest' } });
    expect(await verifyToken(twoKeys, token, 'decline', plusMinutes(nextTuesday, 60))).toEqual(forged);
  });
});

describe('during a rotation', () => {
  const before = JSON.stringify({ current: 'k1', k1: 'a'.repeat(64) });
  const first = withNewKey(before, 'b'.repeat(64));
  const second = withNewKey(first.text, 'c'.repeat(64));

  test('links of the older key still work, and new links are signed with the newer one', async () => {
    const old = await mintToken(parseLinkKeys(before), grant, seed(7));
    expect(await verifyToken(parseLinkKeys(first.text), old, 'approve', monday)).toMatchObject({ kind: 'valid', kid: 'k1' });
    expect(kidOf(await mintToken(parseLinkKeys(first.text), grant, seed(7)))).toBe('k2');
  });

  test('links of a key that is gone are forgeries like any other', async () => {
    const old = await mintToken(parseLinkKeys(before), grant, seed(7));
    expect(second.dropped).toEqual(['k1']);
    expect(await verifyToken(parseLinkKeys(second.text), old, 'approve', monday)).toEqual(forged);
  });

  test('an address is still recognised in a link of the older key', async () => {
    const old = await verifyToken(parseLinkKeys(first.text), await mintToken(parseLinkKeys(before), grant, seed(7)), 'approve', monday);
    if (old.kind === 'forged') throw new Error('forged');
    expect(isFor(parseLinkKeys(first.text), old, asha.email)).toBe(true);
  });
});

describe('what we did not sign is nothing to us', () => {
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = async () => (await minted).split('.')[1]!;
  const signed = (header: object, body: string, key: string, hash = 'sha256') => {
    const head = `${encoded(header)}.${body}`;
    return `${head}.${createHmac(hash, key).update(head).digest('base64url')}`;
  };
  const right = 'b'.repeat(64);

  const forgeries: readonly (readonly [string, () => Promise<string>])[] = [
    ['no signature, alg none', async () => `${encoded({ alg: 'none', kid: 'k2' })}.${await payload()}.`],
    [
      'alg none with the signature of another',
      async () => `${encoded({ alg: 'none', kid: 'k2' })}.${await payload()}.${(await minted).split('.')[2]}`,
    ],
    ['alg RS256, signed with our key as a secret', async () => signed({ alg: 'RS256', kid: 'k2' }, await payload(), right)],
    ['alg HS512 with the right key', async () => signed({ alg: 'HS512', kid: 'k2' }, await payload(), right, 'sha512')],
    ['alg in lower case', async () => signed({ alg: 'hs256', kid: 'k2' }, await payload(), right)],
    ['no alg', async () => signed({ kid: 'k2' }, await payload(), right)],
    ['no kid', async () => signed({ alg: 'HS256' }, await payload(), right)],
    ['an unknown kid', async () => signed({ alg: 'HS256', kid: 'k3' }, await payload(), right)],
    ['a kid that every object has', async () => signed({ alg: 'HS256', kid: '__proto__' }, await payload(), right)],
    ['a kid that is no text', async () => signed({ alg: 'HS256', kid: ['k2'] }, await payload(), right)],
    ['the kid of the other key', async () => signed({ alg: 'HS256', kid: 'k1' }, await payload(), right)],
    ['a key of its own in the header', async () => signed({ alg: 'HS256', kid: 'k2', jwk: { kty: 'oct', k: 'eA' } }, await payload(), 'x')],
    ['an extension that must be understood', async () => signed({ alg: 'HS256', kid: 'k2', crit: ['x'], x: 1 }, await payload(), right)],
    ['an empty key', async () => signed({ alg: 'HS256', kid: 'k2' }, await payload(), '')],
    ['a JWE', async () => 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA'],
    ['nothing', async () => ''],
    ['two dots', async () => '..'],
    ['text', async () => 'approve please'],
    ['a token and more', async () => `${await minted}.x`],
    ['too much', async () => (await minted).padEnd(TOKEN_LIMIT + 1, 'A')],
  ];

  const claimed = async () => JSON.parse(Buffer.from(await payload(), 'base64url').toString());
  const ours = (text: string) => signed({ alg: 'HS256', kid: 'k2' }, Buffer.from(text).toString('base64url'), right);

  // Of another version of this service, or of another use of the key.
  test.each<readonly [string, (claims: object) => string]>([
    ['no JSON', () => 'approve'],
    ['null', () => 'null'],
    ['a list', () => '[]'],
    ['no claims', () => '{}'],
    ['a purpose that we do not know', (claims) => JSON.stringify({ ...claims, aud: 'delete' })],
    ['an exp that is text', (claims) => JSON.stringify({ ...claims, exp: 'never' })],
    ['a role that we do not know', (claims) => JSON.stringify({ ...claims, role: 'admin' })],
  ])('signed by our key, but it says %s', async (_, says) => {
    expect(await verifyToken(twoKeys, ours(says(await claimed())), 'approve', monday)).toEqual(forged);
  });

  test.each(forgeries)('%s', async (_, forge) => {
    expect(await verifyToken(twoKeys, await forge(), 'approve', monday)).toEqual(forged);
  });

  test('a token of which anything was changed: not one of 100,000 mutations is accepted', async () => {
    const token = await minted;
    const accepted: string[] = [];
    for (const mutation of mutationsOf(token, 100_000)) {
      if ((await verifyToken(twoKeys, mutation, 'approve', monday)).kind !== 'forged') accepted.push(mutation);
    }
    expect(accepted).toEqual([]);
  });

  test('any text at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 1200 }), async (text) => {
        expect(await verifyToken(twoKeys, text, 'approve', monday)).toEqual(forged);
        expect(kidOf(text)).toBeUndefined();
      }),
    );
  });

  test('keys that know nobody', async () => {
    const none: LinkKeys = { current: 'k9', byId: new Map() };
    expect(await verifyToken(none, await minted, 'approve', monday)).toEqual(forged);
  });
});
