import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Gateway } from '../gateway/gateway.ts';
import type { ErrorCaching } from './distribution.ts';

interface KeptAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: unknown;
  readonly untilMs: number;
}

/**
 * Keeps errors as CloudFront does in front of an API that is not cached: by path, without the query string, whatever the
 * answer says about caching. Our template sets the time to 0; without that, one 503 answers everybody for ten seconds.
 */
export function cacheErrors(gateway: Gateway, secondsFor: ErrorCaching, now = () => performance.now()): Gateway {
  const kept = new Map<string, KeptAnswer>();
  return async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return gateway(request, response);
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const answer = kept.get(path);
    if (answer !== undefined && answer.untilMs > now()) return send(response, answer);
    kept.delete(path);
    watchBody(response, (body) => {
      const seconds = secondsFor(response.statusCode);
      const { statusCode: status } = response;
      if (seconds > 0) kept.set(path, { status, headers: response.getHeaders(), body, untilMs: now() + seconds * 1000 });
    });
    return gateway(request, response);
  };
}

function send(response: ServerResponse, { status, headers, body }: KeptAnswer): void {
  response.writeHead(status, { ...headers, 'x-cache': 'Error from cloudfront' });
  response.end(body);
}

// The gateway writes each answer whole, with one call of `end`.
function watchBody(response: ServerResponse, onEnd: (body: unknown) => void): void {
  const end = response.end.bind(response);
  Object.assign(response, {
    end: (body: unknown) => {
      onEnd(body);
      return end(body);
    },
  });
}
