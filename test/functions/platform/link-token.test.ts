import * as fc from 'fast-check';
import { compactVerify } from 'jose';
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseLinkKeys, withNewKey, type LinkKeys } from '../../../functions/platform/links/link-keys.ts';
import { hashOf, isBoundTo, kidOf, mintToken, TOKEN_LIMIT, verifyToken } from '../../../functions/platform/links/link-token.ts';
import { LINK_PURPOSES } from '../../../shared/words/link-purposes.ts';
import { linksIn, type LinkGrant } from '../../../shared/link/link.ts';
import { instantAt, millisOf, plusMinutes } from '../../../shared/time/instant.ts';
import { everyMail } from '../../support/decided-mail.ts';
import { mutationsOf } from '../../support/mutations.ts';
import { asha, ben, bensRoom, monday, nextTuesday, seed } from '../../support/rooms.ts';
import { mintLegacyToken } from '../../support/legacy-token.ts';
import { twoKeys } from '../../support/written-mail.ts';
import '../../support/repeatable-properties.ts';

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

const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());

describe('a token', () => {
  test('a token grants what it was made for', async () => {
    const token = await minted;
    expect(verifyToken(twoKeys, token, 'approve', monday)).toMatchObject({
      kind: 'valid',
      kid: 'k2',
      hash: hashOf(token),
      isLegacy: false,
    });
  });

  test('a token is the same for the same mail, and another for each purpose, role, room, person, proposal and mail', async () => {
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

  test('a token says its id, purpose and expiry, and the key that signed it: nothing else', async () => {
    for (const { mail } of everyMail()) {
      for (const link of linksIn(mail)) {
        const [header, payload] = (await mintToken(twoKeys, link, mail.seed)).split('.').slice(0, 2).map(decoded);
        expect(header).toEqual({ alg: 'HS256', kid: 'k2' });
        expect(Object.keys(payload)).toEqual(['jti', 'aud', 'exp']);
        expect(Buffer.from(payload.jti, 'base64url')).toHaveLength(16);
      }
    }
  });

  test.each(LINK_PURPOSES)('a token to %s has at most 170 characters, after a thousand rotations too', async (purpose) => {
    const keys: LinkKeys = { current: 'k999', byId: new Map([['k999', new Uint8Array(64)]]) };
    const token = await mintToken(keys, { ...grant, purpose }, seed(7));
    expect(token.length).toBeLessThanOrEqual(170);
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  test('a token is bound to its person, role, room, proposal and mail by its id', async () => {
    const verified = verifyToken(twoKeys, await minted, 'approve', monday);
    if (verified.kind === 'forged') throw new Error('forged');
    const isBound = (change: Partial<LinkGrant>, from = seed(7)) => isBoundTo(twoKeys, verified, { ...grant, ...change }, from);
    expect(isBound({})).toBe(true);
    expect(isBound({ email: ben.email })).toBe(false);
    expect(isBound({ role: 'host' })).toBe(false);
    expect(isBound({ purpose: 'decline' })).toBe(false);
    expect(isBound({ uid: 'c0ffee00-0000-4000-8000-000000000002' as LinkGrant['uid'] })).toBe(false);
    expect(isBound({ roomId: 'c0ffee00-0000-4000-8000-000000000002' as LinkGrant['roomId'] })).toBe(false);
    expect(isBound({ proposalId: 'p9' as LinkGrant['proposalId'] })).toBe(false);
    expect(isBound({}, seed(8))).toBe(false);
  });

  test('a token that is longer than any of ours is nothing, also where one of our keys signed it', async () => {
    const [head, payload] = (await minted).split('.');
    const signed = (more: object) => {
      const body = Buffer.from(JSON.stringify({ ...decoded(payload ?? ''), ...more })).toString('base64url');
      const signature = createHmac('sha256', twoKeys.byId.get('k2') ?? '')
        .update(`${head}.${body}`)
        .digest('base64url');
      return `${head}.${body}.${signature}`;
    };
    expect(verifyToken(twoKeys, signed({}), 'approve', monday).kind).toBe('valid');
    const long = signed({ more: 'x'.repeat(TOKEN_LIMIT) });
    expect(verifyToken(twoKeys, long, 'approve', monday)).toEqual(forged);
  });

  test.each(LINK_PURPOSES.filter((purpose) => purpose !== 'approve'))(
    'made to approve is nothing to one that asks to %s',
    async (purpose) => {
      expect(verifyToken(twoKeys, await minted, purpose, monday)).toEqual(forged);
    },
  );

  test('a token lasts a minute longer than it says, because clocks differ, and then tells what it was', async () => {
    const token = await minted;
    const kindAt = async (millis: number) => verifyToken(twoKeys, token, 'approve', instantAt(millisOf(nextTuesday) + millis)).kind;
    expect([await kindAt(59_999), await kindAt(60_000)]).toEqual(['valid', 'expired']);
    const expired = verifyToken(twoKeys, token, 'approve', plusMinutes(nextTuesday, 60));
    expect(expired).toMatchObject({ kind: 'expired', kid: 'k2', hash: hashOf(token) });
    expect(verifyToken(twoKeys, token, 'decline', plusMinutes(nextTuesday, 60))).toEqual(forged);
  });
});

describe('a token in the older, longer form', () => {
  test('a token in the older, longer form is good until it expires, and bound to its row', async () => {
    const token = await mintLegacyToken(twoKeys, grant, seed(7));
    const verified = verifyToken(twoKeys, token, 'approve', monday);
    if (verified.kind === 'forged') throw new Error('forged');
    expect(verified).toMatchObject({ kind: 'valid', isLegacy: true, hash: hashOf(token) });
    expect(isBoundTo(twoKeys, verified, grant, seed(7))).toBe(true);
    expect(isBoundTo(twoKeys, verified, grant, seed(8))).toBe(false);
  });

  test.each(LINK_PURPOSES)('a token in the older, longer form is good to %s alone', async (purpose) => {
    const token = await mintLegacyToken(twoKeys, { ...grant, purpose }, seed(7));
    const kinds = await Promise.all(LINK_PURPOSES.map(async (other) => verifyToken(twoKeys, token, other, monday).kind));
    expect(kinds.filter((kind) => kind === 'valid')).toHaveLength(1);
    expect(verifyToken(twoKeys, token, purpose, monday).kind).toBe('valid');
  });
});

describe('during a rotation', () => {
  const before = JSON.stringify({ current: 'k1', k1: 'a'.repeat(64) });
  const first = withNewKey(before, 'b'.repeat(64));
  const second = withNewKey(first.text, 'c'.repeat(64));

  test('links of the older key still work, and new links are signed with the newer one', async () => {
    const old = await mintToken(parseLinkKeys(before), grant, seed(7));
    expect(verifyToken(parseLinkKeys(first.text), old, 'approve', monday)).toMatchObject({ kind: 'valid', kid: 'k1' });
    expect(kidOf(await mintToken(parseLinkKeys(first.text), grant, seed(7)))).toBe('k2');
  });

  test('links of a key that is gone are forgeries like any other', async () => {
    const old = await mintToken(parseLinkKeys(before), grant, seed(7));
    expect(second.dropped).toEqual(['k1']);
    expect(verifyToken(parseLinkKeys(second.text), old, 'approve', monday)).toEqual(forged);
  });

  test('a link of the older key is still bound to its row', async () => {
    const old = verifyToken(parseLinkKeys(first.text), await mintToken(parseLinkKeys(before), grant, seed(7)), 'approve', monday);
    if (old.kind === 'forged') throw new Error('forged');
    expect(isBoundTo(parseLinkKeys(first.text), old, grant, seed(7))).toBe(true);
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
    ['an id that is no text', (claims) => JSON.stringify({ ...claims, jti: 7 })],
    ['no id', (claims) => JSON.stringify({ ...claims, jti: undefined })],
    ['two purposes', (claims) => JSON.stringify({ ...claims, aud: ['approve', 'decline'] })],
  ])('signed by our key, but it says %s', async (_, says) => {
    expect(verifyToken(twoKeys, ours(says(await claimed())), 'approve', monday)).toEqual(forged);
  });

  test.each(forgeries)('%s', async (_, forge) => {
    expect(verifyToken(twoKeys, await forge(), 'approve', monday)).toEqual(forged);
  });

  test('a token of which anything was changed: not one of 10,000 mutations is accepted', async () => {
    const token = await minted;
    const accepted: string[] = [];
    for (const mutation of mutationsOf(token, 10_000)) {
      if (verifyToken(twoKeys, mutation, 'approve', monday).kind !== 'forged') accepted.push(mutation);
    }
    expect(accepted).toEqual([]);
  });

  test('jose accepts each token that is accepted, with the same id', async () => {
    for (const keys of [twoKeys, parseLinkKeys(JSON.stringify({ current: 'k7', k7: 'd'.repeat(64) }))]) {
      for (const token of [await mintToken(keys, grant, seed(7)), await mintLegacyToken(keys, grant, seed(8))]) {
        const verified = verifyToken(keys, token, 'approve', monday);
        const { payload: claims } = await compactVerify(token, keys.byId.get(keys.current)!, { algorithms: ['HS256'] });
        expect(verified).toMatchObject({ kind: 'valid', jti: JSON.parse(new TextDecoder().decode(claims)).jti });
      }
    }
  });

  test('a token that jose would accept and that we do not write is refused: another order in the header, or another spelling', async () => {
    const token = await minted;
    const last = token.at(-1)!;
    const respelled = token.slice(0, -1) + String.fromCharCode(last.charCodeAt(0) + 1);
    const reordered = signed({ kid: 'k2', alg: 'HS256' }, await payload(), right);
    await expect(compactVerify(reordered, twoKeys.byId.get('k2')!)).resolves.toBeDefined();
    for (const other of [reordered, respelled, `${token}=`, `${token}.`, ` ${token}`]) {
      expect(verifyToken(twoKeys, other, 'approve', monday)).toEqual(forged);
    }
  });

  test('any text that we did not sign is no token', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 1200 }), async (text) => {
        expect(verifyToken(twoKeys, text, 'approve', monday)).toEqual(forged);
        expect(kidOf(text)).toBeUndefined();
      }),
    );
  });

  test('a token is refused by other keys', async () => {
    const none: LinkKeys = { current: 'k9', byId: new Map() };
    expect(verifyToken(none, await minted, 'approve', monday)).toEqual(forged);
  });
});
