/** What has to be remembered between leaving for the issuer and coming back. */
export interface Journey {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The page to come back to: path and query. */
  readonly returnTo: string;
}

export const newJourney = (returnTo: string): Journey => ({
  state: random(),
  nonce: random(),
  verifier: random(),
  // Two slashes would begin the address of another site.
  returnTo: returnTo.replace(/^\/+/, '/'),
});

/** What the issuer is shown of the verifier, which only the tab that left can tell it later (RFC 7636 4.2). */
export const challengeOf = async ({ verifier }: Journey): Promise<string> =>
  base64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));

const random = (): string => base64Url(crypto.getRandomValues(new Uint8Array(32)));

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
