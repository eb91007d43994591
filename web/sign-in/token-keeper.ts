import { ApiError, interruption } from '../api-error.ts';
import type { Clock } from '../server-clock.ts';
import type { OpenIdIssuer, Tokens } from './openid-issuer.ts';

/** Gives tokens for requests while the sign-in lasts. */
export interface TokenKeeper {
  /** A token for the next request, renewed shortly before it runs out. Rejects with `sign-in-ended`. */
  readonly token: () => Promise<string>;
  /** A new token although the last one seemed good. Rejects with `sign-in-ended`. */
  readonly renew: () => Promise<string>;
  /** Gives out the refresh token for the last time, to be revoked. */
  readonly forget: () => string | null;
}

const RENEW_BEFORE_SECONDS = 60;

/** @param onEnd called when the issuer renews no more */
export function keepTokens(issuer: OpenIdIssuer, clock: Clock, first: Tokens | null, onEnd: () => void): TokenKeeper {
  let tokens = first;
  let renewing: Promise<string> | undefined;
  const isFresh = ({ claims }: Tokens): boolean => claims.exp - Date.parse(clock.now()) / 1000 > RENEW_BEFORE_SECONDS;
  const renewNow = async (): Promise<string> => {
    try {
      if (!tokens?.refreshToken) throw new Error('nothing to renew by');
      tokens = await issuer.renewal(tokens);
      return tokens.idToken;
    } catch (error) {
      // Without a network nothing is known about the sign-in.
      if (error instanceof ApiError) throw error;
      onEnd();
      throw interruption('sign-in-ended', 401);
    }
  };
  // A refresh token may be good for one renewal only: requests at the same time share it.
  const renew = (): Promise<string> =>
    (renewing ??= renewNow().finally(() => {
      renewing = undefined;
    }));
  return {
    token: async () => (tokens && isFresh(tokens) ? tokens.idToken : renew()),
    renew,
    forget: () => {
      const last = tokens?.refreshToken ?? null;
      tokens = null;
      return last;
    },
  };
}
