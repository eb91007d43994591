import { calculatePKCECodeChallenge, generateRandomCodeVerifier, generateRandomNonce, generateRandomState } from 'oauth4webapi';

/** What has to be remembered between leaving for the issuer and coming back. */
export interface Journey {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The page to come back to: path and query. */
  readonly returnTo: string;
}

export const newJourney = (returnTo: string): Journey => ({
  state: generateRandomState(),
  nonce: generateRandomNonce(),
  verifier: generateRandomCodeVerifier(),
  // Two slashes would begin the address of another site.
  returnTo: returnTo.replace(/^\/+/, '/'),
});

/** A digest of the verifier for the issuer. Only the tab that left can send the verifier itself later (RFC 7636 4.2). */
export const challengeOf = ({ verifier }: Journey): Promise<string> => calculatePKCECodeChallenge(verifier);
