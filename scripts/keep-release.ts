import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  const archive = execFileSync('git', ['archive', commit, 'functions', 'shared', 'infra', 'docs/openapi.json'], {
    cwd: root,
    maxBuffer: 2 ** 30,
  });
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
  writeFileSync(join(kept, 'release.json'), `${JSON.stringify({ commit, date: git('log', '-1', '--format=%cs', commit) })}\n`);
} finally {
  rmSync(tree, { recursive: true, force: true });
}
