import type { AuthorizationServer } from 'oauth4webapi';
import { forgetRooms } from '../offline/kept-rooms.ts';
import type { SiteConfig } from '../site-config.ts';
import type { Journey } from './journey.ts';

/*
 * What outlives a page. Never a token, never an address: those are in memory only.
 */

const JOURNEY = 'sign-in';
const SIGNED_IN = 'signed-in';
const SITE = 'site';
const METADATA = 'issuer';
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

/** What the last visit knew: coming back from the issuer need not ask for it again, and a page without a network can't. */
export interface KeptSite {
  readonly config: SiteConfig;
  readonly skewSeconds: number;
}

export function keepSite(site: KeptSite): void {
  localStorage.setItem(SITE, JSON.stringify(site));
}

export function recallSite(): KeptSite | null {
  const kept = localStorage.getItem(SITE);
  return kept === null ? null : JSON.parse(kept);
}

const METADATA_MILLIS = 24 * 3_600_000;

/** Where the issuer's endpoints are changes rarely, and asking costs each visit a round trip. */
export function keepMetadata(metadata: AuthorizationServer): void {
  localStorage.setItem(METADATA, JSON.stringify({ metadata, until: Date.now() + METADATA_MILLIS }));
}

export function recallMetadata(issuer: string): AuthorizationServer | null {
  const kept: { readonly metadata: AuthorizationServer; readonly until: number } | null = JSON.parse(
    localStorage.getItem(METADATA) ?? 'null',
  );
  return kept && kept.metadata.issuer === issuer && kept.until > Date.now() ? kept.metadata : null;
}

/** Something was wrong with the issuer's answers: perhaps it has moved. */
export const forgetMetadata = (): void => localStorage.removeItem(METADATA);

/** Whether a silent sign-in is worth trying: the last visit did not end signed out. */
export const wasSignedIn = (): boolean => localStorage.getItem(SIGNED_IN) !== null;

/** Tells the other tabs, too. */
export function rememberSignedIn(signedIn: boolean): void {
  if (signedIn) localStorage.setItem(SIGNED_IN, 'yes');
  else {
    localStorage.removeItem(SIGNED_IN);
    forgetRooms();
  }
}

/** Calls back when another tab signs out; a page that the browser brings back from its memory starts anew after that. */
export function onSignedOutElsewhere(act: () => void): void {
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted && !wasSignedIn()) location.reload();
  });
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
