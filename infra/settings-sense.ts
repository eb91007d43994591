import { addressOfProbe } from '../shared/words/probe-names.ts';
import { ROLES } from '../shared/words/roles.ts';
import { domainOf, mailFromOf } from './mail-domain.ts';

/** The settings that have to fit each other. */
interface Combination {
  readonly organizerEmail: string;
  readonly publicUrl: string | null;
  readonly certificateArn: string | null;
  readonly sendingIdentity: string | null;
  readonly hostedZone: { readonly name: string } | null;
  readonly signIn: unknown;
  readonly notificationsEnabled: boolean;
  readonly redirectTo: string | null;
  readonly probeMinutes: number | null;
  readonly given: Readonly<Record<string, string>>;
}

/** Settings that are right one by one and cannot be right together: one line each. */
export function findNonsense(config: Combination): readonly string[] {
  return RULES.flatMap((rule) => rule(config) ?? []);
}

const isUnder = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`);

const RULES: readonly ((config: Combination) => string | undefined)[] = [
  function requireHostBesideMailDomain({ publicUrl, organizerEmail, hostedZone }) {
    const domain = domainOf(organizerEmail);
    const host = publicUrl === null ? '' : new URL(publicUrl).hostname;
    if (host === mailFromOf(domain))
      return `PUBLIC_URL is at ${host}, where mail that cannot be delivered comes back to. Example: PUBLIC_URL=https://app.${domain}.`;
    if (host !== domain || hostedZone !== null) return undefined;
    return (
      `PUBLIC_URL is at ${domain}, which is the mail domain too, and DNS allows no CNAME beside the MX record of mail. ` +
      `Example: PUBLIC_URL=https://app.${domain}; or set HOSTED_ZONE, because Route 53 has an ALIAS for that.`
    );
  },
  function requireOperatorsElsewhere({ organizerEmail, given }) {
    const domain = domainOf(organizerEmail);
    const name = ['ALARM_EMAIL', 'URGENT_ALARM_EMAIL', 'NOTIFICATIONS_REDIRECT_TO'].find((each) =>
      given[each]?.toLowerCase().endsWith(`@${domain}`),
    );
    if (name === undefined) return undefined;
    return `${name} is at ${domain}, but all mail to that domain goes to the service, where nobody reads it. Example: ${name}=operator@example.org.`;
  },
  function requireUrlOfCertificate({ publicUrl, certificateArn }) {
    if (certificateArn === null || publicUrl !== null) return undefined;
    return 'CERTIFICATE_ARN is set, but PUBLIC_URL is not: it names the host that the certificate is for. Example: PUBLIC_URL=https://app.meet.example.org.';
  },
  function requireIdentityOfOrganizer({ sendingIdentity, organizerEmail }) {
    const domain = domainOf(organizerEmail);
    if (sendingIdentity === null || isUnder(domain, sendingIdentity)) return undefined;
    return `SENDING_IDENTITY is ${sendingIdentity}, but mail is sent from ${domain}: SES lets only that domain or one above it. Example: SENDING_IDENTITY=${domain}.`;
  },
  function requireZoneOfNames({ hostedZone, organizerEmail, publicUrl, certificateArn }) {
    if (hostedZone === null) return undefined;
    const host = publicUrl === null || certificateArn === null ? [] : [new URL(publicUrl).hostname];
    const outside = [domainOf(organizerEmail), ...host].find((name) => !isUnder(name, hostedZone.name));
    if (outside === undefined) return undefined;
    return `HOSTED_ZONE is ${hostedZone.name}, but ${outside} is not in it. Example: HOSTED_ZONE=Z0123456789ABCDEFGHIJ:${outside}.`;
  },
  function requirePoolOfSignUpMail({ signIn, given }) {
    if (signIn === null || given['SIGN_UP_MAIL'] === undefined) return undefined;
    return 'SIGN_UP_MAIL is set, but OIDC_ISSUER is too: then no user pool of ours sends mail. Leave one of them out.';
  },
  function requireMailOfProbes({ probeMinutes, notificationsEnabled, redirectTo }) {
    if (probeMinutes === null || (notificationsEnabled && redirectTo === null)) return undefined;
    const obstacle = notificationsEnabled ? 'NOTIFICATIONS_REDIRECT_TO sends all mail elsewhere' : 'NOTIFICATIONS_ENABLED is false';
    return `PROBE_MINUTES is set, but ${obstacle}, so no probe could come through. Leave one of them out.`;
  },
  function requireMailboxOfProbes({ organizerEmail }) {
    if (!ROLES.some((role) => addressOfProbe(organizerEmail, role) === organizerEmail)) return undefined;
    return `NOTIFICATIONS_FROM_EMAIL is ${organizerEmail}, which is the address of a probe. Example: NOTIFICATIONS_FROM_EMAIL=practice@${domainOf(organizerEmail)}.`;
  },
];

/** Where SES receives mail. Sending works in more regions. */
const RECEIVING_REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'ca-central-1',
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
];

/** Why the service cannot be in this region, in one line; undefined when it can. */
export function findRegionProblem(region: string | undefined): string | undefined {
  if (region === undefined || RECEIVING_REGIONS.includes(region)) return undefined;
  return (
    `AWS_REGION is ${region}, where SES receives no mail as far as we know, so replies from calendars would not arrive. ` +
    `Example: AWS_REGION=eu-west-1. Regions: ${RECEIVING_REGIONS.join(', ')}. See docs/deploy.md#before-you-start`
  );
}
