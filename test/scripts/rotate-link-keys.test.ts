import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseLinkKeys } from '../../functions/platform/links/link-keys.ts';
import { openSecrets, serveSecrets } from '../../local/engines/secrets.ts';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/rotate-link-keys.ts');
const KEYS = 'OphthalmoPractice-MagicLinksKeys';
const [first, other] = ['a'.repeat(64), 'not for links'];

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rotate-'));
  file = join(directory, 'secrets.json');
  await writeFile(file, JSON.stringify({ [KEYS]: JSON.stringify({ current: 'k1', k1: first }), Other: other }));
});
afterEach(() => rm(directory, { recursive: true }));

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly complaint: string;
}

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  new Promise((settle) => {
    execFile(process.execPath, [SCRIPT, ...args], { env: { ...process.env, ...env } }, (error, out, complaint) => {
      settle({ code: typeof error?.code === 'number' ? error.code : 0, out, complaint });
    });
  });

const stored = async () => JSON.parse(await readFile(file, 'utf8'));
const keys = async () => parseLinkKeys((await stored())[KEYS]);

describe('on the local stack', () => {
  test('a new key signs, the older one still verifies, and no other secret is touched', async () => {
    const { code, out } = await run(['--data', directory]);
    const { current, byId } = await keys();
    expect([code, current, [...byId.keys()].toSorted()]).toEqual([0, 'k2', ['k1', 'k2']]);
    expect(Buffer.from(byId.get('k1')!).toString()).toBe(first);
    expect(byId.get('k2')!.length).toBeGreaterThanOrEqual(64);
    expect((await stored())['Other']).toBe(other);
    expect(out).toContain('New links are signed with k2 within five minutes.');
  });

  test('the second rotation drops the first key, and says so; no key is ever printed', async () => {
    await run(['--data', directory]);
    const secret = (await stored())[KEYS];
    const { out, complaint } = await run(['--data', directory, '--json']);
    expect(JSON.parse(out)).toEqual({ current: 'k3', dropped: ['k1'] });
    expect([...(await keys()).byId.keys()].toSorted()).toEqual(['k2', 'k3']);
    for (const key of [...parseLinkKeys(secret).byId.values(), ...(await keys()).byId.values()]) {
      expect(out + complaint).not.toContain(Buffer.from(key).toString());
    }
  });
});

test('in AWS the secret is read and written by its name', async () => {
  const server = await serveSecrets(openSecrets(file));
  const env = {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const { code, out } = await run([KEYS, '--json'], env);
  await server.stop();
  expect([code, JSON.parse(out)]).toEqual([0, { current: 'k2', dropped: [] }]);
  expect((await keys()).current).toBe('k2');
});

describe('refuses, in one line,', () => {
  test.each([
    ['nothing to rotate', []],
    ['two secrets', ['one', 'two']],
    ['a secret and a directory', ['one', '--data', '.local']],
    ['an unknown flag', ['--date', '.local']],
    ['a directory without a stack', ['--data', '/nowhere/at/all']],
  ])('%s', async (_, args) => {
    const { code, out, complaint } = await run(args);
    expect([code, out, complaint.trim().split('\n').length]).toEqual([1, '', 1]);
  });

  test('a directory whose secrets hold no keys of links', async () => {
    await writeFile(file, JSON.stringify({ Other: other }));
    const { code, complaint } = await run(['--data', directory]);
    expect([code, complaint]).toEqual([1, `${file} holds 0 secrets of link keys, not one\n`]);
  });
});

test('explains itself', async () => {
  const { code, out } = await run(['--help']);
  expect([code, out.split('\n')[0]]).toEqual([
    0,
    'Makes a new key for magic links. Links of the key before it still work; those of older keys do not any more.',
  ]);
});
