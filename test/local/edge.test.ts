import { afterAll, beforeAll, expect, test } from 'vitest';
import { createThrottle, readThrottles } from '../../local/gateway/throttle.ts';
import { type Listening, serve } from '../../local/http.ts';
import { openTemplate, readResources } from '../../local/template/template.ts';
import { makeValues } from '../../local/template/values.ts';
import { readErrorCaching } from '../../local/web/distribution.ts';
import { cacheErrors } from '../../local/web/error-cache.ts';
import { synthesize } from '../support/template.ts';

/** A template as the local stack reads it. */
function open(resources: Record<string, unknown>) {
  const raw = readResources({ Resources: resources });
  return openTemplate(raw, makeValues(raw, { queues: 'http://127.0.0.1:9', site: 'http://localhost:3000' }));
}
const ofOurStack = async (type: string) => {
  const { ofType } = await synthesize();
  return open(Object.fromEntries(ofType(type).map(({ id, properties }) => [id, { Type: type, Properties: properties }])));
};
const bare = open({ Site: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: {} } } });

let status = 503;
let nowMs = 0;
let ours: Listening;
let unset: Listening;
beforeAll(async () => {
  const origin = async (_: unknown, response: any) => {
    response.statusCode = status;
    response.setHeader('cache-control', 'no-store');
    response.end(`status ${status}`);
  };
  const clock = () => nowMs;
  const withOurs = cacheErrors(origin, readErrorCaching(await ofOurStack('AWS::CloudFront::Distribution')), clock);
  const withDefaults = cacheErrors(origin, readErrorCaching(bare), clock);
  ours = await serve((request, response) => void withOurs(request, response));
  unset = await serve((request, response) => void withDefaults(request, response));
});
afterAll(() => Promise.all([ours.stop(), unset.stop()]));

async function statusesAt({ url }: Listening, ...answers: readonly number[]): Promise<number[]> {
  const seen: number[] = [];
  for (const [index, answer] of answers.entries()) {
    status = answer;
    seen.push((await fetch(`${url}/approve?t=${index}`)).status);
  }
  return seen;
}

test('CloudFront with its own times answers one person with the error of another, although the origin forbids to store it', async () => {
  expect(await statusesAt(unset, 503, 200)).toEqual([503, 503]);
  nowMs += 10_001;
  expect(await statusesAt(unset, 200)).toEqual([200]);
});

test.each([404, 414, 500, 501, 502, 503, 504])('an answer %i is for the person who asked, and nobody else gets it', async (error) => {
  expect(await statusesAt(ours, error, 200)).toEqual([error, 200]);
});

test('a kept error has the body of the first answer', async () => {
  await statusesAt(unset, 500);
  status = 200;
  expect(await (await fetch(`${unset.url}/approve?t=other`)).text()).toBe('status 500');
  nowMs += 10_001;
});

test('an error of one path says nothing about another path, and a POST always reaches the API', async () => {
  await statusesAt(unset, 500);
  status = 200;
  expect((await fetch(`${unset.url}/decline`)).status).toBe(200);
  expect((await fetch(`${unset.url}/approve`, { method: 'POST' })).status).toBe(200);
});

test('a flood of one route is cut off and leaves every other route alone', async () => {
  const buckets = readThrottles(await ofOurStack('AWS::ApiGatewayV2::Stage'));
  let at = 0;
  const takes = createThrottle(buckets, () => at);
  const flood = Array.from({ length: 1000 }, () => takes('GET /api/health')).filter(Boolean).length;
  expect(flood).toBe(buckets.get('GET /api/health')?.burst);
  for (const route of buckets.keys()) expect(takes(route)).toBe(route !== 'GET /api/health');
  at += 1000;
  expect(takes('GET /api/health')).toBe(true);
});
