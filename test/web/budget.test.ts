import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { SITE_FOLDER } from '../../infra/build-folders.ts';
import { bundleSite } from '../../infra/bundle-site.ts';

const KILOBYTE = 1000;

beforeAll(() => bundleSite(), 30_000);

const assets = (extension: string): readonly string[] =>
  readdirSync(join(SITE_FOLDER, 'assets')).filter((name) => name.endsWith(extension));

const zippedBytes = (names: readonly string[]): number =>
  names.reduce((sum, name) => sum + gzipSync(readFileSync(join(SITE_FOLDER, 'assets', name)), { level: 9 }).length, 0);

/** What the page loads before it shows anything: the scripts that it names. Chunks that come later are not among them. */
function firstScripts(): readonly string[] {
  const page = readFileSync(join(SITE_FOLDER, 'index.html'), 'utf8');
  return assets('.js').filter((name) => page.includes(name));
}

// The reason for this number is in docs/decisions/046-sign-in-by-oauth4webapi.md.
test('the script that the first page loads is at most 34 KB', () => {
  expect(zippedBytes(firstScripts())).toBeGreaterThan(5 * KILOBYTE);
  expect(zippedBytes(firstScripts())).toBeLessThanOrEqual(34 * KILOBYTE);
});

// One is fetched as soon as the first page is shown, the others when somebody opens what needs them.
test('no script that is loaded later is more than 26 KB, and the names of zones come by themselves', () => {
  const later = assets('.js').filter((name) => !firstScripts().includes(name));
  expect(later.length).toBeGreaterThan(1);
  expect(later.filter((name) => zippedBytes([name]) > 26 * KILOBYTE)).toEqual([]);
  expect(later.filter((name) => name.startsWith('zone-search'))).toHaveLength(1);
});

test('all styles of the app together are at most 10 KB', () => {
  expect(zippedBytes(assets('.css'))).toBeGreaterThan(KILOBYTE);
  expect(zippedBytes(assets('.css'))).toBeLessThanOrEqual(10 * KILOBYTE);
});

test('the page asks for nothing from elsewhere, and holds no script or style that its policy would refuse', () => {
  const page = readFileSync(join(SITE_FOLDER, 'index.html'), 'utf8');
  expect(page).not.toMatch(/https?:\/\//);
  expect(page).not.toMatch(/<style|<script(?![^>]*\bsrc=)|\son\w+=|style=/);
});
