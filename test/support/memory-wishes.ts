import { positionOf } from '../../functions/platform/wishes/wish-item.ts';
import { placesOf } from '../../functions/platform/wishes/wish-places.ts';
import type { WishStore } from '../../functions/platform/wishes/wish-store.ts';
import type { WishId } from '../../shared/words/ids.ts';
import { bucketsOf } from '../../shared/wish/wish-buckets.ts';
import { isSameWish, type Wish } from '../../shared/wish/wish.ts';

/** Wishes in memory, with the contract of the real store. */
export function memoryWishes(): WishStore {
  const kept = new Map<WishId, Wish>();
  const buckets = new Map<string, ReadonlySet<string>>();
  const oldestFirst = () => [...kept.values()].toSorted((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1));
  const list: WishStore['list'] = async (sub, now) =>
    structuredClone(oldestFirst().filter(({ person, until }) => person.sub === sub && until > now));
  return {
    list,
    load: async (id) => structuredClone(kept.get(id)),
    add: async (person, wanted, now) => {
      const present = await list(person.sub, now);
      const same = present.find((wish) => isSameWish(wish, wanted));
      const id = placesOf(person.sub).find((place) => (kept.get(place)?.until ?? now) <= now);
      if (same || id === undefined) return same ?? 'full';
      const wish = { id, person, ...wanted, createdAt: now };
      kept.set(id, structuredClone(wish));
      buckets.set(positionOf(wish), new Set(bucketsOf(wish, now)));
      return wish;
    },
    remove: async ({ id, createdAt }) => {
      if (kept.get(id)?.createdAt === createdAt) kept.delete(id);
    },
    removeAll: async (sub) => {
      const own = placesOf(sub).filter((id) => kept.delete(id));
      return own.length;
    },
    find: async (bucket, after, most) => {
      const all = oldestFirst()
        .filter((wish) => buckets.get(positionOf(wish))?.has(bucket) === true && (after === null || positionOf(wish) > after))
        .map(({ person, id, createdAt, ...wanted }) => ({ position: positionOf({ id, createdAt }), id, sub: person.sub, wanted }));
      const entries = structuredClone(all.slice(0, most));
      return { entries, next: all.length > most ? (entries.at(-1)?.position ?? null) : null };
    },
  };
}
