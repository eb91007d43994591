import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createApp } from '../../infra/app.ts';
import { readConfig, SettingError } from '../../infra/config.ts';
import { openStage } from '../../infra/stage-settings.ts';
import { readAssembly } from '../support/read-assembly.ts';
import { requireDeployable } from '../../ops/settings-drift.ts';
import { asText, only, synthesize } from '../support/template.ts';

const organizer = { NOTIFICATIONS_FROM_EMAIL: 'practice@meet.example.org' };
const prod = await synthesize(organizer);
const dev = await synthesize({ ...organizer, STAGE: 'dev' });
/** What holds data that CloudFormation cannot make again. */
const HOLDING = ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::Cognito::UserPool'];
const holding = ({ ofType }: typeof prod) => HOLDING.flatMap((type) => ofType(type));
const stackOf = (settings: Record<string, string>) =>
  readAssembly(
    (outdir) =>
      createApp(
        readConfig((name) => settings[name]),
        { validate: false, outdir },
      ),
    ({ stackName, terminationProtection }) => ({ stackName, terminationProtection }),
  );

test('a production stage keeps everything, except what a first deployment that failed has made', () => {
  expect(holding(prod).length).toBeGreaterThan(6);
  for (const { id, deletionPolicy } of holding(prod)) expect([id, deletionPolicy]).toEqual([id, 'RetainExceptOnCreate']);
  expect(stackOf({}).terminationProtection).toBe(true);
});

test('a dev stage goes without leftovers: nothing is kept, nothing is protected, and its buckets are emptied', () => {
  for (const { id, deletionPolicy } of dev.resources) expect([id, deletionPolicy]).not.toEqual([id, expect.stringMatching(/^Retain/)]);
  for (const { properties } of dev.ofType('AWS::DynamoDB::GlobalTable'))
    expect(properties.Replicas[0].DeletionProtectionEnabled).toBe(false);
  expect(only(dev.ofType('AWS::Cognito::UserPool')).properties.DeletionProtection).toBe('INACTIVE');
  expect(dev.ofType('Custom::S3AutoDeleteObjects')).toHaveLength(dev.ofType('AWS::S3::Bucket').length);
  expect(stackOf({ STAGE: 'dev' }).terminationProtection).toBe(false);
});

test('two stages and two regions share no name that is of a whole account', () => {
  const names = ({ ofType }: typeof prod): string[] => [
    ...ofType('AWS::CloudFront::ResponseHeadersPolicy').map(({ properties }) => asText(properties.ResponseHeadersPolicyConfig.Name)),
    ...ofType('AWS::CloudFront::OriginAccessControl').map(({ properties }) => asText(properties.OriginAccessControlConfig.Name)),
    ...ofType('AWS::CloudFront::Function').map(({ properties }) => asText(properties.Name)),
  ];
  expect(names(prod)).toHaveLength(4);
  for (const name of names(prod)) expect(name).toContain('<AWS::Region>');
  expect(names(prod).filter((name) => names(dev).includes(name))).toEqual([]);
  expect(stackOf({}).stackName).toBe('OphthalmoPractice-prod');
  expect(stackOf({ STAGE: 'dev' }).stackName).toBe('OphthalmoPractice-dev');
});

test('sign-in and metrics of two stages are apart', () => {
  const domain = ({ ofType }: typeof prod) => asText(only(ofType('AWS::Cognito::UserPoolDomain')).properties.Domain);
  expect([domain(prod), domain(dev)]).toEqual(['ophthalmo-practice-prod-<AWS::AccountId>', 'ophthalmo-practice-dev-<AWS::AccountId>']);
  const spaces = ({ ofType }: typeof prod) =>
    new Set(
      ofType('AWS::Lambda::Function').flatMap(({ properties }) => properties.Environment?.Variables?.POWERTOOLS_METRICS_NAMESPACE ?? []),
    );
  expect([...spaces(prod), ...spaces(dev)]).toEqual(['OphthalmoPractice/prod', 'OphthalmoPractice/dev']);
});

test('nothing in the template is named by hand in a way that a second stage would collide with', () => {
  const NAMES = [
    'TableName',
    'BucketName',
    'QueueName',
    'TopicName',
    'FunctionName',
    'RoleName',
    'AlarmName',
    'DashboardName',
    'UserPoolName',
  ];
  const named = prod.resources.flatMap(({ id, properties }) =>
    NAMES.filter((name) => typeof properties[name] === 'string').map((name) => `${id}.${name}`),
  );
  expect(named).toEqual([]);
});

const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-1111-2222-3333-444455556666';
const ownAddress = { ...organizer, PUBLIC_URL: 'https://app.meet.example.org', CERTIFICATE_ARN: certificate };

test('the records say where the CNAME of an address of your own leads', async () => {
  const { outputs, ofType } = await synthesize(ownAddress);
  const target = only(ofType('AWS::CloudFront::Distribution')).id;
  expect(asText(outputs['Step1PutIntoDns']!.Value).split('\n')).toContain(`app.meet.example.org. 3600 IN CNAME <${target}.DomainName>.`);
});

