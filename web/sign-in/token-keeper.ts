import { interrupted } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { Issuer, Tokens } from './issuer.ts';

/** Gives tokens for requests while the sign-in lasts. */
export interface TokenKeeper {
  /** A token for the next request, renewed shortly before it runs out. Rejects with `sign-in-ended`. */
  readonly token: () => Promise<string>;
  /** A new token although the last one seemed good. Rejects with `sign-in-ended`. */
  readonly renewed: () => Promise<string>;
  /** Gives out the refresh token for the last time, to be revoked. */
  readonly forget: () => string | null;
}

const RENEW_BEFORE_SECONDS = 60;

/** @param onEnd called when the issuer renews no more */
export function keepTokens(issuer: Issuer, clock: Clock, first: Tokens | null, onEnd: () => void): TokenKeeper {
  let tokens = first;
  let renewing: Promise<string> | undefined;
  const isFresh = ({ claims }: Tokens): boolean => claims.exp - Date.parse(clock.now()) / 1000 > RENEW_BEFORE_SECONDS;
  const renew = async (): Promise<string> => {
    try {
      if (!tokens?.refreshToken) throw new Error('nothing to renew by');
      tokens = await issuer.renewal(tokens.refreshToken);
      return tokens.idToken;
    } catch (error) {
      // Without a network nothing is known about the sign-in.
      if (error instanceof TypeError) throw interrupted('unreachable');
      onEnd();
      throw interrupted('sign-in-ended', 401);
    }
  };
  // A refresh token may be good for one renewal only: requests at the same time share it.
  const renewed = (): Promise<string> =>
    (renewing ??= renew().finally(() => {
      renewing = undefined;
    }));
  return {
    token: async () => (tokens && isFresh(tokens) ? tokens.idToken : renewed()),
    renewed,
    forget: () => {
      const last = tokens?.refreshToken ?? null;
      tokens = null;
      return last;
    },
  };
}
