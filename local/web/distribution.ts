import type { Secrets } from '../engines/secrets.ts';
import { LocalProblem } from '../problem.ts';
import type { Properties } from '../template/properties.ts';
import type { Resource, Template } from '../template/template.ts';

/** What the template says about the site: which paths are the API's, what the pages may do, and what they are told. */
export interface LocalDistribution {
  readonly isForApi: (path: string) => boolean;
  /** Headers of every page, in lower case. */
  readonly pageHeaders: Readonly<Record<string, string>>;
  /** The content of /config.json. */
  readonly config: Readonly<Record<string, string>>;
}

/** Reads the distribution; throws `LocalProblem` when the template has none. */
export function readDistribution(template: Template): LocalDistribution {
  const distribution = only(template, 'AWS::CloudFront::Distribution').child('DistributionConfig');
  const patterns = (distribution?.children('CacheBehaviors') ?? []).map((behavior) => behavior.text('PathPattern'));
  const policy = template.ofType('AWS::CloudFront::ResponseHeadersPolicy').find(hasContentPolicy);
  const told = only(template, 'Custom::Pages').child('Config');
  return {
    isForApi: (path) => patterns.some((pattern) => (pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern)),
    pageHeaders: policy === undefined ? {} : headersOf(policy.properties.child('ResponseHeadersPolicyConfig')),
    config: Object.fromEntries((told?.names() ?? []).map((name) => [name, told?.text(name) ?? ''])),
  };
}

/** The headers that CloudFront adds to requests for the API, in lower case, with the values of their secrets. */
export function readOriginHeaders(template: Template, secrets: Secrets): Record<string, string> {
  const origins = only(template, 'AWS::CloudFront::Distribution').child('DistributionConfig')?.children('Origins') ?? [];
  const added = origins.flatMap((origin) => origin.children('OriginCustomHeaders'));
  return Object.fromEntries(
    added.map((header) => [header.text('HeaderName').toLowerCase(), secretIn(header.text('HeaderValue'), secrets)]),
  );
}

// CloudFormation fills in such a reference while it deploys.
function secretIn(value: string, secrets: Secrets): string {
  const [, arn = ''] = /^\{\{resolve:secretsmanager:(.+?):SecretString:.*\}\}$/.exec(value) ?? [];
  return secrets.get(arn.split(':').pop() ?? '') ?? value;
}

function only(template: Template, type: string): Properties {
  const [first] = template.ofType(type);
  if (first === undefined) throw new LocalProblem(`The template has no ${type}.`);
  return first.properties;
}

const contentPolicy = ({ properties }: Resource): Properties | undefined =>
  properties.child('ResponseHeadersPolicyConfig')?.child('SecurityHeadersConfig')?.child('ContentSecurityPolicy');

const hasContentPolicy = (resource: Resource): boolean => contentPolicy(resource) !== undefined;

// Strict-Transport-Security is left out: it means nothing over plain HTTP.
function headersOf(config: Properties | undefined): Record<string, string> {
  const security = config?.child('SecurityHeadersConfig');
  const custom = config?.child('CustomHeadersConfig')?.children('Items') ?? [];
  return {
    'content-security-policy': security?.child('ContentSecurityPolicy')?.text('ContentSecurityPolicy') ?? '',
    'referrer-policy': security?.child('ReferrerPolicy')?.text('ReferrerPolicy') ?? '',
    'x-content-type-options': 'nosniff',
    'x-frame-options': security?.child('FrameOptions')?.text('FrameOption') ?? '',
    ...Object.fromEntries(custom.map((header) => [header.text('Header'), header.text('Value')])),
  };
}
