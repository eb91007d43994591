import { expect, test } from 'vitest';
import { LINK_PAGES, LINK_ROUTES } from '../../shared/words/route-keys.ts';
import { compileEdgeFunction } from '../../local/web/edge-function.ts';
import { asText, only, synthesize } from '../support/template.ts';

const { ofType, resources, allows, outputs } = await synthesize();
const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-1111-2222-3333-444455556666';
const withDomain = await synthesize({ PUBLIC_URL: 'https://app.meet.example.org', CERTIFICATE_ARN: certificate });
const withIssuer = await synthesize({ OIDC_ISSUER: 'https://login.example.org/realm', OIDC_AUDIENCE: 'practice' });
const distributionOf = (synthesized: typeof withDomain) =>
  only(synthesized.ofType('AWS::CloudFront::Distribution')).properties.DistributionConfig;
const distribution = distributionOf({ ofType } as typeof withDomain);
const behaviors: any[] = distribution.CacheBehaviors;
const bucket = only(ofType('AWS::S3::Bucket').filter(({ id }) => id.startsWith('Site')));
const originOf = ({ TargetOriginId }: any) => only<any>(distribution.Origins.filter(({ Id }: any) => Id === TargetOriginId));
const headersOf = ({ ResponseHeadersPolicyId }: any) =>
  only(ofType('AWS::CloudFront::ResponseHeadersPolicy').filter(({ id }) => id === ResponseHeadersPolicyId.Ref)).properties
    .ResponseHeadersPolicyConfig;

