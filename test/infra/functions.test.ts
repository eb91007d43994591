import { expect, test } from 'vitest';
import { linksSettings } from '../../functions/links/settings.ts';
import { receiveMailSettings } from '../../functions/mail-in/settings.ts';
import { sendMailOptions, sendMailSettings, sweepMailSettings } from '../../functions/mail-out/settings.ts';
import { probeOptions, probeSettings } from '../../functions/probe/settings.ts';
import { recordStatusSettings } from '../../functions/mail-status/settings.ts';
import { roomsApiOptions, roomsApiSettings } from '../../functions/rooms/settings.ts';
import { FUNCTIONS } from '../../infra/build-folders.ts';
import { asText, synthesize } from '../support/template.ts';

const names = Object.keys(FUNCTIONS);
const { lambda, ofType } = await synthesize({
  DECISION_LINKS: 'one-click',
  PROBE_MINUTES: '60',
  PUBLIC_URL: 'https://meet.example.org/',
});
const withoutMail = await synthesize({ NOTIFICATIONS_ENABLED: 'false' });
const withDefaults = await synthesize();
const environment = (name: string): Record<string, unknown> => lambda(name).properties.Environment.Variables;

test('the stack has the functions that are bundled and no others', () => {
  const deployed = ofType('AWS::Lambda::Function').map(({ properties }) => properties.Environment.Variables.POWERTOOLS_SERVICE_NAME);
  expect(new Set(deployed)).toEqual(new Set(names));
  expect(deployed).toHaveLength(names.length);
});

test.each(names)('%s runs on Node 24 and ARM, and logs JSON that is kept for three months', (name) => {
  const { properties } = lambda(name);
  expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
  expect(properties.LoggingConfig.LogFormat).toBe('JSON');
  const log = ofType('AWS::Logs::LogGroup').find(({ id }) => id === properties.LoggingConfig.LogGroup.Ref)!;
  expect(log.properties.RetentionInDays).toBe(90);
});

test('every log is forgotten in time', () => {
  for (const { properties } of ofType('AWS::Logs::LogGroup')) expect(properties.RetentionInDays).toBeLessThanOrEqual(90);
});

test.each([
  ['rooms-api', [...roomsApiSettings, ...roomsApiOptions]],
  ['links', linksSettings],
  ['send-mail', [...sendMailSettings, ...sendMailOptions]],
  ['sweep-mail', sweepMailSettings],
  ['receive-mail', receiveMailSettings],
  ['record-status', recordStatusSettings],
  ['run-probe', [...probeSettings, ...probeOptions]],
])('%s gets each setting that it asks for, and nothing else', (name, asked) => {
  expect(Object.keys(environment(name)).sort()).toEqual([...asked, 'POWERTOOLS_METRICS_NAMESPACE', 'POWERTOOLS_SERVICE_NAME'].sort());
});

test('no secret is in the environment of a function, only the place where it is kept', () => {
  const values = names.flatMap((name) => Object.values(environment(name)));
  expect(JSON.stringify(values)).not.toMatch(/resolve:(secretsmanager|ssm)/);
  expect(asText(environment('links')['LINK_KEYS_SECRET_ARN'])).toMatch(/^<MagicLinksKeys\w+>$/);
});

test('settings reach the functions that live by them', () => {
  expect(environment('links')).toMatchObject({ DECISION_LINKS: 'one-click', PUBLIC_URL: 'https://meet.example.org' });
  expect(environment('send-mail')).toMatchObject({
    NOTIFICATIONS_ENABLED: 'true',
    NOTIFICATIONS_REDIRECT_TO: '',
    PUBLIC_URL: 'https://meet.example.org',
  });
  expect(withoutMail.lambda('send-mail').properties.Environment.Variables.NOTIFICATIONS_ENABLED).toBe('false');
});

test('probes run as often as a setting says, for longer than a probe may take, and not at all without it', () => {
  const runs = ofType('AWS::Events::Rule').filter(({ id }) => id.startsWith('Probe'));
  expect(runs.map(({ properties }) => [properties.ScheduleExpression, properties.State])).toEqual([['rate(1 hour)', 'ENABLED']]);
  expect(lambda('run-probe').properties.Timeout).toBe(600);
  expect(withDefaults.resources.filter(({ id }) => id.startsWith('Probe'))).toEqual([]);
});

test('links lead to the address of CloudFront when no public address is set', () => {
  const { PUBLIC_URL } = withDefaults.lambda('links').properties.Environment.Variables;
  expect(asText(PUBLIC_URL)).toMatch(/^https:\/\/<SiteDistribution\w+\.DomainName>$/);
});

test('only the mailer may give itself work: anything else that runs in circles is stopped', () => {
  const allowed = names.filter((name) => lambda(name).properties.RecursiveLoop === 'Allow');
  expect(allowed).toEqual(['send-mail']);
});
