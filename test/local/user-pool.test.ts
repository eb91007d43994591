import { afterAll, beforeAll, expect, test } from 'vitest';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createDeleteSignIns } from '../../functions/platform/people/user-pool-store.ts';
import type { Listening } from '../../local/http.ts';
import { servePool } from '../../local/sign-in/user-pool.ts';

/*
 * The local sign-in stands for a user pool: what the functions delete from it is gone from there.
 */

const known = new Set(['one', 'two']);
let pool: Listening;
beforeAll(async () => {
  pool = await servePool({ delete: async (sub) => known.delete(sub) });
});
afterAll(() => pool.stop());

const client = new SQSClient({ region: 'eu-west-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });

test('a person who is deleted from the pool can no longer sign in, and is deleted once', async () => {
  const deleteSignIns = createDeleteSignIns(client.config, 'eu-west-1_local', pool.url);
  expect(await deleteSignIns(['one'])).toBe(1);
  expect([...known]).toEqual(['two']);
  expect(await deleteSignIns(['one'])).toBe(0);
});

test('what the local pool does not know is refused by name', async () => {
  const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers' };
  const response = await fetch(pool.url, { method: 'POST', headers, body: '{}' });
  expect([response.status, await response.json()]).toEqual([400, { __type: 'InvalidAction', message: 'No ListUsers here.' }]);
});
