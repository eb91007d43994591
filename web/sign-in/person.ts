import { isTimeZone } from '../../shared/time/moment.ts';
import type { IdClaims } from './id-token.ts';

/** Who is signed in, as their ID token says. */
export interface Person {
  readonly sub: string;
  readonly name: string;
  /** Their own address; nobody else ever sees it. */
  readonly email: string;
  /** The zone that their account names, if it does. */
  readonly timeZone: string | null;
}

export function personOf({ sub, name, given_name, email, zoneinfo }: IdClaims): Person {
  const zone = textOf(zoneinfo);
  return { sub, name: textOf(name) || textOf(given_name), email: textOf(email), timeZone: isTimeZone(zone) ? zone : null };
}

const textOf = (claim: unknown): string => (typeof claim === 'string' ? claim.trim() : '');
