import { findGivenName } from '../../shared/words/names.ts';
import { createHash } from 'node:crypto';
import { isRecord } from '../json.ts';

/** Somebody who signs in locally. */
export interface LocalPerson {
  readonly email: string;
  readonly name: string;
  readonly timeZone: string;
  readonly emailVerified: boolean;
}

/** The claims that an ID token says about a person; the same address is always the same person. */
export function claimsOf(person: LocalPerson) {
  return {
    sub: subOf(person.email),
    email: person.email,
    email_verified: person.emailVerified,
    name: person.name,
    given_name: findGivenName('', person.name) || person.name,
    ...(person.timeZone !== '' && { zoneinfo: person.timeZone }),
  };
}

/** Reads `{email, name, timeZone, emailVerified}`; a text says what is wrong with it. */
export function readPerson(value: unknown): LocalPerson | string {
  if (!isRecord(value)) return 'Send a JSON object: {"email": "asha@example.org", "name": "Asha Rao", "timeZone": "Asia/Kolkata"}.';
  const { email, name, timeZone = '', emailVerified = true } = value;
  if (typeof email !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(email)) return 'email is not an address.';
  if (typeof name !== 'string' || name === '') return 'name is missing.';
  if (typeof timeZone !== 'string') return 'timeZone is not text.';
  if (typeof emailVerified !== 'boolean') return 'emailVerified is not true or false.';
  return { email: email.toLowerCase(), name, timeZone, emailVerified };
}

// Looks like the subjects of a Cognito user pool, and is found again without keeping a list of people.
export function subOf(email: string): string {
  const hex = createHash('sha256').update(email.toLowerCase()).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
