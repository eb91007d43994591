import type { LinkStore, StoredLink } from '../../functions/platform/links/link-store.ts';

/** Links in memory, with the contract of the real store. */
export function memoryLinks(): LinkStore & { readonly all: () => readonly StoredLink[] } {
  const rows = new Map<string, StoredLink>();
  return {
    all: () => structuredClone([...rows.values()]),
    put: async (hash, grant, seed) => {
      if (!rows.has(hash)) rows.set(hash, structuredClone({ ...grant, seed, usedAt: null }));
    },
    get: async (hash) => structuredClone(rows.get(hash)),
    markUsed: async (hash, at) => {
      const row = rows.get(hash);
      if (row) rows.set(hash, { ...row, usedAt: row.usedAt ?? at });
    },
  };
}
