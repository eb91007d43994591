import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSessions, rememberPerson } from '../../local/sign-in/sessions.ts';
import { createSignIns } from '../../local/sign-in/sign-ins.ts';
import { AwsError } from '../../ops/aws-cli.ts';
import { openSignIns } from '../../ops/person/sign-ins-elsewhere.ts';

/*
 * Who can sign in, as an operator finds and deletes them: in the user pool of a stage, and on a local stack.
 */

/** AWS with a stack, and with a user pool where `people` are given. */
function awsWith(people: readonly { readonly sub: string; readonly email: string }[] | null) {
  const deleted: unknown[] = [];
  const asked: unknown[] = [];
  const pool = { LogicalResourceId: 'SignInPeople1', ResourceType: 'AWS::Cognito::UserPool', PhysicalResourceId: 'eu-west-1_pool' };
  const aws = async (service: string, operation: string, input: Readonly<Record<string, unknown>> = {}): Promise<unknown> => {
    switch (`${service} ${operation}`) {
      case 'cloudformation describe-stacks':
        return { Stacks: [{ StackStatus: 'UPDATE_COMPLETE', Outputs: [] }] };
      case 'cloudformation list-stack-resources':
        return { StackResourceSummaries: people === null ? [] : [pool] };
      case 'cognito-idp list-users': {
        asked.push(input['Filter']);
        const found = (people ?? []).filter(({ sub, email }) => [`sub = "${sub}"`, `email = "${email}"`].includes(String(input['Filter'])));
        const Attributes = (sub: string) => [
          { Name: 'email_verified', Value: 'true' },
          { Name: 'sub', Value: sub },
        ];
        return { Users: found.map(({ sub }) => ({ Username: `name-of-${sub}`, Attributes: Attributes(sub) })) };
      }
      case 'cognito-idp admin-delete-user':
        deleted.push(input);
        if (input['Username'] === 'name-of-gone') throw new AwsError('aws', '(UserNotFoundException) when calling the X operation: gone');
        return null;
      default:
        throw new Error(`${service} ${operation} was not expected`);
    }
  };
  return { place: { kind: 'aws', stage: 'prod', aws } as const, deleted, asked };
}

const asha = { sub: 'sub-1', email: 'asha@example.org' };

test('an address finds its person in the user pool, and the person is deleted by the name that the pool has for them', async () => {
  const { place, deleted } = awsWith([asha, { sub: 'gone', email: 'gone@example.org' }]);
  const signIns = await openSignIns(place);
  expect(await signIns.find(asha.email)).toEqual([asha.sub]);
  expect(await signIns.find('nobody@example.org')).toEqual([]);
  expect(await signIns.delete([asha.sub, 'nobody'])).toBe(1);
  expect(deleted).toEqual([{ UserPoolId: 'eu-west-1_pool', Username: 'name-of-sub-1' }]);
  // Somebody else deleted the person between the question and the order.
  expect(await signIns.delete(['gone'])).toBe(1);
});

test('what stands in a filter cannot end it', async () => {
  const { place, asked } = awsWith([]);
  await (await openSignIns(place)).find('a" or email ^= "@example.org');
  expect(asked).toEqual(['email = "a\\" or email ^= \\"@example.org"']);
});

test('a stage whose people sign in elsewhere has nobody to find or delete', async () => {
  const signIns = await openSignIns(awsWith(null).place);
  expect(await signIns.find(asha.email)).toEqual([]);
  expect(await signIns.delete([asha.sub])).toBeNull();
});

test('a local stack forgets who signed in, with their sessions, and nobody else', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sign-ins-'));
  try {
    const sessions = openSessions(join(directory, 'sessions.json'));
    const signIns = createSignIns(sessions);
    const [sub = ''] = signIns.find(asha.email);
    const person = { email: asha.email, name: 'Asha Rao', timeZone: 'UTC', emailVerified: true };
    await rememberPerson(sessions, sub, person);
    await rememberPerson(sessions, 'ben', { ...person, email: 'ben@example.org' });
    await sessions.set('Session:1', { accountId: sub }, 60);
    await sessions.set('Session:2', { accountId: 'ben' }, 60);
    expect([await signIns.delete(sub), await signIns.delete(sub)]).toEqual([true, false]);
    const left = openSessions(join(directory, 'sessions.json')).search('', () => true);
    expect(left.map(([key]) => key)).toEqual(['Person:ben', 'Session:2']);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
