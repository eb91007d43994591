import type { ClaimedErasure, ErasureState, ErasureStore } from '../../functions/platform/people/erasure-store.ts';
import { digestOfPerson } from '../../functions/platform/people/erasure-store.ts';
import type { Instant } from '../../shared/time/instant.ts';

interface Kept {
  readonly wish?: ClaimedErasure & { readonly askedAt: Instant };
  readonly claimedUntil?: Instant;
  readonly erasedAt?: Instant;
}

/** Who asked to be erased, in memory, with the contract of the real store. */
export function memoryErasures(): ErasureStore {
  const kept = new Map<string, Kept>();
  return {
    load: async (sub): Promise<ErasureState | null> => {
      const { wish, erasedAt } = kept.get(digestOfPerson(sub)) ?? {};
      if (wish) return { kind: 'asked', askedAt: wish.askedAt };
      return erasedAt === undefined ? null : { kind: 'erased', at: erasedAt };
    },
    ask: async (person, at) => {
      const digest = digestOfPerson(person.sub);
      const row = kept.get(digest) ?? {};
      const { askedAt } = row.wish ?? { askedAt: at };
      kept.set(digest, { ...row, wish: { ...person, askedAt } });
      return askedAt;
    },
    listAsked: async () =>
      [...kept]
        .flatMap(([digest, { wish }]) => (wish ? [{ digest, askedAt: wish.askedAt }] : []))
        .sort((a, b) => a.askedAt.localeCompare(b.askedAt)),
    claim: async (digest, at, until) => {
      const row = kept.get(digest);
      if (!row?.wish || (row.claimedUntil !== undefined && row.claimedUntil > at)) return undefined;
      kept.set(digest, { ...row, claimedUntil: until });
      return { sub: row.wish.sub, address: row.wish.address };
    },
    release: async (digest) => {
      const { claimedUntil: _, ...row } = kept.get(digest) ?? {};
      if (row.wish) kept.set(digest, row);
    },
    endTokens: async (sub, at) => {
      const digest = digestOfPerson(sub);
      kept.set(digest, { ...kept.get(digest), erasedAt: at });
    },
    finish: async (sub, at) => void kept.set(digestOfPerson(sub), { erasedAt: at }),
  };
}
