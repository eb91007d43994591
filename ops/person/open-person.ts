import type { PersonTraces } from '../../shared/room/anonymise-room.ts';
import { parseEmailAddress } from '../../shared/words/email-address.ts';
import { findPerson } from '../../functions/platform/people/find-person-store.ts';
import type { FoundPerson } from '../../functions/platform/people/person-tables.ts';
import { type CommandCall, findWorkplace } from '../command-call.ts';
import { type OpenTables, openTables } from '../open-tables.ts';
import { OpsProblem } from '../ops-problem.ts';
import { type KnownSignIns, openSignIns } from './sign-ins-elsewhere.ts';

/** Where a person is looked for, and by what. */
export interface AskedPerson {
  readonly tables: OpenTables;
  readonly signIns: KnownSignIns;
  readonly asked: Pick<PersonTraces, 'subs' | 'addresses'>;
  readonly find: (asked: Pick<PersonTraces, 'subs' | 'addresses'>) => Promise<FoundPerson>;
}

/** Opens the tables for the person whose address, or identity at the sign-in, was typed. */
export async function openPerson(call: CommandCall, typed: readonly string[]): Promise<AskedPerson> {
  const [word, ...others] = typed;
  if (word === undefined || word.trim() === '' || others.length > 0)
    throw new OpsProblem('person takes one e-mail address, or one sub: what the sign-in calls the person.', 2);
  const address = word.includes('@') ? parseEmailAddress(word) : undefined;
  if (word.includes('@') && address === undefined) throw new OpsProblem(`'${word}' is not an e-mail address.`, 2);
  const tables = await openTables(call);
  const signIns = await openSignIns(findWorkplace(call));
  const asked = address === undefined ? { subs: [word], addresses: [] } : { subs: await signIns.find(address), addresses: [address] };
  return { tables, signIns, asked, find: (known) => findPerson(tables.db, tables, known) };
}
