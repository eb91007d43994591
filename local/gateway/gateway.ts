import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyTooLarge, readBody, sendJson } from '../http.ts';
import { FunctionFailed } from '../workers/environment.ts';
import { type FunctionPool, Throttled } from '../workers/function-pool.ts';
import { authorize, type KeysOf } from './authorizer.ts';
import { toEvent } from './event.ts';
import { writeResult } from './response.ts';
import { type Match, matchRoute, type Route } from './routes.ts';

// Quotas of HTTP APIs.
const BODY_LIMIT_BYTES = 10 * 1024 * 1024;
const INTEGRATION_TIMEOUT_MS = 30_000;

export interface GatewayParts {
  readonly routes: readonly Route[];
  /** The function behind each route, by its ARN. */
  readonly pools: ReadonlyMap<string, FunctionPool>;
  readonly keysOf: KeysOf;
  /** What CloudFront adds to each request, in lower case. */
  readonly originHeaders?: Readonly<Record<string, string>>;
  /** Whether a route may take one more request now; absent: every request. */
  readonly throttle?: (routeKey: string) => boolean;
  /** Told why a caller got a 5xx: the caller is not. */
  readonly onFailure: (reason: string) => void;
}

/** Answers a request as an HTTP API with these routes does. */
export type Gateway = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function createGateway(parts: GatewayParts): Gateway {
  return async (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const match = matchRoute(parts.routes, request.method ?? 'GET', path);
    if (match === undefined) return refuse(response, 404, 'Not Found');
    if (parts.throttle?.(match.route.key) === false) return refuse(response, 429, 'Too Many Requests');
    try {
      await serve(parts, match, request, response);
    } catch (error) {
      if (error instanceof BodyTooLarge) return refuse(response, 413, 'Request Entity Too Large');
      if (!(error instanceof FunctionFailed || error instanceof Throttled || error instanceof IntegrationTimeout)) throw error;
      parts.onFailure(error.message);
      return error instanceof FunctionFailed
        ? refuse(response, 500, 'Internal Server Error')
        : refuse(response, 503, 'Service Unavailable');
    }
  };
}

async function serve(parts: GatewayParts, match: Match, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { jwt } = match.route;
  const authorization = jwt === undefined ? undefined : await authorize(request.headers.authorization, jwt, parts.keysOf);
  if (authorization?.kind === 'denied') {
    const challenge = `Bearer scope="" error="invalid_token" error_description="${authorization.reason.replaceAll('"', "'")}"`;
    return refuse(response, 401, 'Unauthorized', { 'www-authenticate': challenge });
  }
  const body = await readBody(request, BODY_LIMIT_BYTES);
  const event = toEvent(request, { match, claims: authorization?.claims, body, added: parts.originHeaders ?? {} });
  const pool = parts.pools.get(match.route.functionArn);
  const written = pool !== undefined && writeResult(response, await withinTimeout(pool.invoke(event)));
  if (!written) throw new FunctionFailed(`${match.route.key}: the function gave no answer that HTTP can carry`);
}

class IntegrationTimeout extends Error {}

async function withinTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new IntegrationTimeout('No answer within 30 seconds')), INTEGRATION_TIMEOUT_MS);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}

function refuse(response: ServerResponse, status: number, message: string, headers: Readonly<Record<string, string>> = {}): void {
  sendJson(response, status, { message }, headers);
}
