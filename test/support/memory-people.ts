import type { PeopleStore, StoredAccount } from '../../functions/platform/people/people-store.ts';
import { newAccount } from '../../shared/room/account.ts';

/** Accounts in memory, with the contract of the real store: versioned, conditional, and never the same object twice. */
export function memoryPeople(): PeopleStore {
  const kept = new Map<string, StoredAccount>();
  return {
    load: async (sub) => structuredClone(kept.get(sub) ?? { account: newAccount(sub), version: 0 }),
    save: async (read, account) => {
      // Lets everyone who has loaded the account change it before the first of them saves.
      await new Promise((resolve) => setImmediate(resolve));
      if ((kept.get(account.sub)?.version ?? 0) !== read.version) return false;
      kept.set(account.sub, structuredClone({ account, version: read.version + 1 }));
      return true;
    },
  };
}
