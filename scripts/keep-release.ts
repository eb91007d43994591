import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LAMBDA_BUNDLE } from '../infra/bundle.ts';
import { endMisused } from './command-line.ts';

/*
 * Keeps the functions of a release for the proof of rolling upgrades: node scripts/keep-release.ts COMMIT
 * Packages stay outside of the bundles, because the simulation answers the clients of AWS that it knows.
 */

const [named, ...more] = process.argv.slice(2);
if (named === undefined || more.length > 0) endMisused('node scripts/keep-release.ts COMMIT  keeps the functions of that commit');
const root = join(import.meta.dirname, '..');
const kept = join(root, 'prove', 'previous-release');
const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
const commit = git('rev-parse', '--short=12', named);

const tree = mkdtempSync(join(tmpdir(), 'release-'));
try {
  const archive = execFileSync('git', ['archive', commit], { cwd: root, maxBuffer: 2 ** 30 });
  execFileSync('tar', ['-x', '-C', tree], { input: archive });
  const { FUNCTIONS }: { readonly FUNCTIONS: Readonly<Record<string, string>> } = await import(join(tree, 'infra', 'build-folders.ts'));
  rmSync(kept, { recursive: true, force: true });
  mkdirSync(kept, { recursive: true });
  await build({
    ...LAMBDA_BUNDLE,
    absWorkingDir: tree,
    // What publishes the site takes no messages.
    entryPoints: Object.entries(FUNCTIONS).flatMap(([name, entry]) => (name === 'publish-site' ? [] : [{ in: entry, out: name }])),
    outdir: kept,
    outExtension: { '.js': '.mjs' },
    packages: 'external',
    logLevel: 'warning',
  });
  const release = { commit, date: git('log', '-1', '--format=%cs', commit), environments: readEnvironments() };
  writeFileSync(join(kept, 'release.json'), `${JSON.stringify(release, null, 2)}\n`);
} finally {
  rmSync(tree, { recursive: true, force: true });
}

/** The environment of each function by the template of that commit: code and environment of a version come and go together. */
function readEnvironments(): object {
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  const source = `
    await import('./bench/jsx.ts');
    const { readBlueprint } = await import('./prove/world/blueprint.ts');
    const { functions } = await readBlueprint();
    console.log(JSON.stringify(Object.fromEntries([...functions.values()].map(({ name, environment }) => [name, environment]))));`;
  const written = execFileSync(process.execPath, ['--input-type=module', '-e', source], { cwd: tree, encoding: 'utf8' });
  return JSON.parse(written.trim().split('\n').at(-1) ?? '');
}
