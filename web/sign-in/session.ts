import type { Clock } from '../server-clock.ts';
import { forgetRoomsOfOthers } from '../offline/kept-rooms.ts';
import { createOpenIdIssuer, type OpenIdIssuer, type Tokens } from './openid-issuer.ts';
import { newJourney } from './journey.ts';
import type { SiteConfig } from '../site-config.ts';
import {
  forgetDrafts,
  forgetMetadata,
  keepJourney,
  onSignedOutElsewhere,
  rememberSignedIn,
  startDraftsOf,
  takeJourney,
  wasSignedIn,
} from './memory.ts';
import { personFromClaims, type SignedInPerson } from './signed-in-person.ts';
import { keepTokens, type TokenKeeper } from './token-keeper.ts';

/**
 * `ended`: the sign-in is over, but the page with what was typed is still there. `offline`: the service was not reached, so nothing
 * is known about the sign-in.
 */
export type SignInState = 'signed-out' | 'signed-in' | 'ended' | 'failed' | 'offline';

export interface Session extends Pick<TokenKeeper, 'token' | 'renew'> {
  readonly state: SignInState;
  readonly person: SignedInPerson | null;
  /** Leaves for the issuer, to come back to `returnTo`. */
  signIn(returnTo: string): Promise<void>;
  signOut(): Promise<void>;
  /** Calls back whenever `state` has changed. */
  onChange(act: () => void): () => void;
}

export interface OpenedSession {
  readonly session: Session;
  /** Where the person wanted to go before they signed in; null: stay. */
  readonly goTo: string | null;
}

export const CALLBACK = '/signed-in';

/**
 * Opens the session of this page: redeems a sign-in that comes back, or tries a silent one where the last visit ended
 * signed in (tokens live in memory, so each page load starts without). Null: the browser is on its way to the issuer.
 */
export async function openSession(config: SiteConfig, clock: Clock): Promise<OpenedSession | null> {
  const issuer = createOpenIdIssuer(config, clock);
  const depart = async (returnTo: string, silently: boolean): Promise<void> => {
    const journey = newJourney(returnTo);
    keepJourney(journey);
    const departure = await issuer.departure(journey, silently);
    // A page that was never shown is none to go back to: it would only lead forward again.
    if (silently) location.replace(departure);
    else location.assign(departure);
  };
  if (location.pathname === CALLBACK) return arrive(issuer, clock, depart);
  if (!wasSignedIn()) return { session: createSession({ issuer, clock, depart }, 'signed-out', null), goTo: null };
  await depart(location.pathname + location.search, true);
  return null;
}

interface Parts {
  readonly issuer: OpenIdIssuer;
  readonly clock: Clock;
  readonly depart: (returnTo: string, silently: boolean) => Promise<void>;
}

async function arrive(issuer: OpenIdIssuer, clock: Clock, depart: Parts['depart']): Promise<OpenedSession> {
  const query = new URLSearchParams(location.search);
  const journey = takeJourney();
  const open = (state: SignInState, tokens: Tokens | null): OpenedSession => ({
    session: createSession({ issuer, clock, depart }, state, tokens),
    goTo: journey?.returnTo ?? '/',
  });
  // A bookmarked or repeated callback: there is nothing to redeem.
  if (!journey) return open('signed-out', null);
  try {
    const tokens = await issuer.arrival(query, journey);
    rememberSignedIn(true);
    startDraftsOf(tokens.claims.sub);
    forgetRoomsOfOthers(tokens.claims.sub);
    return open('signed-in', tokens);
  } catch {
    rememberSignedIn(false);
    forgetMetadata();
    return open(isMerelySignedOut(query.get('error')) ? 'signed-out' : 'failed', null);
  }
}

// The issuer's ways of answering a silent request with "not without asking" (OpenID Connect Core 3.1.2.6), and a person's no.
const isMerelySignedOut = (error: string | null): boolean =>
  error !== null &&
  ['login_required', 'interaction_required', 'consent_required', 'account_selection_required', 'access_denied'].includes(error);

function createSession({ issuer, clock, depart }: Parts, first: SignInState, tokens: Tokens | null): Session {
  let state = first;
  const listeners = new Set<() => void>();
  const end = (): void => {
    if (state !== 'signed-in') return;
    state = 'ended';
    for (const act of listeners) act();
  };
  const keeper = keepTokens(issuer, clock, tokens, end);
  onSignedOutElsewhere(() => {
    keeper.forget();
    end();
  });
  return {
    get state() {
      return state;
    },
    person: tokens && personFromClaims(tokens.claims),
    token: keeper.token,
    renew: keeper.renew,
    signIn: (returnTo) => depart(returnTo, false),
    signOut: async () => {
      rememberSignedIn(false);
      forgetDrafts();
      // Signed out here whatever the issuer does.
      location.assign((await issuer.farewell(keeper.forget()).catch(() => null)) ?? '/');
    },
    onChange: (act) => {
      listeners.add(act);
      return () => listeners.delete(act);
    },
  };
}
