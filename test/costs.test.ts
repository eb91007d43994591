import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nameMetrics } from '../infra/stack-name.ts';
import { addUnits, listCeilings, listCosts } from '../scripts/costs/cost-model.ts';
import { writeCostsPage } from '../scripts/costs/costs-page.ts';
import { countTemplate } from '../scripts/costs/count-template.ts';
import { root } from './support/source-file.ts';
import { synthesize } from './support/template.ts';

const { resources } = await synthesize();
const units = addUnits(readFileSync(join(root, 'docs/performance/units.md'), 'utf8'));
const counted = { ...countTemplate(resources, nameMetrics('prod')), ...units };

test('the page of costs is what npm run costs writes from the template, the price table and the counted units', () => {
  expect(readFileSync(join(root, 'docs/costs.md'), 'utf8')).toBe(writeCostsPage(counted));
});

test('one more alarm, one more metric by kind and one more secret are counted', () => {
  const alarm = {
    type: 'AWS::CloudWatch::Alarm',
    properties: { Namespace: nameMetrics('prod'), MetricName: 'LinksRefused', Dimensions: [{ Name: 'kind', Value: 'new' }] },
  };
  const more = countTemplate([...resources, alarm, { type: 'AWS::SecretsManager::Secret', properties: {} }], nameMetrics('prod'));
  const { alarmMetrics, ownMetrics, secrets } = counted;
  expect(more).toMatchObject({ alarmMetrics: alarmMetrics + 1, ownMetrics: ownMetrics + 1, secrets: secrets + 1 });
});

test('a metric that an alarm and a graph show is counted once', () => {
  const metric = { Namespace: 'n', MetricName: 'M', Dimensions: [{ Name: 'service', Value: 's' }] };
  const alarm = { type: 'AWS::CloudWatch::Alarm', properties: metric };
  const body = { 'Fn::Join': ['', ['{"widgets":[{"metrics":[["n","M","service","s",{"stat":"Sum"}],["n","M2","service","s"]]}]}']] };
  const graph = { type: 'AWS::CloudWatch::Dashboard', properties: { DashboardBody: body } };
  const alone = countTemplate([], 'n').ownMetrics;
  expect(countTemplate([alarm, graph], 'n').ownMetrics).toBe(alone + 2);
});

test('free amounts are free, and what is above them is paid', () => {
  const dollars = (sessions: number, what: string) => listCosts(sessions, counted).find((cost) => cost.what === what)?.dollars;
  expect([dollars(20_000, 'sign-in (Cognito)'), dollars(20_002, 'sign-in (Cognito)')]).toEqual([0, 0.015]);
  expect(dollars(1000, 'mail out (SES)')).toBeCloseTo(1.2);
});

test('ceilings come in the order in which they are reached', () => {
  const sessions = listCeilings(counted).map((ceiling) => ceiling.sessions);
  expect(sessions).toEqual(sessions.toSorted((a, b) => a - b));
  expect(sessions[0]).toBeGreaterThan(0);
});

test('a use case that the benchmark does not count stops the page', () => {
  expect(() => addUnits('| use case | read units | write units |\n')).toThrow('has no use case');
});
