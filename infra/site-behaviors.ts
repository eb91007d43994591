import { Duration, Fn } from 'aws-cdk-lib';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type IOrigin,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import type { Api } from './api.ts';
import type { Config } from './config.ts';
import type { OriginKey } from './origin-key.ts';
import { LINK_ROUTES } from './routes.ts';
import { contentSecurityPolicy, PERMISSIONS_POLICY } from './site-headers.ts';
import { issuerOrigins } from './sign-in.ts';

const TWO_YEARS = Duration.days(730);

/** Every path that is no file is a page of the app, which finds out itself what to show. */
const TO_THE_APP = `function handler(event) {
  var request = event.request;
  if (!request.uri.split('/').pop().includes('.')) request.uri = '/index.html';
  return request;
}`;

/** The pages of the app: files from the bucket, with everything that a browser can be told about their safety. */
export function pageBehavior(scope: Construct, origin: IOrigin, config: Config): BehaviorOptions {
  const toTheApp = new EdgeFunction(scope, 'ToTheApp', { code: FunctionCode.fromInline(TO_THE_APP) });
  return {
    origin,
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    compress: true,
    functionAssociations: [{ function: toTheApp, eventType: FunctionEventType.VIEWER_REQUEST }],
    responseHeadersPolicy: new ResponseHeadersPolicy(scope, 'PageHeaders', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(issuerOrigins(config)), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.SAME_ORIGIN, override: true },
        strictTransportSecurity: { accessControlMaxAge: TWO_YEARS, includeSubdomains: true, override: true },
      },
      customHeadersBehavior: {
        customHeaders: [
          { header: 'cross-origin-opener-policy', value: 'same-origin', override: true },
          { header: 'permissions-policy', value: PERMISSIONS_POLICY, override: true },
        ],
      },
    }),
  };
}

/** The API and the pages of magic links: never cached, and with the headers that they give themselves. */
export function apiBehaviors(scope: Construct, api: Api, originKey: OriginKey): Record<string, BehaviorOptions> {
  const behavior: BehaviorOptions = {
    origin: new HttpOrigin(Fn.select(2, Fn.split('/', api.url)), {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      customHeaders: originKey.headers,
    }),
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    responseHeadersPolicy: new ResponseHeadersPolicy(scope, 'ApiHeaders', {
      securityHeadersBehavior: {
        contentTypeOptions: { override: true },
        strictTransportSecurity: { accessControlMaxAge: TWO_YEARS, includeSubdomains: true, override: true },
      },
    }),
  };
  return Object.fromEntries(API_PATHS.map((path) => [path, behavior]));
}

const pathOf = (route: string): string => route.slice(route.indexOf(' ') + 1);

/** What is not the app's. The paths of the link pages are those of the routes: a new one is served at once. */
const API_PATHS = ['/api/*', ...LINK_ROUTES.map(pathOf).filter((path) => !path.startsWith('/api/'))];
