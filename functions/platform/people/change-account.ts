import { setTimeout as pause } from 'node:timers/promises';
import type { Account } from '../../../shared/room/account.ts';
import type { PeopleStore } from './people-store.ts';

const ATTEMPTS = 20;
const LONGEST_PAUSE_MILLIS = 200;

/**
 * Loads the account of a person, changes it and stores it, again when somebody else stored it in between. An account that
 * comes back as it was is not stored. Throws for an account that is contended all the time.
 */
export async function changeAccount(people: PeopleStore, sub: string, change: (account: Account) => Account): Promise<Account> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const read = await people.load(sub);
    const changed = change(read.account);
    if (changed === read.account || (await people.save(read, changed))) return changed;
    await pause(Math.random() * Math.min(LONGEST_PAUSE_MILLIS, 5 * 2 ** attempt));
  }
  throw new Error(`An account was contended ${ATTEMPTS} times running`);
}
