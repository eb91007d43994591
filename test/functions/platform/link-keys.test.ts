import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createLinkKeys, parseLinkKeys, withNewKey } from '../../../functions/platform/links/link-keys.ts';

const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string];
const secretOf = (secret: object) => JSON.stringify(secret);

describe('the secret', () => {
  test('the secret holds keys by their ids, and says which one signs', () => {
    const { current, byId } = parseLinkKeys(secretOf({ current: 'k2', k1: a, k2: b }));
    expect([current, [...byId.keys()]]).toEqual(['k2', ['k1', 'k2']]);
    expect(Buffer.from(byId.get('k1')!).toString()).toBe(a);
  });

  test.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['no current key', secretOf({ k1: a })],
    ['a current key that is not there', secretOf({ current: 'k2', k1: a })],
    ['a key that is too short for HS256', secretOf({ current: 'k1', k1: 'a'.repeat(31) })],
    ['a key that is no text', secretOf({ current: 'k1', k1: 7 })],
    ['a key by a name that every object has', secretOf({ current: 'toString', k1: a })],
  ])('%s is refused', (_, text) => {
    expect(() => parseLinkKeys(text)).toThrow(/^The secret of link keys /);
  });

  test('the secret is never quoted in what is said about it', () => {
    const said: unknown[] = [];
    for (const text of [`{"current":"k1","k1":"${a}"`, secretOf({ current: 'k9', k1: a }), secretOf({ current: 'k1', k1: 'too-short' })]) {
      try {
        parseLinkKeys(text);
      } catch (error) {
        said.push(String(error));
      }
    }
    expect(said).toHaveLength(3);
    expect(said.join()).not.toMatch(/aaa|too-short/);
  });
});

describe('a rotation', () => {
  test('a rotation adds a key that signs, keeps the one that signed until now, and drops what is older', () => {
    const first = withNewKey(secretOf({ current: 'k1', k1: a }), b);
    expect([first.current, first.dropped, JSON.parse(first.text)]).toEqual(['k2', [], { current: 'k2', k1: a, k2: b }]);
    const second = withNewKey(first.text, c);
    expect([second.current, second.dropped, JSON.parse(second.text)]).toEqual(['k3', ['k1'], { current: 'k3', k2: b, k3: c }]);
  });

  test('a rotation never gives a number a second time while it is known, whatever the keys are called', () => {
    expect(withNewKey(secretOf({ current: 'main', main: a, k7: b }), c)).toMatchObject({ current: 'k8', dropped: ['k7'] });
    expect(withNewKey(secretOf({ current: 'main', main: a }), c).current).toBe('k1');
  });

  test('a rotation refuses a secret that it cannot read, and leaves it alone', () => {
    expect(() => withNewKey('{}', c)).toThrow('link keys');
  });
});

describe('reading the keys', () => {
  const secrets = mockClient(SecretsManagerClient);
  const calls = () => secrets.commandCalls(GetSecretValueCommand).length;
  let now = 0;
  const keysOf = () => createLinkKeys(new SecretsManagerClient({ region: 'eu-west-1' }), 'arn', () => now);
  const holds = (secret: object) => secrets.on(GetSecretValueCommand, { SecretId: 'arn' }).resolves({ SecretString: secretOf(secret) });

  beforeEach(() => {
    secrets.reset();
    now = 0;
    holds({ current: 'k1', k1: a });
  });

  test('reading the keys is done once for everything within five minutes, also when asked at once', async () => {
    const keys = keysOf();
    await Promise.all([keys(), keys(), keys('k1')]);
    now = 5 * 60_000;
    await keys();
    expect(calls()).toBe(1);
    now += 1;
    await keys();
    expect(calls()).toBe(2);
  });

  test('reading the keys is done again for a link that names a newer key', async () => {
    const keys = keysOf();
    await keys();
    holds({ current: 'k2', k1: a, k2: b });
    now = 20_000;
    expect((await keys('k2')).byId.has('k2')).toBe(true);
    expect(calls()).toBe(2);
  });

  test('reading the keys is not done for each of many made-up keys', async () => {
    const keys = keysOf();
    await keys();
    now = 20_000;
    for (let n = 0; n < 100; n++) {
      now += 100;
      await keys(`made-up-${n}`);
    }
    expect(calls()).toBe(2);
  });

  test('reading the keys is tried again after it failed', async () => {
    const keys = keysOf();
    secrets
      .on(GetSecretValueCommand)
      .rejectsOnce(new Error('No answer'))
      .resolves({ SecretString: secretOf({ current: 'k1', k1: a }) });
    await expect(keys()).rejects.toThrow('No answer');
    expect((await keys()).current).toBe('k1');
  });
});
