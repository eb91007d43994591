import { DEFAULT_UNDO_SECONDS, MOST_UNDO_SECONDS, parseUndoSeconds } from '../shared/words/undo-seconds.ts';
import { DEFAULT_REMINDERS, REMINDER_CHOICES } from '../shared/words/reminder-words.ts';
import { parseEmailAddress } from '../shared/words/email-address.ts';
import { parseVenueTemplate } from '../shared/words/venue-template.ts';
import { DEFAULT_VENUE_HOSTS, NO_VENUE_HOSTS, parseVenueHosts } from '../shared/words/venue-url.ts';
import { findNonsense } from './settings-sense.ts';
import { DEFAULT_OWING_SHARDS, MOST_OWING_SHARDS } from '../shared/words/owing-shards.ts';
import { DEFAULT_PERSON_LIMITS, parsePersonLimits, PERSON_LIMITS, writePersonLimits } from '../shared/words/person-limits.ts';
import { CHOICE_LIMIT, DEFAULT_EXAMS, DEFAULT_TOPICS, parseChoices } from '../shared/words/practice.ts';

/** The settings of one deployment. Every setting, its default and its meaning: docs/configuration.md. */
export interface Config {
  /** Which of the deployments in an account this is: a part of the names of its stack, metrics and CloudFront policies. */
  readonly stage: string;
  /** The organizer mailbox: From, Reply-To and ORGANIZER of every mail, and where calendar replies arrive. */
  readonly organizerEmail: string;
  /** Where people reach the service, without a trailing slash; null: CloudFront's own address. */
  readonly publicUrl: string | null;
  /** The certificate of `publicUrl`, in us-east-1; null: people reach the service at CloudFront's own address. */
  readonly certificateArn: string | null;
  /** Who signs people in; null: a Cognito user pool made by the stack. */
  readonly signIn: SignInElsewhere | null;
  /** When false, decisions work and mail is recorded as suppressed. */
  readonly notificationsEnabled: boolean;
  /** Every mail goes here instead of to its recipient; null: to its recipient. */
  readonly redirectTo: string | null;
  /** `confirm`: an approve or decline link shows a page with a button. `one-click`: opening it decides. */
  readonly decisionLinks: string;
  readonly brandName: string;
  /** Buttons and links in mails and pages, as #RRGGBB. */
  readonly brandColor: string;
  /** Who gets alarms by mail; null: nobody yet. */
  readonly alarmEmail: string | null;
  /** Who gets alarms that cannot wait; null: the same. */
  readonly urgentAlarmEmail: string | null;
  /** Where the pages of docs/operations are on the web, without a trailing slash; null: alarms name the file. */
  readonly runbookUrl: string | null;
  /** An SES receipt rule set that is already active and stays so; null: the stack makes one of its own. */
  readonly receiptRuleSet: string | null;
  /** An SES identity (a domain) that is verified already; null: the stack makes one for the organizer's domain. */
  readonly sendingIdentity: string | null;
  /** What one person may do, as `name=number`, each limit once. */
  readonly personLimits: string;
  /** What hosts can say that they practise, and for which exam. */
  readonly topics: readonly string[];
  readonly exams: readonly string[];
  /** So long somebody can take back in the app that they cancelled or left; 0: not at all. */
  readonly undoSeconds: number;
  /** When people are reminded of a session who have chosen nothing: `both`, `day`, `hour` or `none`. */
  readonly reminders: string;
  /** Partitions of the index of rooms that owe mail. */
  readonly owingShards: number;
  /** Mails per second that SES lets the account send; null: asked of SES. */
  readonly maxSendRate: number | null;
  /** How many mailer invocations may run at once. */
  readonly mailConcurrency: number;
  /** How many requests a second one reading route of the API takes; other routes get a share of it. */
  readonly apiRequestsPerSecond: number;
  /** A WAF web ACL in us-east-1 that CloudFront asks about each request; null: none. */
  readonly webAclArn: string | null;
  /** The Route 53 zone into which the stack writes its DNS records; null: somebody puts them into DNS by hand. */
  readonly hostedZone: HostedZone | null;
  /** `ses`: Cognito's mail leaves through SES, as the organizer. `cognito`: through Cognito's own sender, 50 mails a day. */
  readonly signUpMail: string;
  /** Where sessions meet, with `{secret}` or `{room}` in it; null: hosts give links, or the two agree. */
  readonly meetingUrl: string | null;
  /** Providers to which links of hosts may lead. */
  readonly meetingHosts: string;
  /** So often a session of nobody goes through the service; null: only by command. */
  readonly probeMinutes: number | null;
  /** The text of each setting that was given. */
  readonly given: Readonly<Record<string, string>>;
}

