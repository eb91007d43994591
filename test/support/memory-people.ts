import type { PeopleStore, StoredProfile } from '../../functions/platform/people/people-store.ts';
import { createProfile } from '../../shared/room/profile.ts';

/** Profiles in memory, with the contract of the real store: versioned, conditional, and never the same object twice. */
export function memoryPeople(): PeopleStore {
  const kept = new Map<string, StoredProfile>();
  return {
    load: async (sub) => structuredClone(kept.get(sub) ?? { profile: createProfile(sub), version: 0 }),
    save: async (read, profile) => {
      // Lets everyone who has loaded the profile change it before the first of them saves.
      await new Promise((resolve) => setImmediate(resolve));
      if ((kept.get(profile.sub)?.version ?? 0) !== read.version) return false;
      kept.set(profile.sub, structuredClone({ profile, version: read.version + 1 }));
      return true;
    },
  };
}
