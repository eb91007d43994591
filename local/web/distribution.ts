import type { Secrets } from '../engines/secrets.ts';
import { LocalProblem } from '../problem.ts';
import type { Properties } from '../template/properties.ts';
import type { Resource, Template } from '../template/template.ts';
import { compileEdgeFunction, type EdgeFunction } from './edge-function.ts';

/** What the template says about the site: which paths are the API's, what the pages may do, and their configuration. */
export interface LocalDistribution {
  readonly isForApi: (path: string) => boolean;
  /** What the edge makes of a request before anything answers it. */
  readonly atEdge: EdgeFunction;
  /** Headers of every page, in lower case. */
  readonly pageHeaders: Readonly<Record<string, string>>;
  /** The content of /config.json: text, and lists of text. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Reads the distribution; throws `LocalProblem` when the template has none. */
export function readDistribution(template: Template): LocalDistribution {
  const distribution = only(template, 'AWS::CloudFront::Distribution').child('DistributionConfig');
  const behaviors = distribution?.children('CacheBehaviors') ?? [];
  const behaviorFor = (path: string): Properties | undefined => behaviors.find((behavior) => fits(behavior.text('PathPattern'), path));
  const byDefault = distribution?.child('DefaultCacheBehavior');
  const functions = readEdgeFunctions(template);
  const policy = template.ofType('AWS::CloudFront::ResponseHeadersPolicy').find(hasContentPolicy);
  const told = only(template, 'Custom::Pages').child('Config');
  return {
    isForApi: (path) => behaviorFor(path) !== undefined,
    atEdge: (request) => {
      const [association] = (behaviorFor(request.path) ?? byDefault)?.children('FunctionAssociations') ?? [];
      const edgeFunction = association && functions.get(association.text('FunctionARN'));
      return edgeFunction?.(request) ?? { kind: 'request', path: request.path };
    },
    pageHeaders: policy === undefined ? {} : headersOf(policy.properties.child('ResponseHeadersPolicyConfig')),
    config: Object.fromEntries((told?.names() ?? []).map((name) => [name, told?.value(name)])),
  };
}

/** CloudFront compares paths with their slashes merged, but passes a path on as it came. */
function fits(pattern: string, path: string): boolean {
  const merged = path.replaceAll(/\/{2,}/g, '/');
  return pattern.endsWith('*') ? merged.startsWith(pattern.slice(0, -1)) : merged === pattern;
}

/** The functions at the edge, by ARN. */
const readEdgeFunctions = (template: Template): ReadonlyMap<string, EdgeFunction> =>
  new Map(
    template
      .ofType('AWS::CloudFront::Function')
      .map(({ id, properties }) => [template.attribute(id, 'FunctionARN'), compileEdgeFunction(properties.text('FunctionCode'))]),
  );

/** The headers that CloudFront adds to requests for the API, in lower case, with the values of their secrets. */
export function readOriginHeaders(template: Template, secrets: Secrets): Record<string, string> {
  const origins = only(template, 'AWS::CloudFront::Distribution').child('DistributionConfig')?.children('Origins') ?? [];
  const added = origins.flatMap((origin) => origin.children('OriginCustomHeaders'));
  return Object.fromEntries(
    added.map((header) => [header.text('HeaderName').toLowerCase(), secretIn(header.text('HeaderValue'), secrets)]),
  );
}

/** What CloudFront keeps of errors when nobody says otherwise. */
const KEPT_ERRORS = [404, 414, 500, 501, 502, 503, 504];
const KEPT_SECONDS = 10;

/** For how many seconds CloudFront keeps an answer of this status. */
export type ErrorCaching = (status: number) => number;

/** Reads how long errors are kept. The API's behaviors have no caching otherwise. */
export function readErrorCaching(template: Template): ErrorCaching {
  const responses = only(template, 'AWS::CloudFront::Distribution').child('DistributionConfig')?.children('CustomErrorResponses') ?? [];
  const seconds = new Map(
    responses.map((response) => [response.optionalNumber('ErrorCode'), response.optionalNumber('ErrorCachingMinTTL') ?? KEPT_SECONDS]),
  );
  return (status) => (KEPT_ERRORS.includes(status) ? (seconds.get(status) ?? KEPT_SECONDS) : 0);
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
