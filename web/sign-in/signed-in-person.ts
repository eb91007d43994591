import { isTimeZone } from '../../shared/time/moment.ts';
import type { IDToken } from 'oauth4webapi';

/** Who is signed in, as their ID token says. */
export interface SignedInPerson {
  readonly sub: string;
  readonly name: string;
  /** Their own address; nobody else ever sees it. */
  readonly email: string;
  /** The zone that their account names, if it does. */
  readonly timeZone: string | null;
}

export function personFromClaims({ sub, name, given_name, email, zoneinfo }: IDToken): SignedInPerson {
  const zone = textOf(zoneinfo);
  return { sub, name: textOf(name) || textOf(given_name), email: textOf(email), timeZone: isTimeZone(zone) ? zone : null };
}

const textOf = (claim: unknown): string => (typeof claim === 'string' ? claim.trim() : '');
