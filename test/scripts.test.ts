import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { root } from './support/source-file.ts';

/*
 * All scripts of package.json that are ours: they say how they are called, and refuse what they do not understand.
 */

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
const own = Object.entries(scripts).flatMap(([name, command]) => {
  const file = /^node scripts\/check-install\.cjs && node (\S+\.ts)$/.exec(command)?.[1];
  return file === undefined ? [] : [[name, file] as const];
});

async function run(file: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [join(root, file), ...args], { cwd: root, env: { ...process.env, NO_COLOR: '1' } });
  const [out, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.on('exit', resolve)),
  ]);
  return { out, errors, code };
}

test('the scripts that are tried are there', () => {
  expect(own.map(([name]) => name)).toEqual(expect.arrayContaining(['start', 'screenshots', 'build', 'bench', 'prove', 'openapi', 'ops']));
});

test('each script first looks whether the packages are there, because Node itself says it with a stack trace', () => {
  // `npm run check` has looked already when it calls these.
  const looking = Object.entries(scripts).filter(([name]) => !name.startsWith('check:'));
  for (const [name, command] of looking)
    expect([name, command]).toEqual([name, expect.stringMatching(/^node scripts\/check-install\.cjs && /)]);
});

test('without packages a script is one line with the way out', () => {
  const bare = mkdtempSync(join(tmpdir(), 'bare-'));
  cpSync(join(root, 'scripts/check-install.cjs'), join(bare, 'scripts/check-install.cjs'));
  const look = () => spawnSync(process.execPath, [join(bare, 'scripts/check-install.cjs')], { encoding: 'utf8' });
  expect(look()).toMatchObject({ status: 1, stdout: '', stderr: 'The packages are not installed: run npm ci, and then this again.\n' });
  mkdirSync(join(bare, 'node_modules/.bin'), { recursive: true });
  writeFileSync(join(bare, 'node_modules/.bin/node'), '');
  expect(look()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  rmSync(bare, { recursive: true });
});

describe.each(own)('npm run %s', (name, file) => {
  test('--help only helps, also beside other flags', async () => {
    const { out, errors, code } = await run(file, '--help');
    expect([code, errors]).toEqual([0, '']);
    expect(out).toContain(name === 'start' ? 'npm start' : `npm run ${name}`);
  });

  // cdk gets what `npm run deploy` does not know.
  test.skipIf(name === 'deploy')('a flag that it does not know is one line and exit code 2, without a stack trace', async () => {
    const { out, errors, code } = await run(file, '--nope');
    expect([code, out]).toEqual([2, '']);
    expect(errors).toMatch(/^[^\n]*--nope[^\n]*--help[^\n]*\n$/);
  });
});
