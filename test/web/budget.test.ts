import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { bundleSite, SITE_FOLDER } from '../../infra/bundle-site.ts';

const KILOBYTE = 1000;

beforeAll(() => bundleSite(), 30_000);

const zippedBytes = (extension: string): number =>
  readdirSync(join(SITE_FOLDER, 'assets'))
    .filter((name) => name.endsWith(extension))
    .reduce((sum, name) => sum + gzipSync(readFileSync(join(SITE_FOLDER, 'assets', name)), { level: 9 }).length, 0);

test('all script of the app together is at most 25 KB', () => {
  expect(zippedBytes('.js')).toBeGreaterThan(5 * KILOBYTE);
  expect(zippedBytes('.js')).toBeLessThanOrEqual(25 * KILOBYTE);
});

test('all styles of the app together are at most 10 KB', () => {
  expect(zippedBytes('.css')).toBeGreaterThan(KILOBYTE);
  expect(zippedBytes('.css')).toBeLessThanOrEqual(10 * KILOBYTE);
});

test('the page asks for nothing from elsewhere, and holds no script or style that its policy would refuse', () => {
  const page = readFileSync(join(SITE_FOLDER, 'index.html'), 'utf8');
  expect(page).not.toMatch(/https?:\/\//);
  expect(page).not.toMatch(/<style|<script(?![^>]*\bsrc=)|\son\w+=|style=/);
});
