import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig, SettingError } from '../../infra/config.ts';
import { findRegionProblem } from '../../infra/settings-sense.ts';

const read = (settings: Record<string, string>) => readConfig((name) => settings[name]);

test('people confirm, mail leaves, and the stack brings its own sign-in and rules when nothing is set', () => {
  expect(read({})).toEqual({
    organizerEmail: 'practice@sessions.example',
    publicUrl: null,
    certificateArn: null,
    signIn: null,
    notificationsEnabled: true,
    redirectTo: null,
    decisionLinks: 'confirm',
    brandName: 'Ophthalmo Practice',
    brandColor: '#0B5C7A',
    alarmEmail: null,
    urgentAlarmEmail: null,
    runbookUrl: null,
    receiptRuleSet: null,
    sendingIdentity: null,
    personLimits:
      'hostedUpcoming=50 openedPerDay=30 reservedPerDay=3 bookingsHeld=20 bookedPerDay=20 sameHostPerDay=3 proposedPerDay=20 notedPerDay=5 mailedPerDay=10 missedSessions=3 wishMailsPerDay=3',
    topics: [
      'Cataract and cornea',
      'Glaucoma',
      'Retina',
      'Neuro-ophthalmology',
      'Paediatrics and strabismus',
      'Oculoplastics and orbit',
      'Uveitis',
      'Optics and refraction',
      'Ethics and communication',
    ],
    exams: ['FRCOphth Part 2', 'FRCS', 'ICO', 'FEBO'],
    undoSeconds: 60,
    reminders: 'both',
    probeMinutes: null,
    owingShards: 8,
    maxSendRate: null,
    mailConcurrency: 5,
    apiRequestsPerSecond: 100,
    webAclArn: null,
    stage: 'prod',
    hostedZone: null,
    signUpMail: 'cognito',
    meetingUrl: null,
    meetingHosts: 'zoom.us *.zoom.us teams.microsoft.com teams.live.com meet.google.com whereby.com *.whereby.com meet.jit.si',
    given: {},
  });
});

test('an empty setting is one that is not set', () => {
  expect(read({ NOTIFICATIONS_REDIRECT_TO: ' ', PUBLIC_URL: '' })).toEqual(read({}));
});

test('addresses are compared in one spelling', () => {
  expect(read({ NOTIFICATIONS_FROM_EMAIL: ' Practice@Meet.Example.ORG ' }).organizerEmail).toBe('practice@meet.example.org');
});

test('the public address has no slash at its end, for paths begin with one', () => {
  expect(read({ PUBLIC_URL: 'https://app.meet.example.org/' }).publicUrl).toBe('https://app.meet.example.org');
});

test.each(['http://127.0.0.1:3000', 'http://localhost:3000'])('%s may be plain: it stays on this machine', (address) => {
  expect(read({ PUBLIC_URL: address }).publicUrl).toBe(address);
});

/** What a setting needs beside it. */
const PARTNERS: Record<string, Record<string, string>> = {
  OIDC_ISSUER: { OIDC_AUDIENCE: 'practice' },
  CERTIFICATE_ARN: { PUBLIC_URL: 'https://app.example.org' },
  HOSTED_ZONE: { NOTIFICATIONS_FROM_EMAIL: 'practice@meet.example.org' },
  SENDING_IDENTITY: { NOTIFICATIONS_FROM_EMAIL: 'practice@meet.example.org' },
};