export interface SignInElsewhere {
  readonly issuer: string;
  readonly audience: string;
  /** The Cognito user pool that is the issuer, where accounts that people delete go from it too; null: they stay. */
  readonly userPoolId: string | null;
}

export interface HostedZone {
  readonly id: string;
  readonly name: string;
}

interface Setting<T> {
  readonly example: string;
  /** What a value has to be: the rest of a sentence about it. */
  readonly rule: string;
  /** Gives undefined for text that is not a valid value. */
  readonly parse: (text: string) => T | undefined;
}

const emailLike = (example: string): Setting<string> => ({
  example,
  rule: 'must be one e-mail address alone, without a name, at a domain with a dot',
  parse: parseEmailAddress,
});
const email = emailLike('operator@example.org');
const domain: Setting<string> = {
  example: 'meet.example.org',
  rule: 'must be a domain in lower-case letters',
  parse: (text) => (/^([a-z0-9-]{1,63}\.)+[a-z]{2,63}$/.test(text) ? text : undefined),
};
const publicUrl: Setting<string> = {
  example: 'https://app.meet.example.org',
  rule: 'must be https:// and a host name, without a path or a port',
  parse: (text) => {
    const address = webAddress(text);
    if (address === undefined || address.pathname !== '/') return undefined;
    const isHost = address.port === '' && domain.parse(address.hostname) !== undefined;
    return isHost || address.protocol === 'http:' ? address.origin : undefined;
  },
};
// An issuer is compared letter by letter with what its tokens say, so a slash at its end stays.
const issuer: Setting<string> = {
  example: 'https://login.example.org/',
  rule: 'must be the https:// address that its discovery document names as issuer, and not the address of that document',
  parse: (text) => (webAddress(text) === undefined || text.includes('/.well-known/') ? undefined : text),
};
const webFolder: Setting<string> = {
  example: 'https://github.com/example/practice/blob/main/docs/operations',
  rule: 'must be an https:// address',
  parse: (text) => (webAddress(text) === undefined ? undefined : text.replace(/\/+$/, '')),
};
const hostedZone: Setting<HostedZone> = {
  example: 'Z0123456789ABCDEFGHIJ:example.org',
  rule: 'must be the id of a Route 53 zone, a colon, and its domain',
  parse: (text) => {
    const [, id, name = ''] = /^(Z[A-Z0-9]{5,31}):(.+)$/.exec(text) ?? [];
    return id !== undefined && domain.parse(name) !== undefined ? { id, name } : undefined;
  },
};
const stage: Setting<string> = {
  example: 'dev',
  rule: 'must be 1 to 12 lower-case letters and digits, beginning with a letter',
  parse: (text) => (/^[a-z][a-z0-9]{0,11}$/.test(text) ? text : undefined),
};
const oneOf = (...values: readonly string[]): Setting<string> => ({
  example: values.join(' or '),
  rule: `must be ${values.join(' or ')}`,
  parse: (text) => (values.includes(text) ? text : undefined),
});
const matching = (pattern: RegExp, example: string, rule: string): Setting<string> => ({
  example,
  rule,
  parse: (text) => (pattern.test(text) ? text : undefined),
});
const color: Setting<string> = {
  example: '#0B5C7A',
  rule: 'must be #RRGGBB, and dark enough for white text on it',
  parse: (text) => (carriesWhiteText(text) ? text : undefined),
};
// CloudFront takes certificates from one region only.
const certificate = matching(
  /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]{36}$/,
  'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-1111-2222-3333-444455556666',
  'must be the ARN of a certificate of ACM in us-east-1, the only region from which CloudFront takes one',
);
const webAcl = matching(
  /^arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global\/webacl\/[\w-]{1,128}\/[0-9a-f-]{36}$/,
  'arn:aws:wafv2:us-east-1:123456789012:global/webacl/OphthalmoPractice/0a1b2c3d-1111-2222-3333-444455556666',
  'must be the ARN of a web ACL for CloudFront, which are all in us-east-1',
);
const wholeNumber = (least: number, most: number, example: number): Setting<number> => ({
  example: String(example),
  rule: `must be a whole number from ${least} to ${most}`,
  parse: (text) => (/^[1-9][0-9]{0,9}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined),
});

