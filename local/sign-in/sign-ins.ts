import { textAt } from '../json.ts';
import { subOf } from './local-person.ts';
import type { Sessions } from './sessions.ts';

/** Who can sign in, for an operator. */
export interface SignIns {
  /** The subjects that an address has. */
  readonly find: (email: string) => readonly string[];
  /** Forgets who signed in by this subject, and signs them out. Gives whether somebody was known by it. */
  readonly delete: (sub: string) => Promise<boolean>;
}

export const createSignIns = (sessions: Sessions): SignIns => ({
  find: (email) => [subOf(email)],
  delete: async (sub) => {
    const isKnown = sessions.find(`Person:${sub}`) !== undefined;
    const theirs = sessions.search('', (payload) => textAt(payload, 'accountId') === sub).map(([key]) => key);
    await sessions.delete([`Person:${sub}`, ...theirs]);
    return isKnown;
  },
});
