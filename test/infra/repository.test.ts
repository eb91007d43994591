import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { scripts, devDependencies, dependencies } = JSON.parse(read('package.json'));
const workflows = readdirSync(join(root, '.github/workflows'));

test('what GitHub runs is the script that everybody runs', () => {
  expect(read('.github/workflows/ci.yml')).toContain('- run: bash .ci/run\n');
});

test.each(workflows)('%s holds no key: AWS is asked by OpenID Connect', (name) => {
  expect(read(`.github/workflows/${name}`)).not.toMatch(/secrets\.|aws-access-key-id|AKIA/i);
});

test('the deployment may ask for a token of GitHub, and no other workflow may', () => {
  const asking = workflows.filter((name) => read(`.github/workflows/${name}`).includes('id-token: write'));
  expect(asking).toEqual(['deploy.yml']);
});

test.each(workflows)('%s runs only scripts that are there', (name) => {
  const asked = [...read(`.github/workflows/${name}`).matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script);
  expect(asked.filter((script) => !(script in scripts))).toEqual([]);
});

test('the exceptions of updates name packages that the project has', () => {
  const named = [...read('.github/dependabot.yml').matchAll(/dependency-name: '?([^'\n]+)'?/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !(name in { ...devDependencies, ...dependencies }))).toEqual([]);
});

test('every version is pinned exactly, so an update is a commit that somebody can read', () => {
  for (const version of Object.values<string>({ ...devDependencies, ...dependencies })) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});
