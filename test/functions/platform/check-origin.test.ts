import { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, test } from 'vitest';
import { createHttpHandler } from '../../../functions/platform/http/http-handler.ts';
import { behindSite, createOriginCheck } from '../../../functions/platform/http/check-origin.ts';
import { memoryLog } from '../../support/memory-log.ts';

const client = new SecretsManagerClient({ region: 'eu-west-1' });
const secrets = mockClient(client);
afterEach(() => secrets.reset());

let now = 0;
const check = () => createOriginCheck(client, 'arn:secret', () => now);
const missing = () => new ResourceNotFoundException({ message: 'no version is in this stage', $metadata: {} });
/** The secret holds this key, and during a rotation another one that is about to be sent. */
function holds(current: string, pending?: string) {
  secrets.reset();
  secrets.on(GetSecretValueCommand, { SecretId: 'arn:secret', VersionStage: 'AWSCURRENT' }).resolves({ SecretString: current });
  const next = secrets.on(GetSecretValueCommand, { SecretId: 'arn:secret', VersionStage: 'AWSPENDING' });
  if (pending === undefined) next.rejects(missing());
  else next.resolves({ SecretString: pending });
}
const withKey = (key: string | undefined) => ({ headers: { 'x-origin-key': key } });

test('what CloudFront passes on is answered', async () => {
  holds('the-key');
  expect(await check()(withKey('the-key'))).toBe(true);
});

test.each([undefined, '', 'another', 'the-key ', 'the-ke', 'the-key,the-key'])(
  'a request with %j in place of the key is not',
  async (key) => {
    holds('the-key');
    expect(await check()(withKey(key))).toBe(false);
  },
);

test('the key of each stage is read once a minute at most, whatever is thrown at the address', async () => {
  holds('the-key');
  const came = check();
  for (let n = 0; n < 50; n++) {
    now += 1000;
    await came(withKey(n % 2 === 0 ? 'the-key' : 'guess'));
  }
  expect(secrets.commandCalls(GetSecretValueCommand)).toHaveLength(2);
});

test('a new key is believed within a minute', async () => {
  holds('old');
  const came = check();
  expect(await came(withKey('old'))).toBe(true);
  holds('new');
  expect(await came(withKey('new'))).toBe(false);
  now += 61_000;
  expect(await came(withKey('new'))).toBe(true);
  expect(await came(withKey('old'))).toBe(false);
});

test('during a rotation both keys are accepted, and the old one ends within five minutes of it', async () => {
  holds('old');
  const came = check();
  expect(await came(withKey('old'))).toBe(true);
  holds('old', 'new');
  now += 61_000;
  expect([await came(withKey('new')), await came(withKey('old'))]).toEqual([true, true]);
  holds('new');
  now += 301_000;
  expect([await came(withKey('old')), await came(withKey('new'))]).toEqual([false, true]);
});

test('a key that was read before goes on to hold while none can be read', async () => {
  holds('the-key');
  const came = check();
  expect(await came(withKey('the-key'))).toBe(true);
  secrets.reset();
  secrets.on(GetSecretValueCommand).rejects(new Error('throttled'));
  now += 301_000;
  expect([await came(withKey('the-key')), await came(withKey('guess'))]).toEqual([true, false]);
});

test('a key that cannot be read opens nothing, and is tried again', async () => {
  holds('the-key');
  secrets
    .on(GetSecretValueCommand, { VersionStage: 'AWSCURRENT' })
    .rejectsOnce(new Error('throttled'))
    .resolves({ SecretString: 'the-key' });
  const came = check();
  await expect(came(withKey('the-key'))).rejects.toThrow('throttled');
  expect(await came(withKey('the-key'))).toBe(true);
});

test('an empty secret is no key', async () => {
  holds('');
  await expect(check()(withKey(''))).rejects.toThrow('empty');
});

test('a request that goes around CloudFront is refused before anything is done', async () => {
  holds('the-key');
  const served: string[] = [];
  const handler = behindSite(async ({ headers }: { readonly headers: Record<string, string> }) => {
    served.push(headers['x-name'] ?? '');
    return { statusCode: 200 };
  }, check());
  expect(await handler({ headers: { 'x-name': 'around' } }, {} as never)).toMatchObject({
    statusCode: 403,
    body: '{"message":"Forbidden"}',
  });
  expect(await handler({ headers: { 'x-name': 'through', 'x-origin-key': 'the-key' } }, {} as never)).toEqual({ statusCode: 200 });
  expect(served).toEqual(['through']);
});

test('each line that is logged about a request has the id that a problem answer shows', async () => {
  holds('the-key');
  const log = memoryLog();
  const json = createHttpHandler(
    new Map([
      [
        'GET /broken',
        async () => {
          log.info('room.loaded', { roomId: 'r-1' });
          await Promise.resolve();
          throw new Error('broken');
        },
      ],
    ]),
    log,
  );
  const handler = behindSite(json, check());
  const ask = async (requestId: string) => {
    const event = { ...withKey('the-key'), routeKey: 'GET /broken', requestContext: { requestId } };
    const answer = await handler(event as never, {} as never);
    return JSON.parse(answer.body ?? '').requestId;
  };
  expect(await Promise.all([ask('request-1'), ask('request-2')])).toEqual(['request-1', 'request-2']);
  const lines = Object.groupBy(log.lines, ({ fields }) => (fields as { requestId: string }).requestId);
  expect(Object.keys(lines).toSorted()).toEqual(['request-1', 'request-2']);
  expect(lines['request-1']!.map(({ event }) => event)).toEqual(['room.loaded', 'request.failed']);
});
