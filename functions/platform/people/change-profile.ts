import { setTimeout as pause } from 'node:timers/promises';
import type { Profile } from '../../../shared/room/profile.ts';
import type { PeopleStore } from './people-store.ts';

const ATTEMPTS = 20;
const LONGEST_PAUSE_MILLIS = 200;

/**
 * Loads the profile of a person, changes it and stores it, again when somebody else stored it in between. A profile that
 * comes back as it was is not stored. Throws for a profile that is contended all the time.
 */
export async function changeProfile(people: PeopleStore, sub: string, change: (profile: Profile) => Profile): Promise<Profile> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const read = await people.load(sub);
    const changed = change(read.profile);
    if (changed === read.profile || (await people.save(read, changed))) return changed;
    await pause(Math.random() * Math.min(LONGEST_PAUSE_MILLIS, 5 * 2 ** attempt));
  }
  throw new Error(`A profile was contended ${ATTEMPTS} times running`);
}
