import { verifyToken, mintToken } from '../../functions/platform/links/link-token.ts';
import type { LinkKeys } from '../../functions/platform/links/link-keys.ts';
import type { LinkGrant } from '../../shared/link/link.ts';
import { instantAt } from '../../shared/time/instant.ts';
import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { RoomId, Uid } from '../../shared/words/ids.ts';
import { LINK_PURPOSES } from '../../shared/words/link-purposes.ts';
import type { Figure } from '../figure.ts';
import { tryFromSeeds } from '../try-from-seeds.ts';
import { createRandom, type Random } from '../world/random.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const BATCH = 500;
const NOW = instantAt(Date.UTC(2030, 0, 7));

/** Figure 9: tokens near a good one. */
export const forgedTokens: Figure = {
  number: 9,
  name: 'forged-tokens',
  counts: 'tokens near a good one, changed, cut, joined, for another purpose or signed by another key: none accepted',
  goal: 100_000_000,
  run: async (trial) => {
    const chance = createRandom(trial.seed);
    const [ours, theirs] = [keysOf(chance), keysOf(chance)];
    const grant: LinkGrant = {
      purpose: 'approve',
      roomId: '00000000-0000-4000-8000-000000000001' as RoomId,
      uid: '00000000-0000-4000-8000-000000000002@practice.example' as Uid,
      role: 'guest',
      email: 'asha@mail.example' as EmailAddress,
      sequence: 0,
      expiresAt: instantAt(Date.UTC(2031, 0, 1)),
      proposalId: null,
      reply: null,
    };
    const good = await Promise.all([mintToken(ours, grant, chance.hex(32)), mintToken(ours, grant, chance.hex(32))]);
    const foreign = await mintToken(theirs, grant, chance.hex(32));
    const found = await tryFromSeeds(trial, (seed) => {
      const random = createRandom(seed);
      const batch = Array.from({ length: BATCH }, () => forge(random, good, foreign));
      const wrongs = batch.map(({ token, purpose }) => ({ kind: verifyToken(ours, token, purpose, NOW).kind, token, purpose }));
      return { tried: BATCH, wrongs: wrongs.filter(({ kind }) => kind !== 'forged').map((it) => `${it.kind}: ${it.purpose} ${it.token}`) };
    });
    return { ...found, notes: [] };
  },
};

const keysOf = (random: Random): LinkKeys => ({ current: 'k1', byId: new Map([['k1', Buffer.from(random.hex(64), 'hex')]]) });

type Purpose = (typeof LINK_PURPOSES)[number];

function forge(random: Random, good: readonly string[], foreign: string): { readonly token: string; readonly purpose: Purpose } {
  const original = random.pick(good);
  if (random.isTrue(0.05)) return { token: original, purpose: random.pick(LINK_PURPOSES.filter((purpose) => purpose !== 'approve')) };
  for (;;) {
    const token = mutate(random, random.isTrue(0.9) ? original : foreign, random.pick(good));
    if (!good.some((one) => isSpellingOf(token, one))) return { token, purpose: 'approve' };
  }
}

function mutate(random: Random, token: string, other: string): string {
  const at = random.below(token.length);
  const letter = random.pick(ALPHABET.split(''));
  const parts = token.split('.');
  switch (random.below(8)) {
    case 0:
      return token.slice(0, at) + token.slice(at + 1);
    case 1:
      return token.slice(0, at) + letter + token.slice(at);
    case 2:
      return token.slice(0, at);
    case 3:
      return parts.toReversed().join('.');
    case 4:
      // The head of one good token with the signature of another.
      return [...parts.slice(0, -1), other.split('.').at(-1)].join('.');
    case 5: {
      const bytes = Buffer.from(parts[1] ?? '', 'base64url');
      const place = random.below(bytes.length);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << random.below(8));
      return [parts[0], bytes.toString('base64url'), parts[2]].join('.');
    }
    case 6:
      return [
        Buffer.from(random.pick(['{"alg":"none"}', '{"alg":"HS512","kid":"k1"}', '{"alg":"RS256","kid":"k1"}'])).toString('base64url'),
        parts[1],
        random.pick([parts[2], '']),
      ].join('.');
    default:
      return token.slice(0, at) + letter + token.slice(at + 1);
  }
}

/** The last character of a signature holds bits that no byte has, so two texts can be one token. */
function isSpellingOf(text: string, token: string): boolean {
  const cut = (one: string): readonly [string, string] => [one.slice(0, one.lastIndexOf('.')), one.slice(one.lastIndexOf('.') + 1)];
  const [[head, signature], [goodHead, goodSignature]] = [cut(text), cut(token)];
  return head === goodHead && Buffer.from(signature, 'base64url').equals(Buffer.from(goodSignature, 'base64url'));
}
