import { FEED_ROUTES, HOOK_ROUTES, LINK_ROUTES, OPEN_ROUTES, type RouteKey } from '../shared/words/route-keys.ts';

/** How much one route takes from everybody together: requests a second, and how many at once. API Gateway answers 429 above it. */
export interface Throttle {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** The share of `API_REQUESTS_PER_SECOND` that each kind of route gets. */
const SHARES = { read: 1, change: 0.5, link: 0.5, feed: 1, hook: 0.5, open: 0.1 } as const;

/**
 * Each route has a bucket of its own, because a flood of one route must not take the others away from people. A route for
 * everyone gets the smallest bucket: a monitor asks for it once a minute.
 * @param requestsPerSecond what a route that reads may take
 */
export function throttleOf(route: RouteKey, requestsPerSecond: number): Throttle {
  const rateLimit = Math.max(1, Math.round(SHARES[kindOf(route)] * requestsPerSecond));
  return { rateLimit, burstLimit: 2 * rateLimit };
}

function kindOf(route: RouteKey): keyof typeof SHARES {
  const isAmong = (routes: readonly string[]): boolean => routes.includes(route);
  if (isAmong(OPEN_ROUTES)) return 'open';
  if (isAmong(LINK_ROUTES)) return 'link';
  if (isAmong(FEED_ROUTES)) return 'feed';
  if (isAmong(HOOK_ROUTES)) return 'hook';
  return route.startsWith('GET ') ? 'read' : 'change';
}
