import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openRunFolder } from './support/temporary-files.ts';

const parent = mkdtempSync(join(tmpdir(), 'run-folders-'));
afterAll(() => rmSync(parent, { recursive: true }));

test('the tests run with a temporary folder of their run alone', () => {
  expect(basename(tmpdir())).toMatch(/^ophthalmo-tests-\d+-/);
});

test('a run that leaves nothing in its temporary folder ends well, and the folder is gone', () => {
  const { path, close } = openRunFolder(parent);
  rmSync(mkdtempSync(join(path, 'stack-')), { recursive: true });
  close();
  expect(existsSync(path)).toBe(false);
});

test('a run that leaves something in its temporary folder fails with its name, and the folder is gone', () => {
  const { path, close } = openRunFolder(parent);
  mkdirSync(join(path, 'cdk.outAbCdEf'));
  writeFileSync(join(path, 'cdk.outAbCdEf', 'manifest.json'), '{}');
  expect(close).toThrow('left cdk.outAbCdEf');
  expect(existsSync(path)).toBe(false);
});

test('a run deletes what a killed run left, and nothing of a run that is still going', () => {
  const { pid: killed } = spawnSync(process.execPath, ['-e', '']);
  openRunFolder(parent, killed);
  const { path: going } = openRunFolder(parent);
  const { close } = openRunFolder(parent);
  close();
  expect(readdirSync(parent)).toEqual([basename(going)]);
});
