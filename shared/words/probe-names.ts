import type { EmailAddress } from './email-address.ts';
import type { Role } from './roles.ts';

/*
 * A probe sends one session through the deployed service: two people who are nobody book it, and answer by mail. They are known by
 * these names, so that no person sees them and nothing that is counted of people counts them.
 */

const PREFIX = 'probe:';

/** Who the host or the guest of a probe is. A token with such a `sub` signs nobody in. */
export const subOfProbe = (role: Role): string => `${PREFIX}${role}`;

export const isProbeSub = (sub: string): boolean => sub.startsWith(PREFIX);

/** Their mailboxes are at the organizer's own domain, where no person can have one. SES keeps mail to them under `PROBE_MAIL`. */
export const addressOfProbe = (organizer: string, role: Role): EmailAddress =>
  `probe-${role}${organizer.slice(organizer.lastIndexOf('@'))}` as EmailAddress;

/** After this long a probe has ended, or has died. The function that runs probes may not run longer. */
export const PROBE_TIMEOUT_SECONDS = 600;

/** Where in the bucket of raw mail SES puts what comes to the two. */
export const PROBE_MAIL = 'probe/';
