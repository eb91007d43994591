import { expect, test } from 'vitest';
import { asText, only, synthesize } from '../support/template.ts';

const { ofType, lambda, resources } = await synthesize();
const withOtherIssuer = await synthesize({ OIDC_ISSUER: 'https://login.example.org/realm', OIDC_AUDIENCE: 'practice' });
const routes = ofType('AWS::ApiGatewayV2::Route').map(({ properties }) => properties);
const route = (key: string) => only(routes.filter(({ RouteKey }) => RouteKey === key));
const served = (name: string): string[] => {
  const integrations = ofType('AWS::ApiGatewayV2::Integration').filter(({ properties }) =>
    JSON.stringify(properties.IntegrationUri).includes(`"${lambda(name).id}"`),
  );
  return routes
    .filter(({ Target }) => integrations.some(({ id }) => asText(Target) === `integrations/<${id}>`))
    .map(({ RouteKey }) => RouteKey);
};

const SIGNED_IN = [
  'POST /api/rooms',
  'GET /api/rooms',
  'GET /api/rooms/mine',
  'GET /api/rooms/{id}',
  'GET /api/rooms/{id}/history',
  'POST /api/rooms/{id}/booking',
  'DELETE /api/rooms/{id}/booking',
  'POST /api/rooms/{id}/undo',
  'POST /api/rooms/{id}/notes',
  'PUT /api/rooms/{id}/introduction',
  'POST /api/rooms/{id}/reschedule',
  'DELETE /api/rooms/{id}',
  'PUT /api/rooms/{id}/meeting-url',
  'POST /api/rooms/{id}/proposals',
  'POST /api/rooms/{id}/proposals/{pid}/approve',
  'POST /api/rooms/{id}/proposals/{pid}/decline',
  'GET /api/me',
  'PATCH /api/me',
  'POST /api/me/feed',
  'GET /api/me/export',
  'DELETE /api/me',
  'POST /api/wishes',
  'GET /api/wishes',
  'DELETE /api/wishes/{id}',
];
const OPEN = ['GET /api/rooms/preview', 'GET /api/openapi.json', 'GET /api/health'];
const LINKS = [
  'ANY /reschedule',
  'POST /api/reschedule/propose',
  'ANY /approve',
  'ANY /decline',
  'ANY /confirm',
  'ANY /restore',
  'ANY /cant-come',
  'ANY /note',
  'ANY /introduce',
  'ANY /calendar-file',
  'ANY /book',
  'ANY /feedback',
  'ANY /unsubscribe',
  'ANY /fresh-link',
];
const FEEDS = ['ANY /feeds/{file}'];
const HOOKS = ['POST /api/hooks/email-status'];

test.each(SIGNED_IN)('%s is for people who are signed in', (key) => {
  expect(route(key).AuthorizationType).toBe('JWT');
  expect(route(key).AuthorizerId.Ref).toBe(only(ofType('AWS::ApiGatewayV2::Authorizer')).id);
});

test.each([...OPEN, ...LINKS, ...FEEDS, ...HOOKS])('%s is open: it is public, or carries its own proof', (key) => {
  expect(route(key).AuthorizationType).toBe('NONE');
  expect(route(key).AuthorizerId).toBeUndefined();
});

test('there are no other routes, and no catch-all', () => {
  expect(new Set(routes.map(({ RouteKey }) => RouteKey))).toEqual(new Set([...SIGNED_IN, ...OPEN, ...LINKS, ...FEEDS, ...HOOKS]));
});

test('each route goes to the function of its capability', () => {
  expect(new Set(served('rooms-api'))).toEqual(new Set([...SIGNED_IN, ...OPEN]));
  expect(new Set(served('links'))).toEqual(new Set(LINKS));
  expect(served('feeds')).toEqual(FEEDS);
  expect(served('record-status')).toEqual(HOOKS);
});

test('functions get payload format 2.0', () => {
  for (const { properties } of ofType('AWS::ApiGatewayV2::Integration')) expect(properties.PayloadFormatVersion).toBe('2.0');
});

