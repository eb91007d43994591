import { mintBookingToken, verifyBookingToken } from '../../functions/platform/links/booking-token.ts';
import { verifyToken, mintToken } from '../../functions/platform/links/link-token.ts';
import type { LinkKeys } from '../../functions/platform/links/link-keys.ts';
import type { BookingGrant } from '../../shared/link/booking-link.ts';
import type { LinkGrant } from '../../shared/link/link.ts';
import { instantAt } from '../../shared/time/instant.ts';
import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { RoomId, Uid } from '../../shared/words/ids.ts';
import { BOOKING_PURPOSES, LINK_PURPOSES, type BookingPurpose, type LinkPurpose } from '../../shared/words/link-purposes.ts';
import type { Figure } from '../figure.ts';
import { tryFromSeeds } from '../try-from-seeds.ts';
import { createRandom, type Random } from '../world/random.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const BATCH = 500;
const PURPOSES: readonly Purpose[] = [...LINK_PURPOSES, ...BOOKING_PURPOSES];
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
    const booking: BookingGrant = { ...grant, purpose: 'cant-come', bookedAt: NOW };
    const good = await Promise.all([goodToken(ours, grant, chance), goodToken(ours, grant, chance), goodBookingToken(ours, booking)]);
    const foreign = await Promise.all([goodToken(theirs, grant, chance), goodBookingToken(theirs, booking)]);
    const found = await tryFromSeeds(trial, (seed) => {
      const random = createRandom(seed);
      const batch = Array.from({ length: BATCH }, () => forge(random, good, foreign));
      const wrongs = batch.map(({ token, purpose }) => ({ kind: verify(ours, token, purpose).kind, token, purpose }));
      return { tried: BATCH, wrongs: wrongs.filter(({ kind }) => kind !== 'forged').map((it) => `${it.kind}: ${it.purpose} ${it.token}`) };
    });
    return { ...found, notes: [] };
  },
};

type Purpose = LinkPurpose | BookingPurpose;

interface GoodToken {
  readonly token: string;
  readonly purpose: Purpose;
}

const goodToken = async (keys: LinkKeys, grant: LinkGrant, random: Random): Promise<GoodToken> => ({
  token: await mintToken(keys, grant, random.hex(32)),
  purpose: grant.purpose,
});

const goodBookingToken = async (keys: LinkKeys, grant: BookingGrant): Promise<GoodToken> => ({
  token: (await mintBookingToken(keys, grant)) ?? '',
  purpose: grant.purpose,
});

const isForBooking = (purpose: Purpose): purpose is BookingPurpose => BOOKING_PURPOSES.some((one) => one === purpose);

const verify = (keys: LinkKeys, token: string, purpose: Purpose): { readonly kind: string } =>
  isForBooking(purpose) ? verifyBookingToken(keys, token, purpose, NOW) : verifyToken(keys, token, purpose, NOW);

const keysOf = (random: Random): LinkKeys => ({ current: 'k1', byId: new Map([['k1', Buffer.from(random.hex(64), 'hex')]]) });

function forge(random: Random, good: readonly GoodToken[], foreign: readonly GoodToken[]): GoodToken {
  const original = random.pick(good);
  if (random.isTrue(0.05)) return { ...original, purpose: random.pick(PURPOSES.filter((purpose) => purpose !== original.purpose)) };
  for (;;) {
    const token = mutate(random, random.isTrue(0.9) ? original.token : random.pick(foreign).token, random.pick(good).token);
    if (!good.some((one) => isSpellingOf(token, one.token))) return { token, purpose: original.purpose };
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
