import { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, test } from 'vitest';
import { createOriginCheck } from '../../functions/platform/http/check-origin.ts';
import { type OriginKeyRotation, rotateOriginKey } from '../../ops/origin-key-rotation.ts';
import { replaceHeader } from '../../ops/rotate-origin-key.ts';

const client = new SecretsManagerClient({ region: 'eu-west-1' });
const secrets = mockClient(client);
afterEach(() => secrets.reset());

/** A site of many edges and many running functions, with one clock. Each second each edge sends a request to each function. */
function openSite() {
  let now = 0;
  let stages: { AWSCURRENT: string; AWSPENDING?: string } = { AWSCURRENT: 'key-1' };
  let made = 1;
  secrets.on(GetSecretValueCommand).callsFake(({ VersionStage = 'AWSCURRENT' }: { VersionStage?: 'AWSCURRENT' | 'AWSPENDING' }) => {
    const SecretString = stages[VersionStage];
    if (SecretString === undefined) throw new ResourceNotFoundException({ message: 'none', $metadata: {} });
    return { SecretString };
  });
  const edges = ['key-1', 'key-1', 'key-1'];
  const functions = Array.from({ length: 4 }, () => createOriginCheck(client, 'arn:secret', () => now));
  const answers = { refused: 0, accepted: 0 };
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      now += 1000;
      for (const key of edges) {
        const came = await Promise.all(functions.map((function_) => function_({ headers: { 'x-origin-key': key } })));
        for (const answer of came) answers[answer ? 'accepted' : 'refused'] += 1;
      }
      // Somebody guesses keys: that has the keys looked up at the worst moments.
      await Promise.all(functions.map((function_) => function_({ headers: { 'x-origin-key': 'guess' } })));
    }
  };
  const steps: string[] = [];
  let target = 'key-1';
  const parts: OriginKeyRotation = {
    readVersions: async () => ({ current: stages.AWSCURRENT, pending: stages.AWSPENDING ?? null }),
    addPending: async () => {
      stages = { ...stages, AWSPENDING: `key-${++made}` };
      return `key-${made}`;
    },
    sendFrom: async (version) => void (target = version),
    waitForEdges: async () => {
      for (const edge of edges.keys()) {
        await pass(45);
        edges[edge] = target;
      }
      await pass(5);
    },
    promote: async (version) => void (stages = { AWSCURRENT: version }),
    wait: (millis) => pass(millis / 1000),
    report: (step) => void steps.push(step),
  };
  const comes = (key: string) => Promise.all(functions.map((function_) => function_({ headers: { 'x-origin-key': key } })));
  return { parts, pass, answers, steps, comes };
}

describe('a rotation of the origin key', () => {
  test('no request fails, before, during and after it, and the old key ends', async () => {
    const site = openSite();
    await site.pass(100);
    expect(await rotateOriginKey(site.parts)).toEqual({ before: 'key-1', after: 'key-2' });
    await site.pass(400);
    expect(site.answers.refused).toBe(0);
    expect(site.answers.accepted).toBeGreaterThan(5000);
    expect(await site.comes('key-1')).toEqual([false, false, false, false]);
    expect(site.steps.map((step) => step.slice(0, 6))).toEqual(['1 of 4', '2 of 4', '3 of 4', '4 of 4']);
  });

  test.each(['wait', 'sendFrom', 'waitForEdges', 'promote'] as const)(
    'a rotation that dies at %s refuses no request, and running it again ends it with the same key',
    async (step) => {
      const site = openSite();
      await site.pass(10);
      const dying = { ...site.parts, [step]: () => Promise.reject(new Error('the line is cut')) };
      await expect(rotateOriginKey(dying)).rejects.toThrow('the line is cut');
      await site.pass(200);
      expect(await rotateOriginKey(site.parts)).toEqual({ before: 'key-1', after: 'key-2' });
      await site.pass(400);
      expect(site.answers.refused).toBe(0);
      expect(await site.comes('key-1')).toEqual([false, false, false, false]);
    },
  );
});

test('only the header of the key changes in the settings of the distribution', () => {
  const header = (HeaderName: string, HeaderValue: string) => ({ HeaderName, HeaderValue });
  const config = (key: string) => ({
    CallerReference: 'c',
    Origins: {
      Quantity: 2,
      Items: [
        { Id: 'bucket', CustomHeaders: { Quantity: 0 } },
        { Id: 'api', CustomHeaders: { Quantity: 2, Items: [header('X-Origin-Key', key), header('x-other', 'stays')] } },
      ],
    },
    WebACLId: '',
  });
  const before = config('old');
  expect(replaceHeader(before, 'new')).toEqual(config('new'));
  expect(before).toEqual(config('old'));
  expect(() => replaceHeader({ Origins: { Items: [{ Id: 'bucket' }] } }, 'new')).toThrow('sends no x-origin-key');
});
