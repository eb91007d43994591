import type { EmailAddress } from '../words/email-address.ts';
import type { Language } from '../words/languages.ts';
import type { ReminderChoice } from '../words/reminder-words.ts';
import type { Person } from './person.ts';
import { forgetHosts, NO_USAGE, type Usage } from './usage.ts';

/** What the service keeps of a person besides the rooms that they are in. */
export interface Profile {
  /** Who they are to the identity provider. */
  readonly sub: string;
  /** As they wrote it here. Null: the name that they sign in with. */
  readonly name: string | null;
  readonly givenName: string | null;
  /** As they chose it here. Null: the zone that they sign in with. */
  readonly timeZone: string | null;
  /** As they chose it here. Null: the language that they sign in with. */
  readonly language: Language | null;
  /** When they want to be reminded of a session. Null: as the operator says. */
  readonly reminders: ReminderChoice | null;
  /** Addresses that answer for them besides the one that they sign in with, oldest first. */
  readonly addresses: readonly EmailAddress[];
  /** Who may not reserve a session for them, oldest first. */
  readonly refusedHosts: readonly string[];
  /** The digest of the secret in the address of their calendar feed; null: they have none. */
  readonly feedDigest: string | null;
  readonly usage: Usage;
}

/** What somebody may choose for themselves. Null: what they sign in with, or what the operator says. Left out: as it is. */
export type ProfileChoice = Partial<Pick<Profile, 'name' | 'givenName' | 'timeZone' | 'language' | 'reminders'>>;

/** The profile with these choices; the same one where they change nothing. */
export function chooseProfile(profile: Profile, choice: ProfileChoice): Profile {
  const chosen = { ...profile, ...choice };
  const isSame = (['name', 'givenName', 'timeZone', 'language', 'reminders'] as const).every((field) => chosen[field] === profile[field]);
  return isSame ? profile : chosen;
}

/** What somebody is called, and in which zone and language they read: as they chose it here, else as they sign in. */
export function describePerson(
  profile: Profile,
  signIn: Pick<Person, 'name' | 'givenName' | 'language'> & { readonly timeZone: string | null },
): Pick<Person, 'name' | 'givenName'> & { readonly timeZone: string | null; readonly language: Language | null } {
  return {
    name: profile.name ?? signIn.name,
    // A name of their own has its own given name in it.
    givenName: profile.givenName ?? (profile.name === null ? (signIn.givenName ?? null) : null),
    timeZone: profile.timeZone ?? signIn.timeZone,
    language: profile.language ?? signIn.language ?? null,
  };
}

const ADDRESSES_KEPT = 10;

/** The profile of somebody of whom nothing is kept yet. */
export const createProfile = (sub: string): Profile => ({
  sub,
  name: null,
  givenName: null,
  timeZone: null,
  language: null,
  reminders: null,
  addresses: [],
  refusedHosts: [],
  feedDigest: null,
  usage: NO_USAGE,
});

/** The profile with one more address that answers for its person; the newest ADDRESSES_KEPT are kept. */
export const rememberAddress = (profile: Profile, address: EmailAddress): Profile => ({
  ...profile,
  addresses: [...profile.addresses.filter((known) => known !== address), address].slice(-ADDRESSES_KEPT),
});

const REFUSED_HOSTS_KEPT = 50;

/** The profile of somebody for whom this host may reserve no session any more; the newest REFUSED_HOSTS_KEPT are kept. */
export const refuseHost = (profile: Profile, host: string): Profile =>
  profile.refusedHosts.includes(host) ? profile : { ...profile, refusedHosts: [...profile.refusedHosts, host].slice(-REFUSED_HOSTS_KEPT) };

/** The profile of somebody for whom every host may reserve a session again. */
export const allowAllHosts = (profile: Profile): Profile =>
  profile.refusedHosts.length === 0 ? profile : { ...profile, refusedHosts: [] };

/** The profile without others of whom nothing is kept any more. What was counted counts as before. */
export const forgetPeople = (profile: Profile, subs: readonly string[]): Profile => ({
  ...profile,
  refusedHosts: profile.refusedHosts.filter((sub) => !subs.includes(sub)),
  usage: forgetHosts(profile.usage, subs),
});
