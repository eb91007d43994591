import type { Properties } from '../template/properties.ts';
import type { Template } from '../template/template.ts';

/** A token bucket: so many requests at once, and so many more each second. */
export interface Bucket {
  readonly perSecond: number;
  readonly burst: number;
}

/** Reads the bucket of each route from the stage of the template's HTTP API, by route key. */
export function readThrottles(template: Template): ReadonlyMap<string, Bucket> {
  const [stage] = template.ofType('AWS::ApiGatewayV2::Stage');
  const settings = stage?.properties.child('RouteSettings');
  return new Map((settings?.names() ?? []).map((key) => [key, toBucket(settings?.child(key))]));
}

/** Tells whether a route may take one more request now. A route without a bucket takes every request. */
export function createThrottle(buckets: ReadonlyMap<string, Bucket>, now = () => performance.now()): (routeKey: string) => boolean {
  const levels = new Map<string, { tokens: number; at: number }>();
  return (routeKey) => {
    const bucket = buckets.get(routeKey);
    if (bucket === undefined) return true;
    const at = now();
    const level = levels.get(routeKey) ?? { tokens: bucket.burst, at };
    const tokens = Math.min(bucket.burst, level.tokens + ((at - level.at) / 1000) * bucket.perSecond);
    const isAllowed = tokens >= 1;
    levels.set(routeKey, { tokens: isAllowed ? tokens - 1 : tokens, at });
    return isAllowed;
  };
}

function toBucket(settings: Properties | undefined): Bucket {
  return {
    perSecond: settings?.optionalNumber('ThrottlingRateLimit') ?? Infinity,
    burst: settings?.optionalNumber('ThrottlingBurstLimit') ?? Infinity,
  };
}
