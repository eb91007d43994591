import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDeleteSignIns } from '../../../functions/platform/people/user-pool-store.ts';
import { type Listening, readBody, serve } from '../../../local/http.ts';

/*
 * What Cognito gets, and what its answers mean: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUser.html
 */

let cognito: Listening;
let calls: { headers: Readonly<Record<string, unknown>>; body: string }[] = [];
let answers: (readonly [status: number, body: string])[] = [];
beforeAll(async () => {
  cognito = await serve((request, response) => {
    const answer = async () => {
      calls.push({ headers: request.headers, body: (await readBody(request, 4096)).toString() });
      const [status, body] = answers.shift() ?? [200, '{}'];
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(body);
    };
    void answer();
  });
});
afterAll(() => cognito.stop());
beforeEach(() => {
  calls = [];
  answers = [];
});

const client = new SQSClient({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' },
});
const open = (poolId: string) => createDeleteSignIns(client.config, poolId, cognito.url);

test('each person is deleted from the pool by a request that is signed for Cognito in the region of the function', async () => {
  expect(await open('eu-west-1_abc')(['one', 'two'])).toBe(2);
  expect(calls.map(({ body }) => JSON.parse(body))).toEqual([
    { UserPoolId: 'eu-west-1_abc', Username: 'one' },
    { UserPoolId: 'eu-west-1_abc', Username: 'two' },
  ]);
  expect(calls[0]?.headers).toMatchObject({
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSCognitoIdentityProviderService.AdminDeleteUser',
    'x-amz-security-token': 'token',
    authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/cognito-idp\/aws4_request, /),
  });
});

test('somebody who is gone already is no failure, and does not count', async () => {
  answers = [[400, '{"__type":"UserNotFoundException","message":"User does not exist."}']];
  expect(await open('eu-west-1_abc')(['gone', 'there'])).toBe(1);
});

test('any other answer is a failure that does not tell who was to be deleted', async () => {
  answers = [[400, '{"__type":"NotAuthorizedException","message":"who is not authorized"}']];
  await expect(open('eu-west-1_abc')(['who'])).rejects.toThrow('Cognito answered 400 to AdminDeleteUser');
});

test('where people sign in elsewhere nobody is asked', async () => {
  expect(await open('')(['one'])).toBeNull();
  expect(calls).toEqual([]);
});
