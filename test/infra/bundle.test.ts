import { readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleFolder, FUNCTIONS, type FunctionName } from '../../infra/build-folders.ts';
import { bundleFunctions } from '../../infra/bundle.ts';

const names = Object.keys(FUNCTIONS) as FunctionName[];
const fileOf = (name: FunctionName) => join(bundleFolder(name), 'index.mjs');

interface Output {
  readonly imports: readonly { readonly path: string }[];
  readonly exports: readonly string[];
  readonly inputs: Readonly<Record<string, unknown>>;
}
await bundleFunctions();
const meta: { inputs: object; outputs: Record<string, Output> } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../build/meta.json'), 'utf8'),
);
const outputOf = (name: FunctionName) => meta.outputs[`build/functions/${name}/index.mjs`]!;

test('every function becomes one file of its own, and nothing is built besides', () => {
  expect(new Set(Object.keys(meta.outputs))).toEqual(new Set(names.map((name) => `build/functions/${name}/index.mjs`)));
});

test.each(names)('%s exports its handler', (name) => {
  expect(outputOf(name).exports).toEqual(['handler']);
});

test.each(names)('%s needs nothing at run time but Node', (name) => {
  expect(outputOf(name).imports.filter(({ path }) => !isBuiltin(path))).toEqual([]);
});

test.each(names)('%s carries neither the large schema library nor a tool of tests', (name) => {
  const packages = new Set(
    Object.keys(outputOf(name).inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  expect([...packages].filter((it) => ['mailparser', 'node-ical', 'dynalite', 'fauxqs', 'aws-sdk-client-mock'].includes(it))).toEqual([]);
  expect(Object.keys(outputOf(name).inputs).filter((path) => path.includes('node_modules/zod/v4/classic/'))).toEqual([]);
});

test('building again changes no file: whatever runs from it is not disturbed', async () => {
  const before = names.map((name) => statSync(fileOf(name)).mtimeMs);
  await bundleFunctions();
  expect(names.map((name) => statSync(fileOf(name)).mtimeMs)).toEqual(before);
}, 30_000);
// 140 KB of receive-mail are the Public Suffix List, because DMARC aligns by organizational domain.
describe.each([
  ['rooms-api', 585],
  ['receive-mail', 850],
] as const)('the bundle of %s', (name, limit) => {
  test(`the bundle is no larger than ${limit} KB`, () => {
    expect(statSync(join(bundleFolder(name), 'index.mjs')).size).toBeLessThanOrEqual(limit * 1000);
  });
});

test('no bundle carries the sources of credentials that Lambda never has', () => {
  const inputs = Object.keys(meta.inputs).filter(
    (path) => path.includes('credential-provider') && !path.startsWith('environment-credentials:'),
  );
  expect(inputs.filter((path) => /-(node|sso|ini|imds|http|process|login)\//.test(path))).toEqual([]);
  expect(inputs.some((path) => path.includes('credential-provider-env/'))).toBe(true);
});
