import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseLinkKeys } from '../../functions/platform/links/link-keys.ts';

const SCRIPT = resolve(import.meta.dirname, '../../ops/ops-main.ts');
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
    execFile(
      process.execPath,
      [SCRIPT, 'keys', 'rotate', 'links', ...args],
      { env: { ...process.env, ...env } },
      (error, out, complaint) => {
        settle({ code: typeof error?.code === 'number' ? error.code : 0, out, complaint });
      },
    );
  });

const stored = async () => JSON.parse(await readFile(file, 'utf8'));
const keys = async () => parseLinkKeys((await stored())[KEYS]);

describe('on the local stack', () => {
  test('a new key signs, the older one still verifies, and no other secret is touched', async () => {
    const { code, out } = await run(['--local', directory]);
    const { current, byId } = await keys();
    expect([code, current, [...byId.keys()].toSorted()]).toEqual([0, 'k2', ['k1', 'k2']]);
    expect(Buffer.from(byId.get('k1')!).toString()).toBe(first);
    expect(byId.get('k2')!.length).toBeGreaterThanOrEqual(64);
    expect((await stored())['Other']).toBe(other);
    expect(out).toContain('New links are signed with k2 within five minutes.');
  });

  test('the second rotation drops the first key, and says so; no key is ever printed', async () => {
    await run(['--local', directory]);
    const secret = (await stored())[KEYS];
    const { out, complaint } = await run(['--local', directory, '--json']);
    expect(JSON.parse(out)).toEqual({ current: 'k3', dropped: ['k1'] });
    expect([...(await keys()).byId.keys()].toSorted()).toEqual(['k2', 'k3']);
    for (const key of [...parseLinkKeys(secret).byId.values(), ...(await keys()).byId.values()]) {
      expect(out + complaint).not.toContain(Buffer.from(key).toString());
    }
  });
});

describe('refuses, in one line,', () => {
  test.each([
    ['what stands behind the command', ['one', '--local', '.local'], 2],
    ['a directory without a stack', ['--local', '/nowhere/at/all'], 1],
  ])('%s', async (_, args, status) => {
    const { code, out, complaint } = await run(args);
    expect([code, out, complaint.trim().split('\n').length]).toEqual([status, '', 1]);
  });

  test('a directory whose secrets hold no keys of links', async () => {
    await writeFile(file, JSON.stringify({ Other: other }));
    const { code, complaint } = await run(['--local', directory]);
    expect([code, complaint]).toEqual([1, `${file} holds 0 secrets of link keys, not one\n`]);
  });
});