const personLimits: Setting<string> = {
  example: 'openedPerDay=10 proposedPerDay=5',
  rule: `must name only ${PERSON_LIMITS.join(', ')}, each with a number from 1 to 9999`,
  parse: (text) => {
    const limits = parsePersonLimits(text);
    return limits && writePersonLimits(limits);
  },
};

const choices: Setting<readonly string[]> = {
  example: 'Glaucoma; Retina',
  rule: `must be at most 40 names of at most ${CHOICE_LIMIT} characters with semicolons between them, none twice, without , < > @`,
  parse: (text) => {
    const list = parseChoices(text);
    return list && list.length > 0 ? list : undefined;
  },
};
const meetingUrl: Setting<string> = {
  example: 'https://meet.example.org/{secret}',
  rule: 'must be an https:// address with {secret} or {room} behind its host name',
  parse: parseVenueTemplate,
};
const meetingHosts: Setting<string> = {
  example: 'zoom.us *.zoom.us meet.google.com',
  rule: `must be host names apart by spaces, each perhaps with *. before it, or ${NO_VENUE_HOSTS}`,
  parse: (text) => (parseVenueHosts(text) === undefined ? undefined : text),
};

const undoSeconds: Setting<number> = {
  example: String(DEFAULT_UNDO_SECONDS),
  rule: `must be a whole number from 0 to ${MOST_UNDO_SECONDS}`,
  parse: parseUndoSeconds,
};

/** Reads one setting by its name, e.g. from the environment; undefined or empty: not set. */
export type ReadSetting = (name: string) => string | undefined;

/** Thrown for a value that cannot be right; the message names the setting, an example and the page to read. */
export class SettingError extends Error {}

/**
 * The one place where settings become a `Config`. Throws `SettingError` for the first value that cannot be right.
 * @param read gives the text of a setting by its name
 */