describe.each([
  ['NOTIFICATIONS_FROM_EMAIL', ['practice', '"a b"@example.org', 'a@b@example.org', 'practice@localhost']],
  ['NOTIFICATIONS_REDIRECT_TO', ['everyone']],
  ['NOTIFICATIONS_ENABLED', ['yes', 'TRUE', '1']],
  [
    'PUBLIC_URL',
    [
      'meet.example.org',
      'http://meet.example.org',
      'https://meet.example.org/?a=b',
      'https://meet.example.org/practice',
      'https://u:p@example.org',
      'https://app.example.org:8443',
      'https://203.0.113.9',
      'javascript:0',
    ],
  ],
  ['CERTIFICATE_ARN', ['mine', 'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d-1111-2222-3333-444455556666']],
  [
    'OIDC_ISSUER',
    [
      'login.example.org',
      'http://login.example.org',
      'https://login.example.org/?a=b',
      'https://login.example.org/.well-known/openid-configuration',
    ],
  ],
  ['STAGE', ['Dev', 'a-b', '../x', 'thirteenchars']],
  ['HOSTED_ZONE', ['example.org', 'Z0123456789ABCDEFGHIJ', 'Z0123456789ABCDEFGHIJ:org']],
  ['SIGN_UP_MAIL', ['SES', 'smtp']],
  ['DECISION_LINKS', ['oneclick', 'Confirm']],
  ['BRAND_NAME', ['<b>us</b>', 'a'.repeat(61), 'x@y']],
  ['BRAND_COLOR', ['blue', '#FFF', '#0B5C7A;', '#FFD24A']],
  ['ALARM_EMAIL', ['me']],
  ['URGENT_ALARM_EMAIL', ['me']],
  ['RUNBOOK_URL', ['docs/operations', 'http://example.org/docs']],
  ['RECEIPT_RULE_SET', ['a b', '../x', 'a'.repeat(65)]],
  ['SENDING_IDENTITY', ['practice@example.org', 'example']],
  ['UNDO_SECONDS', ['a minute', '-1', '1.5', '301']],
  ['PROBE_MINUTES', ['0', '14', '241', '15.5', 'often']],
  ['REMINDERS', ['always', 'both day', 'week']],
  [
    'MEETING_URL',
    ['https://meet.example.org/', 'http://meet.example.org/{secret}', 'https://{secret}.example.org/', 'https://meet.example.org/{who}'],
  ],
  ['MEETING_HOSTS', ['https://zoom.us', 'zoom.us,whereby.com', '*']],
  ['PERSON_LIMITS', ['many', 'openedPerDay', 'openedPerDay=0', 'openedPerDay=12345', 'roomsPerDay=5']],
  ['MAIL_CONCURRENCY', ['0', '1', '1000', '2.5', 'many']],
  ['API_REQUESTS_PER_SECOND', ['9', '5001', 'unlimited']],
  ['WEB_ACL_ARN', ['limit', 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/limit/0a1b2c3d-1111-2222-3333-444455556666']],
])('%s', (name, bad) => {
  test.each(bad)('the setting may not be %s, and the error names it, shows an example and the page', (value) => {
    const reading = () => read({ [name]: value });
    expect(reading).toThrow(SettingError);
    expect(reading).toThrow(new RegExp(`^${name} is '.*', but must .*Example: ${name}=\\S.*docs/configuration\\.md$`));
  });

  test('each setting has an example that is allowed, or lists the allowed values', () => {
    const [, example = ''] = /Example: \w+=(.*)\. See/.exec(messageOf(() => read({ [name]: bad[0]! })))!;
    const partner = PARTNERS[name] ?? {};
    for (const value of example.split(' or ')) expect(() => read({ [name]: value, ...partner })).not.toThrow();
  });
});

test.each([
  ['OIDC_ISSUER', 'https://login.example.org', 'OIDC_AUDIENCE'],
  ['OIDC_AUDIENCE', 'practice', 'OIDC_ISSUER'],
  ['OIDC_USER_POOL_ID', 'eu-west-1_a1B2c3D4e', 'OIDC_ISSUER'],
])('%s alone says that its partner is missing', (name, value, missing) => {
  expect(() => read({ [name]: value })).toThrow(new RegExp(`^${missing} is missing`));
});

test('every setting is in docs/configuration.md', () => {
  const asked: string[] = [];
  readConfig((name) => void asked.push(name));
  const page = readFileSync(join(import.meta.dirname, '../../docs/configuration.md'), 'utf8');
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
});

const organizer = { NOTIFICATIONS_FROM_EMAIL: 'practice@meet.example.org' };
const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-1111-2222-3333-444455556666';

test.each<[string, Record<string, string>, RegExp]>([
  [
    'a site at the mail domain',
    { PUBLIC_URL: 'https://meet.example.org' },
    /^PUBLIC_URL .*no CNAME beside the MX.*app\.meet\.example\.org/,
  ],
  [
    'a site where undeliverable mail comes back to',
    { PUBLIC_URL: 'https://bounce.meet.example.org' },
    /^PUBLIC_URL .*app\.meet\.example\.org/,
  ],
  ['alarms to the organizer', { ALARM_EMAIL: 'practice@meet.example.org' }, /^ALARM_EMAIL .*nobody reads it/],
  ['urgent alarms to the mail domain', { URGENT_ALARM_EMAIL: 'Pager@Meet.example.org' }, /^URGENT_ALARM_EMAIL .*nobody reads it/],
  ['mail that comes back to us', { NOTIFICATIONS_REDIRECT_TO: 'a@meet.example.org' }, /^NOTIFICATIONS_REDIRECT_TO .*nobody reads it/],
  ['a certificate without a site', { CERTIFICATE_ARN: certificate }, /^CERTIFICATE_ARN .*PUBLIC_URL is not/],
  ['an identity of somebody else', { SENDING_IDENTITY: 'other.example' }, /^SENDING_IDENTITY .*meet\.example\.org/],
  ['an identity below the organizer', { SENDING_IDENTITY: 'bounce.meet.example.org' }, /^SENDING_IDENTITY /],
  ['an identity that only ends alike', { SENDING_IDENTITY: 'eet.example.org' }, /^SENDING_IDENTITY /],
  ['a zone of another domain', { HOSTED_ZONE: 'Z0123456789ABCDEFGHIJ:example.net' }, /^HOSTED_ZONE .*meet\.example\.org is not in it/],
  ['sign-up mail of no user pool', { SIGN_UP_MAIL: 'ses', OIDC_ISSUER: 'https://a.example', OIDC_AUDIENCE: 'b' }, /^SIGN_UP_MAIL /],
  ['a probe whose mail goes elsewhere', { PROBE_MINUTES: '15', NOTIFICATIONS_REDIRECT_TO: 'a@example.org' }, /^PROBE_MINUTES .*elsewhere/],
  ['a probe without mail', { PROBE_MINUTES: '15', NOTIFICATIONS_ENABLED: 'false' }, /^PROBE_MINUTES .*NOTIFICATIONS_ENABLED is false/],
  [
    'an organizer at the address of a probe',
    { NOTIFICATIONS_FROM_EMAIL: 'probe-host@meet.example.org' },
    /^NOTIFICATIONS_FROM_EMAIL .*practice@/,
  ],
])('%s is one clear line', (_, settings, message) => {
  const reading = () => read({ ...organizer, ...settings });
  expect(reading).toThrow(SettingError);
  expect(messageOf(reading)).toMatch(message);
  expect(messageOf(reading)).toMatch(/See docs\/configuration\.md$/);
  expect(messageOf(reading)).not.toContain('\n');
});

test('a site at the mail domain is allowed where Route 53 writes an ALIAS', () => {
  const settings = { ...organizer, PUBLIC_URL: 'https://meet.example.org', HOSTED_ZONE: 'Z0123456789ABCDEFGHIJ:example.org' };
  expect(read(settings).hostedZone).toEqual({ id: 'Z0123456789ABCDEFGHIJ', name: 'example.org' });
});

test('an issuer stays as it is written, because tokens are compared letter by letter', () => {
  const { signIn } = read({ OIDC_ISSUER: 'https://tenant.example/', OIDC_AUDIENCE: 'practice' });
  expect(signIn).toMatchObject({ issuer: 'https://tenant.example/', audience: 'practice' });
});

test('a region in which SES receives no mail is refused in one line with another region', () => {
  expect(findRegionProblem('eu-west-1')).toBeUndefined();
  expect(findRegionProblem(undefined)).toBeUndefined();
  expect(findRegionProblem('eu-north-1')).toMatch(/^AWS_REGION is eu-north-1, .*Example: AWS_REGION=eu-west-1.*docs\/deploy\.md/);
});

describe('what cdk runs', () => {
  test('the app takes a setting from the CDK context under its name in camel case', () => {
    expect(runMain({ CDK_CONTEXT_JSON: '{"receiptRuleSet":"not a name"}' })).toMatch(/^RECEIPT_RULE_SET is 'not a name'/);
  });

  test('the configuration believes the environment before the context', () => {
    const environment = { CDK_CONTEXT_JSON: '{"decisionLinks":"confirm"}', DECISION_LINKS: 'maybe' };
    expect(runMain(environment)).toMatch(/^DECISION_LINKS is 'maybe'/);
  });

  test('the app says one line about a bad setting, and no stack trace', () => {
    expect(runMain({ MAIL_CONCURRENCY: '0' }).trimEnd().split('\n')).toHaveLength(1);
  });

  /** What `infra/main.ts` writes to stderr when it fails. */
  function runMain(environment: Record<string, string>): string {
    const main = join(import.meta.dirname, '../../infra/main.ts');
    const { status, stderr } = spawnSync(process.execPath, [main], { env: { ...process.env, ...environment }, encoding: 'utf8' });
    expect(status).toBe(1);
    return stderr;
  }
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}
