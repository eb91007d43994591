import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importing, packageJson, rules } from './support/directions.ts';
import { root, sourceFile, sourceFilesIn } from './support/source-file.ts';

const files = ['shared', 'functions', 'infra', 'local', 'prove', 'web', 'test', 'bench', 'scripts'].flatMap(sourceFilesIn);

describe.each(rules)('$says', ({ strays, broken }) => {
  test('every file keeps the direction', () => {
    expect(files.flatMap((file) => strays(file).map((what) => `${file.path}: ${what}`))).toEqual([]);
  });

  test.each(broken)('the direction is broken by %s with %s', (path, text) => {
    expect(strays(sourceFile(path, text))).not.toEqual([]);
  });
});

test('7. neither TypeScript nor Node is told of path aliases', () => {
  expect(packageJson.imports).toBeUndefined();
  expect(readFileSync(join(root, 'tsconfig.json'), 'utf8')).not.toMatch(/"(paths|baseUrl|rootDirs)"/);
});

test('every import of our own names a file that is there', () => {
  const missing = files.flatMap((file) =>
    importing(file, ({ isOurs, target }) => isOurs && !existsSync(join(root, target))).map((what) => `${file.path}: ${what}`),
  );
  expect(missing).toEqual([]);
});
