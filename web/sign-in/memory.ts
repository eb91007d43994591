import type { Journey } from './issuer.ts';

/*
 * What outlives a page. Never a token, never an address: those are in memory only.
 */

const JOURNEY = 'sign-in';
const SIGNED_IN = 'signed-in';
const LAST_PERSON = 'last-person';
const DRAFTS = 'draft:';

export function keepJourney(journey: Journey): void {
  sessionStorage.setItem(JOURNEY, JSON.stringify(journey));
}

/** The journey that was begun in this tab, once. */
export function takeJourney(): Journey | null {
  const kept = sessionStorage.getItem(JOURNEY);
  sessionStorage.removeItem(JOURNEY);
  return kept === null ? null : JSON.parse(kept);
}

/** Whether a silent sign-in is worth trying: the last visit did not end signed out. */
export const wasSignedIn = (): boolean => localStorage.getItem(SIGNED_IN) !== null;

/** Tells the other tabs, too. */
export function rememberSignedIn(signedIn: boolean): void {
  if (signedIn) localStorage.setItem(SIGNED_IN, 'yes');
  else localStorage.removeItem(SIGNED_IN);
}

/** Calls back when another tab signs out. */
export function onSignedOutElsewhere(act: () => void): void {
  addEventListener('storage', ({ key, newValue }) => {
    if (key === SIGNED_IN && newValue === null) act();
  });
}

/** What one person had typed is not for the next one who signs in on this device. */
export function startDraftsOf(sub: string): void {
  if (sessionStorage.getItem(LAST_PERSON) !== sub) forgetDrafts();
  sessionStorage.setItem(LAST_PERSON, sub);
}

export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(DRAFTS)) sessionStorage.removeItem(key);
}

export function keepDraft(form: string, values: unknown): void {
  sessionStorage.setItem(DRAFTS + form, JSON.stringify(values));
}

export const dropDraft = (form: string): void => sessionStorage.removeItem(DRAFTS + form);

/** What was typed into a form and not yet sent, in the shape of `empty`; fields that it lacks are empty. */
export function draftOf<T extends object>(form: string, empty: T): T {
  const kept = sessionStorage.getItem(DRAFTS + form);
  return kept === null ? empty : { ...empty, ...JSON.parse(kept) };
}