test('only this distribution reads the pages: the bucket is private, encrypted, and answers over TLS only', () => {
  expect(bucket.properties.PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
  expect(JSON.stringify(bucket.properties.BucketEncryption)).toContain('AES256');
  const policy = only(ofType('AWS::S3::BucketPolicy').filter(({ properties }) => properties.Bucket.Ref === bucket.id));
  const allowed = policy.properties.PolicyDocument.Statement.filter(({ Effect }: any) => Effect === 'Allow');
  for (const statement of allowed) {
    expect(statement.Principal).toEqual({ Service: 'cloudfront.amazonaws.com' });
    expect(asText(statement.Condition.StringEquals['AWS:SourceArn'])).toMatch(/:distribution\/<SiteDistribution\w+>$/);
    expect([statement.Action].flat().every((action: string) => ['s3:GetObject', 's3:ListBucket'].includes(action))).toBe(true);
  }
  const pages = originOf(distribution.DefaultCacheBehavior);
  expect(pages.OriginAccessControlId).toBeDefined();
  expect(pages.S3OriginConfig.OriginAccessIdentity).toBe('');
});

test('the API, the calendar feeds and every page of a magic link are on the same address as the app', () => {
  const paths = LINK_ROUTES.map((route) => route.split(' ')[1]).filter((path) => !path!.startsWith('/api/'));
  expect(new Set(behaviors.map(({ PathPattern }) => PathPattern))).toEqual(new Set(['/api/*', '/feeds/*', ...paths]));
  for (const behavior of behaviors) {
    const { DomainName, CustomOriginConfig } = originOf(behavior);
    expect(JSON.stringify(DomainName)).toContain('ApiEndpoint');
    expect(CustomOriginConfig).toMatchObject({ OriginProtocolPolicy: 'https-only' });
  }
});

test('CloudFront shows a key that only the deployment knows, and every function behind the API asks for it', () => {
  const key = only(ofType('AWS::SecretsManager::Secret').filter(({ id }) => id.startsWith('OriginKey')));
  for (const behavior of behaviors) {
    const headers = originOf(behavior).OriginCustomHeaders;
    expect(headers.map(({ HeaderName, HeaderValue }: any) => [HeaderName, asText(HeaderValue)])).toEqual([
      ['x-origin-key', `{{resolve:secretsmanager:<${key.id}>:SecretString:::}}`],
    ]);
  }
  const served = new Set(ofType('AWS::ApiGatewayV2::Integration').map(({ properties }) => properties.IntegrationUri['Fn::GetAtt'][0]));
  const asking = ofType('AWS::Lambda::Function').filter(
    ({ properties }) => properties.Environment.Variables.ORIGIN_KEY_SECRET_ARN?.Ref === key.id,
  );
  expect(new Set(asking.map(({ id }) => id))).toEqual(served);
});

test('nothing of the API is cached, and it gets every method, header and query but the name of the host', () => {
  for (const behavior of behaviors) {
    expect(behavior.CachePolicyId).toBe('4135ea2d-6df8-44a3-9df3-4b5a84be39ad'); // Managed-CachingDisabled
    expect(behavior.OriginRequestPolicyId).toBe('b689b0a8-53d0-40ab-baf2-68738e2966ac'); // Managed-AllViewerExceptHostHeader
    expect(behavior.AllowedMethods).toEqual(['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE']);
    expect(behavior.ViewerProtocolPolicy).toBe('https-only');
  }
});

test('a page that is asked for without TLS leads to the same page with it', () => {
  expect(distribution.DefaultCacheBehavior.ViewerProtocolPolicy).toBe('redirect-to-https');
});

const edgeFunction = only(ofType('AWS::CloudFront::Function'));
const mend = compileEdgeFunction(edgeFunction.properties.FunctionCode);
const asked = (path: string, query = 't=a.b.c&utm_source=x') => mend({ method: 'GET', path, query });

test('one function at the edge looks at every path of a page', () => {
  const pages = [distribution.DefaultCacheBehavior, ...behaviors.filter(({ PathPattern }) => !PathPattern.endsWith('/*'))];
  for (const { FunctionAssociations } of pages) {
    expect(FunctionAssociations).toEqual([
      { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': [edgeFunction.id, 'FunctionARN'] } },
    ]);
  }
});

test.each<[string, string]>([
  ['/', '/index.html'],
  ['/sessions/7d0c', '/index.html'],
  ['/signed-in', '/index.html'],
  ['/approved', '/index.html'],
  ['/sessions/approve', '/index.html'],
  ['/%E0%A4%A', '/index.html'],
  ['/assets/index-abc.js', '/assets/index-abc.js'],
  ['/config.json', '/config.json'],
  ...LINK_PAGES.map((path): [string, string] => [path, path]),
])('%s is answered by %s', (path, answered) => {
  expect(asked(path)).toEqual({ kind: 'request', path: answered });
});

test.each([
  ['/Approve', '/approve?t=a.b.c&utm_source=x'],
  ['/APPROVE/', '/approve?t=a.b.c&utm_source=x'],
  ['/decline/', '/decline?t=a.b.c&utm_source=x'],
  ['//reschedule', '/reschedule?t=a.b.c&utm_source=x'],
  ['/reschedule//', '/reschedule?t=a.b.c&utm_source=x'],
  ['///Fresh-Link///', '/fresh-link?t=a.b.c&utm_source=x'],
  ['/confirm.', '/confirm?t=a.b.c&utm_source=x'],
  ['/confirm%20', '/confirm?t=a.b.c&utm_source=x'],
  ['/confirm%E2%80%8B', '/confirm?t=a.b.c&utm_source=x'],
  ['/%61pprove', '/approve?t=a.b.c&utm_source=x'],
])('%s leads to the page that is meant, and the query stays as it came', (path, location) => {
  expect(asked(path)).toMatchObject({ kind: 'response', status: 307, headers: { location, 'cache-control': 'no-store' } });
});

test.each([
  ['/approve%3Ft=a.b.c', undefined, '/approve?t=a.b.c'],
  ['/approve%3ft%3Da.b.c', 'utm_source=x', '/approve?t=a.b.c&utm_source=x'],
  ['/Approve', undefined, '/approve'],
  ['//approve%0D%0ASet-Cookie:a', undefined, undefined],
  ['//evil.example/approve', undefined, undefined],
])('%s with the query %s leads to %s', (path, query, location) => {
  const result = asked(path, query ?? '');
  expect(result.kind === 'response' ? result.headers['location'] : undefined).toBe(location);
});

test('the pages may run their own script and style, ask the issuer for tokens, and nothing else', () => {
  const { SecurityHeadersConfig, CustomHeadersConfig } = headersOf(distribution.DefaultCacheBehavior);
  const { ContentSecurityPolicy, Override } = SecurityHeadersConfig.ContentSecurityPolicy;
  const policy = asText(ContentSecurityPolicy);
  expect(Override).toBe(true);
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "manifest-src 'self'",
    expect.stringMatching(/^connect-src 'self' https:\/\/cognito-idp\.\S+ https:\/\/ophthalmo-practice-\S+\.amazoncognito\.com$/),
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ]);
  expect(SecurityHeadersConfig.StrictTransportSecurity).toMatchObject({ AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true });
  expect(SecurityHeadersConfig.ContentTypeOptions).toEqual({ Override: true });
  expect(SecurityHeadersConfig.FrameOptions).toEqual({ FrameOption: 'DENY', Override: true });
  expect(SecurityHeadersConfig.ReferrerPolicy).toEqual({ ReferrerPolicy: 'same-origin', Override: true });
  expect(CustomHeadersConfig.Items).toEqual([
    { Header: 'cross-origin-opener-policy', Value: 'same-origin', Override: true },
    { Header: 'permissions-policy', Value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()', Override: true },
  ]);
});

test('the pages may ask another issuer when one is set, and no user pool is made', () => {
  const policies = withIssuer.ofType('AWS::CloudFront::ResponseHeadersPolicy').map(({ properties }) => JSON.stringify(properties));
  expect(policies.filter((policy) => policy.includes("connect-src 'self' https://login.example.org;"))).toHaveLength(1);
  expect(withIssuer.ofType('AWS::Cognito::UserPool')).toEqual([]);
});

test('pages of magic links keep the headers that they give themselves', () => {
  for (const behavior of behaviors) expect(headersOf(behavior).SecurityHeadersConfig.ContentSecurityPolicy).toBeUndefined();
});

test('the pages read the brand, the topics and exams, and who signs people in, from their configuration', () => {
  const told = only(resources.filter(({ type }) => type === 'Custom::Pages')).properties;
  expect(told.Config).toEqual({
    brandName: 'Ophthalmo Practice',
    brandColor: '#0B5C7A',
    issuer: { 'Fn::GetAtt': [expect.stringMatching(/^SignInPeople/), 'ProviderURL'] },
    clientId: { Ref: expect.stringMatching(/^SignInPeopleWeb/) },
    topics: expect.arrayContaining(['Glaucoma', 'Retina']),
    exams: ['FRCOphth Part 2', 'FRCS', 'ICO', 'FEBO'],
  });
  // A function that never answers would otherwise hold up the deployment for an hour.
  expect(Number(told.ServiceTimeout)).toBeLessThanOrEqual(300);
});

test('the function that publishes the pages may write them, and nothing more', () => {
  const beyondLogs = allows('publish-site').filter(({ Action }) => !JSON.stringify(Action).includes('logs:'));
  expect(beyondLogs.map(({ Action, Resource }) => [Action, asText(Resource)])).toEqual([['s3:PutObject', `<${bucket.id}.Arn>/*`]]);
});

test('people reach CloudFront at its own address when there is no domain', () => {
  expect(distribution.Aliases).toBeUndefined();
  expect(JSON.stringify(outputs)).toContain(only(ofType('AWS::CloudFront::Distribution')).id);
});

test('CloudFront answers at a domain with a certificate, and speaks nothing older than TLS 1.2', () => {
  const { Aliases, ViewerCertificate } = distributionOf(withDomain);
  expect(Aliases).toEqual(['app.meet.example.org']);
  expect(ViewerCertificate).toMatchObject({ AcmCertificateArn: certificate, MinimumProtocolVersion: 'TLSv1.2_2021' });
});

test('sign-in comes back to the app, wherever that is', () => {
  const urls = (synthesized: typeof withDomain) =>
    only(synthesized.ofType('AWS::Cognito::UserPoolClient')).properties.CallbackURLs.map(asText);
  expect(urls(withDomain)).toEqual(['https://app.meet.example.org/signed-in']);
  expect(urls({ ofType } as typeof withDomain)).toEqual([
    expect.stringMatching(/^https:\/\/<SiteDistribution\w+\.DomainName>\/signed-in$/),
  ]);
});

test('an error of the API stays what it is, and CloudFront keeps none of them', () => {
  const kept = distribution.CustomErrorResponses.map(({ ErrorCode, ErrorCachingMinTTL }: any) => [ErrorCode, ErrorCachingMinTTL]);
  expect(kept).toEqual([400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504].map((code) => [code, 0]));
  expect(behaviors.find(({ PathPattern }) => PathPattern === '/api/*').FunctionAssociations).toBeUndefined();
  // A page or another status in its place would hide what the API says.
  for (const response of distribution.CustomErrorResponses)
    expect(Object.keys(response).sort()).toEqual(['ErrorCachingMinTTL', 'ErrorCode']);
});

test('CloudFront asks a web ACL about each request when a setting names one, and none otherwise', async () => {
  const arn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/limit/0a1b2c3d-1111-2222-3333-444455556666';
  expect(distribution.WebACLId).toBeUndefined();
  expect(distributionOf(await synthesize({ WEB_ACL_ARN: arn })).WebACLId).toBe(arn);
});
