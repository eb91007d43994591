/** Why a request to a magic link got no further. */
export const LINK_REFUSALS = [
  'forged',
  'ended',
  'unreadable',
  'expired',
  'outdated',
  'used',
  'bad-token',
  'not-a-form',
  'too-large',
  'elsewhere',
  'method',
  'prefetch',
] as const;
export type LinkRefusal = (typeof LINK_REFUSALS)[number];