test('the access log holds no query string, no header, and no address of a person', () => {
  const { AccessLogSettings } = only(ofType('AWS::ApiGatewayV2::Stage')).properties;
  const variables = String(AccessLogSettings.Format).match(/\$context\.[\w.]+/g)!;
  expect(variables).toContain('$context.requestId');
  expect(variables.join(' ')).not.toMatch(/query|path\b|header|identity|claims|domainName/i);
});

test('every route has a bucket of its own, health and link pages included, so a flood of one leaves the others alone', () => {
  const { RouteSettings } = only(ofType('AWS::ApiGatewayV2::Stage')).properties;
  expect(new Set(Object.keys(RouteSettings))).toEqual(new Set(routes.map(({ RouteKey }) => RouteKey)));
  for (const settings of Object.values<any>(RouteSettings)) {
    expect(settings.ThrottlingRateLimit).toBeGreaterThanOrEqual(1);
    expect(settings.ThrottlingRateLimit).toBeLessThanOrEqual(100);
    expect(settings.ThrottlingBurstLimit).toBe(2 * settings.ThrottlingRateLimit);
  }
  expect(RouteSettings['ANY /feeds/{file}'].ThrottlingRateLimit).toBe(100);
  expect(RouteSettings['GET /api/health'].ThrottlingRateLimit).toBe(10);
});

test('the buckets grow with the setting', async () => {
  const grown = await synthesize({ API_REQUESTS_PER_SECOND: '1000' });
  const { RouteSettings } = only(grown.ofType('AWS::ApiGatewayV2::Stage')).properties;
  expect(RouteSettings['GET /api/rooms'].ThrottlingRateLimit).toBe(1000);
  expect(RouteSettings['ANY /approve'].ThrottlingRateLimit).toBe(500);
});

test('the stage waits for its routes, because API Gateway refuses settings of a route that is not there', () => {
  const stage = only(resources.filter(({ type }) => type === 'AWS::ApiGatewayV2::Stage'));
  const routeIds = resources.filter(({ type }) => type === 'AWS::ApiGatewayV2::Route').map(({ id }) => id);
  expect(stage.dependsOn).toEqual(expect.arrayContaining(routeIds));
});

test('no other origin may call: pages and API share one', () => {
  expect(only(ofType('AWS::ApiGatewayV2::Api')).properties.CorsConfiguration).toBeUndefined();
});

test('tokens come from the user pool of the stack', () => {
  const { JwtConfiguration } = only(ofType('AWS::ApiGatewayV2::Authorizer')).properties;
  expect(JwtConfiguration.Audience).toEqual([{ Ref: only(ofType('AWS::Cognito::UserPoolClient')).id }]);
  expect(JSON.stringify(JwtConfiguration.Issuer)).toContain(only(ofType('AWS::Cognito::UserPool')).id);
});

test('tokens come from another issuer when one is set, and then there is no user pool', () => {
  const { ofType } = withOtherIssuer;
  expect(only(ofType('AWS::ApiGatewayV2::Authorizer')).properties.JwtConfiguration).toEqual({
    Audience: ['practice'],
    Issuer: 'https://login.example.org/realm',
  });
  expect(ofType('AWS::Cognito::UserPool')).toEqual([]);
});

test('the browser signs in by code and PKCE, without a secret, and the address is proven before it counts', () => {
  const client = only(ofType('AWS::Cognito::UserPoolClient')).properties;
  expect(client).toMatchObject({ GenerateSecret: false, AllowedOAuthFlows: ['code'], AllowedOAuthScopes: ['openid', 'email', 'profile'] });
  const pool = only(ofType('AWS::Cognito::UserPool')).properties;
  expect(pool).toMatchObject({
    AutoVerifiedAttributes: ['email'],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    DeletionProtection: 'ACTIVE',
  });
});

test('nothing else is reachable from outside', () => {
  const doors = ['AWS::Lambda::Url', 'AWS::ApiGateway::RestApi', 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::EC2::Instance'];
  expect(resources.filter(({ type }) => doors.includes(type))).toEqual([]);
});
