import { describe, expect, test } from 'vitest';
import { only, synthesize } from '../support/template.ts';

const { ofType, resources } = await synthesize();

describe('sign-in', () => {
  const client = only(ofType('AWS::Cognito::UserPoolClient')).properties;
  const pool = only(ofType('AWS::Cognito::UserPool')).properties;

  test('nobody learns from the sign-in who has an account', () => {
    expect(client.PreventUserExistenceErrors).toBe('ENABLED');
  });

  test('a browser never hands a password to our own client in plain: only an operator with AWS credentials may', () => {
    expect(new Set(client.ExplicitAuthFlows)).toEqual(
      new Set(['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']),
    );
  });

  test('tokens live an hour, a sign-in lives 30 days, and signing out ends both', () => {
    const { AccessTokenValidity, IdTokenValidity, RefreshTokenValidity, TokenValidityUnits, EnableTokenRevocation } = client;
    expect(TokenValidityUnits).toEqual({ AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' });
    expect([AccessTokenValidity, IdTokenValidity, RefreshTokenValidity]).toEqual([60, 60, 30 * 24 * 60]);
    expect(EnableTokenRevocation).toBe(true);
  });

  test('a password has 12 characters of every kind', () => {
    expect(pool.Policies.PasswordPolicy).toEqual({
      MinimumLength: 12,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      RequireUppercase: true,
    });
  });

  test('an account is recovered by its proven address alone, and capitals make no second account of one address', () => {
    expect(pool.AccountRecoverySetting.RecoveryMechanisms).toEqual([{ Name: 'verified_email', Priority: 1 }]);
    expect(pool.UsernameConfiguration).toEqual({ CaseSensitive: false });
    expect(pool.UsernameAttributes).toEqual(['email']);
  });
});

const policies = resources.filter(({ type }) => /^AWS::(SNS::TopicPolicy|SQS::QueuePolicy|S3::BucketPolicy)$/.test(type));
const allowed = policies.flatMap(({ id, properties }) =>
  properties.PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow').map((statement: any) => ({
    id,
    ...statement,
  })),
);

test('what a service of AWS may do to a topic, queue or bucket, it may do only on behalf of this account', () => {
  const services = allowed.filter(({ Principal }) => Principal?.Service !== undefined);
  expect(services.length).toBeGreaterThan(5);
  const unbound = services.filter(({ Condition }) => !/"(?:aws|AWS):Source(?:Arn|Account)"/.test(JSON.stringify(Condition ?? {})));
  expect(unbound.map(({ id, Action }) => `${id} ${Action}`)).toEqual([]);
});

test('no topic, queue or bucket is open to everybody', () => {
  expect(allowed.filter(({ Principal }) => Principal === '*' || Principal?.AWS === '*')).toEqual([]);
});

test('a service of AWS may call a function only for the resource that the permission names', () => {
  const permissions = ofType('AWS::Lambda::Permission');
  expect(permissions.length).toBeGreaterThan(3);
  expect(permissions.filter(({ properties }) => properties.SourceArn === undefined).map(({ id }) => id)).toEqual([]);
});