test('told the zone, the stack writes all records into Route 53, with an ALIAS for the site', async () => {
  const settings = { ...ownAddress, PUBLIC_URL: 'https://meet.example.org', HOSTED_ZONE: 'Z0123456789ABCDEFGHIJ:example.org' };
  const { ofType, outputs } = await synthesize(settings);
  const records = ofType('AWS::Route53::RecordSet').map(({ properties }) => properties);
  const kinds = records.map(({ Name, Type }) => `${Type} ${asText(Name)}`);
  expect(kinds).toEqual(
    expect.arrayContaining([
      'MX meet.example.org.',
      'MX bounce.meet.example.org.',
      'TXT bounce.meet.example.org.',
      'TXT _dmarc.meet.example.org.',
      'A meet.example.org.',
      'AAAA meet.example.org.',
    ]),
  );
  expect(kinds.filter((kind) => kind.startsWith('CNAME '))).toHaveLength(3);
  for (const { HostedZoneId } of records) expect(HostedZoneId).toBe('Z0123456789ABCDEFGHIJ');
  expect(outputs['Step1PutIntoDns']!.Value).toBe('Nothing: the records are in the zone of example.org');
});

test('sign-up mail leaves by Cognito, and through SES as the organizer when a setting says so', async () => {
  const email = ({ ofType }: typeof prod) => only(ofType('AWS::Cognito::UserPool')).properties.EmailConfiguration;
  expect(email(prod)?.EmailSendingAccount).not.toBe('DEVELOPER');
  const bySes = email(await synthesize({ ...organizer, SIGN_UP_MAIL: 'ses' }));
  expect(bySes.EmailSendingAccount).toBe('DEVELOPER');
  expect(asText(bySes.SourceArn)).toMatch(/:identity\/meet\.example\.org$/);
});

const folder = mkdtempSync(join(tmpdir(), 'stages-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (stage: string, text: string) => writeFileSync(join(folder, `${stage}.json`), text);

test('the settings of a stage are in its file, and the environment goes above it', () => {
  write('dev', JSON.stringify({ ALARM_EMAIL: 'operator@example.org', BRAND_NAME: 'Retina Club', WEB_ACL_ARN: '' }));
  const { read, leftOut } = openStage({ STAGE: 'dev', BRAND_NAME: 'Another' }, folder);
  const { alarmEmail, brandName, stage } = readConfig(read);
  expect([alarmEmail, brandName, stage]).toEqual(['operator@example.org', 'Another', 'dev']);
  expect(leftOut).toEqual(['WEB_ACL_ARN']);
});

test.each([
  ['{"ALARM_EMIAL": "a@b.example"}', /names ALARM_EMIAL, which is no setting of a stage/],
  ['{"ALARM_EMAIL": {}}', /gives ALARM_EMAIL no text/],
  ['{"STAGE": "prod"}', /names STAGE/],
  ['[]', /is no JSON object/],
  ['{', /is no JSON/],
])('a file of a stage that says %s is one clear line', (text, message) => {
  write('test', text);
  expect(() => openStage({ STAGE: 'test' }, folder)).toThrow(SettingError);
  expect(() => openStage({ STAGE: 'test' }, folder)).toThrow(message);
});

test('the name of a stage leads to no file outside the folder', () => {
  expect(openStage({ STAGE: '../stages/prod' }, folder).leftOut).toEqual([]);
});

test('the stack remembers with which settings it was deployed', () => {
  expect(JSON.parse(String(dev.outputs['Settings']!.Value))).toEqual({ ...organizer, STAGE: 'dev' });
});

test.each<[string, Record<string, string>, RegExp]>([
  ['a stage of which nothing is known', {}, /^NOTIFICATIONS_FROM_EMAIL is not set for the stage nosuch: .*stages\/nosuch\.json/],
  [
    'a site on this machine',
    { ...organizer, PUBLIC_URL: 'http://localhost:3000' },
    /^PUBLIC_URL is http:\/\/localhost:3000, which only this machine/,
  ],
])('%s is not deployed, and one line says why', (_, given, message) => {
  expect(() => requireDeployable(given, 'nosuch')).toThrow(SettingError);
  expect(() => requireDeployable(given, 'nosuch')).toThrow(message);
});

test.each([
  ['{"ALARM_EMAIL": "a@example.org", "ALARM_EMAIL": "b@example.org"}', /names ALARM_EMAIL twice/],
  ['{\n  "ALARM_EMAIL": "a@example.org",\n}', /is no JSON \(line 3 column 1\)/],
  ['', /is no JSON \(it ends too early\)/],
])('the file %j is refused with the place and the reason', (text, message) => {
  writeFileSync(join(folder, 'broken.json'), text);
  expect(() => openStage({ STAGE: 'broken' }, folder)).toThrow(message);
});
