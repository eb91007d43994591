import { statSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundleFolder, bundleFunctions } from '../../infra/bundle.ts';

/*
 * What a Lambda environment has to read before its first request. Times are in the benchmark; sizes hold on any machine.
 */

beforeAll(() => bundleFunctions());

describe.each([
  ['rooms-api', 500],
  ['receive-mail', 700],
] as const)('the bundle of %s', (name, limit) => {
  test(`is no larger than ${limit} KB`, () => {
    expect(statSync(join(bundleFolder(name), 'index.mjs')).size).toBeLessThanOrEqual(limit * 1000);
  });
});

test('no bundle carries the sources of credentials that Lambda never has', () => {
  const meta: { readonly inputs: object } = JSON.parse(readFileSync(join(bundleFolder('rooms-api'), '../../meta.json'), 'utf8'));
  const inputs = Object.keys(meta.inputs).filter(
    (path) => path.includes('credential-provider') && !path.startsWith('environment-credentials:'),
  );
  expect(inputs.filter((path) => /-(node|sso|ini|imds|http|process|login)\//.test(path))).toEqual([]);
  expect(inputs.some((path) => path.includes('credential-provider-env/'))).toBe(true);
});