export function readConfig(read: ReadSetting): Config {
  const given: Record<string, string> = {};
  const optional = <T>(name: string, setting: Setting<T>): T | null => {
    const text = read(name)?.trim() ?? '';
    if (text !== '') given[name] = text;
    return readSetting(() => text, name, setting);
  };
  const config: Config = {
    stage: optional('STAGE', stage) ?? 'prod',
    organizerEmail: optional('NOTIFICATIONS_FROM_EMAIL', emailLike('practice@meet.example.org')) ?? 'practice@sessions.example',
    publicUrl: optional('PUBLIC_URL', publicUrl),
    certificateArn: optional('CERTIFICATE_ARN', certificate),
    signIn: readSignIn(
      optional('OIDC_ISSUER', issuer),
      optional(
        'OIDC_AUDIENCE',
        matching(/^[\x21-\x7e]{1,200}$/, 'ophthalmo-practice', 'must be at most 200 letters, digits and signs without a space'),
      ),
      optional(
        'OIDC_USER_POOL_ID',
        matching(/^[a-z]{2}(-[a-z]+)+-\d_[0-9a-zA-Z]{1,55}$/, 'eu-west-1_a1B2c3D4e', 'must be the id of a Cognito user pool'),
      ),
    ),
    notificationsEnabled: optional('NOTIFICATIONS_ENABLED', oneOf('true', 'false')) !== 'false',
    redirectTo: optional('NOTIFICATIONS_REDIRECT_TO', email),
    decisionLinks: optional('DECISION_LINKS', oneOf('confirm', 'one-click')) ?? 'confirm',
    brandName:
      optional(
        'BRAND_NAME',
        matching(/^[^\p{Cc}\p{Cf}"<>@]{1,60}$/u, 'Ophthalmo Practice', 'must be at most 60 characters without " < > @'),
      ) ?? 'Ophthalmo Practice',
    brandColor: optional('BRAND_COLOR', color) ?? '#0B5C7A',
    alarmEmail: optional('ALARM_EMAIL', email),
    urgentAlarmEmail: optional('URGENT_ALARM_EMAIL', email),
    runbookUrl: optional('RUNBOOK_URL', webFolder),
    receiptRuleSet: optional(
      'RECEIPT_RULE_SET',
      matching(/^[A-Za-z0-9_.-]{1,64}$/, 'default-rule-set', 'must be at most 64 letters, digits, dots, dashes and underscores'),
    ),
    sendingIdentity: optional('SENDING_IDENTITY', domain),
    personLimits: optional('PERSON_LIMITS', personLimits) ?? writePersonLimits(DEFAULT_PERSON_LIMITS),
    topics: optional('TOPICS', choices) ?? parseChoices(DEFAULT_TOPICS) ?? [],
    exams: optional('EXAMS', choices) ?? parseChoices(DEFAULT_EXAMS) ?? [],
    undoSeconds: optional('UNDO_SECONDS', undoSeconds) ?? DEFAULT_UNDO_SECONDS,
    reminders: optional('REMINDERS', oneOf(...REMINDER_CHOICES)) ?? DEFAULT_REMINDERS,
    owingShards: optional('OWING_SHARDS', wholeNumber(1, MOST_OWING_SHARDS, 16)) ?? DEFAULT_OWING_SHARDS,
    maxSendRate: optional('SES_MAX_SEND_RATE', wholeNumber(1, 9999, 14)),
    mailConcurrency: optional('MAIL_CONCURRENCY', wholeNumber(2, 999, 5)) ?? 5,
    apiRequestsPerSecond: optional('API_REQUESTS_PER_SECOND', wholeNumber(10, 5000, 100)) ?? 100,
    webAclArn: optional('WEB_ACL_ARN', webAcl),
    hostedZone: optional('HOSTED_ZONE', hostedZone),
    signUpMail: optional('SIGN_UP_MAIL', oneOf('cognito', 'ses')) ?? 'cognito',
    meetingUrl: optional('MEETING_URL', meetingUrl),
    meetingHosts: optional('MEETING_HOSTS', meetingHosts) ?? DEFAULT_VENUE_HOSTS,
    probeMinutes: optional('PROBE_MINUTES', wholeNumber(15, 240, 15)),
    given,
  };
  const [nonsense] = findNonsense(config);
  if (nonsense !== undefined) throw new SettingError(`${nonsense} See docs/configuration.md`);
  return config;
}

/** The settings of the web ACL, which is deployed by itself. Throws `SettingError` as `readConfig` does. */
export function readRateLimit(read: ReadSetting): { readonly stackName: string; readonly requestsPerAddress: number } {
  // 100 is little for a family behind one address, and 10 is the least that WAF takes.
  return {
    stackName: 'OphthalmoPractice-RateLimit',
    requestsPerAddress: readSetting(read, 'REQUESTS_PER_ADDRESS', wholeNumber(10, 1_000_000, 1000)) ?? 1000,
  };
}

function readSetting<T>(read: ReadSetting, name: string, setting: Setting<T>): T | null {
  const text = read(name)?.trim() ?? '';
  if (text === '') return null;
  const value = setting.parse(text);
  if (value === undefined) throw invalid(name, `is '${text}', but ${setting.rule}`, setting.example);
  return value;
}

function readSignIn(issuer: string | null, audience: string | null, userPoolId: string | null): Config['signIn'] {
  if (issuer !== null && audience !== null) return { issuer, audience, userPoolId };
  if (issuer !== null) throw invalid('OIDC_AUDIENCE', 'is missing, but OIDC_ISSUER is set', 'ophthalmo-practice');
  if (audience !== null) throw invalid('OIDC_ISSUER', 'is missing, but OIDC_AUDIENCE is set', 'https://login.example.org');
  if (userPoolId !== null) throw invalid('OIDC_ISSUER', 'is missing, but OIDC_USER_POOL_ID is set', 'https://login.example.org');
  return null;
}

function invalid(name: string, problem: string, example: string): SettingError {
  return new SettingError(`${name} ${problem}. Example: ${name}=${example}. See docs/configuration.md`);
}

// Plain http only on this machine: magic links and sign-in must not travel in clear.
function webAddress(text: string): URL | undefined {
  const address = URL.parse(text);
  if (address === null || address.search !== '' || address.hash !== '' || address.username !== '') return undefined;
  const local = address.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname);
  return address.protocol === 'https:' || local ? address : undefined;
}

// WCAG 2.2, 1.4.3: white text needs a contrast of 4.5 to what is behind it, which is a luminance of at most 0.183.
function carriesWhiteText(color: string): boolean {
  if (!/^#[0-9a-fA-F]{6}$/.test(color)) return false;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5;
}
