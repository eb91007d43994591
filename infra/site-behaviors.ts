import { Duration, Fn } from 'aws-cdk-lib';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
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
import { edgeName } from './edge-name.ts';
import type { PathMender } from './path-mender.ts';
import type { OriginKey } from './origin-key.ts';
import { LINK_PAGES } from '../shared/words/route-keys.ts';
import { contentSecurityPolicy, PERMISSIONS_POLICY } from './site-headers.ts';
import { issuerOrigins } from './sign-in.ts';

const TWO_YEARS = Duration.days(730);

/** The pages of the app: files from the bucket, with all security headers. */
export function pageBehavior(scope: Construct, origin: IOrigin, config: Config, mender: PathMender): BehaviorOptions {
  return {
    origin,
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    compress: true,
    functionAssociations: mender.associations,
    responseHeadersPolicy: new ResponseHeadersPolicy(scope, 'PageHeaders', {
      responseHeadersPolicyName: edgeName(scope, 'PageHeaders'),
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
export function apiBehaviors(scope: Construct, api: Api, originKey: OriginKey, mender: PathMender): Record<string, BehaviorOptions> {
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
      responseHeadersPolicyName: edgeName(scope, 'ApiHeaders'),
      securityHeadersBehavior: {
        contentTypeOptions: { override: true },
        strictTransportSecurity: { accessControlMaxAge: TWO_YEARS, includeSubdomains: true, override: true },
      },
    }),
  };
  // CloudFront matches `//approve` with `/approve`, but passes it on as it came, and the API knows no such route.
  const linkPage = { ...behavior, functionAssociations: mender.associations };
  return { '/api/*': behavior, '/feeds/*': behavior, ...Object.fromEntries(LINK_PAGES.map((path) => [path, linkPage])) };
}
