import { Aws, Duration, Stack, Validations } from 'aws-cdk-lib';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  FeaturePlan,
  ManagedLoginVersion,
  OAuthScope,
  UserPool,
  type UserPoolClient,
  UserPoolEmail,
} from 'aws-cdk-lib/aws-cognito';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Config } from './config.ts';
import { lifetimeOf } from './lifetime.ts';
import { domainOf } from './mail-domain.ts';

export interface SignInProps {
  readonly config: Config;
  /** Where the browser comes back to. */
  readonly publicUrl: string;
}

/** Where the pages ask for tokens: the issuer, and in the user pool's case its pages, which have a domain of their own. */
export const issuerOrigins = ({ signIn, stage }: Config): readonly string[] =>
  signIn === null
    ? [`https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}`, `https://${domainPrefix(stage)}.auth.${Aws.REGION}.amazoncognito.com`]
    : [new URL(signIn.issuer).origin];

// Of all accounts in a region.
const domainPrefix = (stage: string): string => `ophthalmo-practice-${stage}-${Aws.ACCOUNT_ID}`;

/** Who people are: any OpenID Connect issuer by configuration, else a Cognito user pool. */
export class SignIn extends Construct {
  readonly issuer: string;
  readonly audience: string;
  /** The user pool from which people are deleted; '' where they sign in elsewhere. */
  readonly userPoolId: string;
  /** Checks the ID token that comes with each API request. */
  readonly authorizer: HttpJwtAuthorizer;

  constructor(scope: Construct, id: string, { config, publicUrl }: SignInProps) {
    super(scope, id);
    const { issuer, audience, userPoolId } = config.signIn ?? this.makeUserPool(config, publicUrl);
    this.issuer = issuer;
    this.audience = audience;
    this.userPoolId = userPoolId ?? '';
    this.authorizer = new HttpJwtAuthorizer('Jwt', issuer, { jwtAudience: [audience] });
  }

  /** Delete people from the user pool. */
  grantDeletePeople(grantee: IGrantable): void {
    if (this.userPoolId === '') return;
    const pool = Stack.of(this).formatArn({ service: 'cognito-idp', resource: 'userpool', resourceName: this.userPoolId });
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions: ['cognito-idp:AdminDeleteUser'], resources: [pool] }));
  }

  private makeUserPool(config: Config, publicUrl: string): NonNullable<Config['signIn']> {
    const pool = new UserPool(this, 'People', {
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      // Booking mail goes to proven addresses only; a changed one counts once it is proven too.
      autoVerify: { email: true },
      keepOriginal: { email: true },
      standardAttributes: {
        email: { required: true, mutable: true },
        fullname: { required: true, mutable: true },
        timezone: { mutable: true },
      },
      passwordPolicy: { minLength: 12, requireLowercase: true, requireUppercase: true, requireDigits: true, requireSymbols: true },
      signInPolicy: { allowedFirstAuthFactors: { password: true, emailOtp: true, passkey: true } },
      email: mailOf(this, config),
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: lifetimeOf(this).isProtected,
      removalPolicy: lifetimeOf(this).removalPolicy,
    });
    Validations.of(pool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason: 'Passkeys and codes by mail are offered instead; a practice session does not justify a forced second factor.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason: 'The plus plan is paid per user and month; nothing here is worth more to an attacker than a booked half hour.',
      },
    );
    const client = this.makeClient(pool, config, publicUrl);
    return { issuer: pool.userPoolProviderUrl, audience: client.userPoolClientId, userPoolId: pool.userPoolId };
  }

  private makeClient(pool: UserPool, config: Config, publicUrl: string): UserPoolClient {
    const client = pool.addClient('Web', {
      generateSecret: false,
      // The last one lets an operator with AWS credentials get a token: see docs/deploy.md.
      authFlows: { user: true, userSrp: true, adminUserPassword: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [`${publicUrl}/signed-in`],
        logoutUrls: [`${publicUrl}/`],
      },
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
    });
    pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: domainPrefix(config.stage) },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    new CfnManagedLoginBranding(this, 'Look', {
      userPoolId: pool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    return client;
  }
}

// Cognito sends 50 mails a day by itself. Through SES it is as many as SES grants, once the account has left its sandbox.
function mailOf(scope: Construct, { signUpMail, organizerEmail, sendingIdentity, brandName }: Config): UserPoolEmail {
  if (signUpMail === 'cognito') return UserPoolEmail.withCognito();
  return UserPoolEmail.withSES({
    fromEmail: organizerEmail,
    fromName: brandName,
    sesRegion: Stack.of(scope).region,
    sesVerifiedDomain: sendingIdentity ?? domainOf(organizerEmail),
  });
}
