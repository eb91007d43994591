import withMiddleware from '@middy/core';
import type {
  APIGatewayEventRequestContextV2,
  APIGatewayProxyEventV2WithRequestContext,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import type { Problem } from '../../../shared/api/contract.ts';
import { PROBLEMS } from '../../../shared/api/problems.ts';
import type { HttpAnswer } from './http-answer.ts';
import { HttpError } from './http-error.ts';
import { requestIdOf } from './request-id.ts';
import type { Log } from '../log.ts';
import { OutboxFull } from '../rooms/outbox-full.ts';

/** A request as an HTTP API passes it on (payload format 2.0): header names in lower case, the token's claims checked. */
export type HttpRequest = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2 & { readonly authorizer?: { readonly jwt?: { readonly claims?: unknown } } }
>;

export type Endpoint = (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;

export type HttpHandler = (request: HttpRequest, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The Lambda handler of endpoints, each under its route key, e.g. `POST /api/rooms` or `ANY /approve`. What an endpoint throws is
 * answered as problem details (RFC 9457): an `HttpError` by its row of the table of problems, anything else as a 500 that
 * tells the caller nothing but the request's id.
 */
export const createHttpHandler = (endpoints: ReadonlyMap<string, Endpoint>, log: Log): HttpHandler =>
  withMiddleware<HttpRequest, APIGatewayProxyStructuredResultV2>()
    .onError((failed) => {
      const { event, error, context } = failed;
      failed.response = problemResult(refusalOf(error, log, event.routeKey), requestIdOf(event, context));
    })
    .handler(async (request) => {
      const endpoint = endpoints.get(request.routeKey);
      if (!endpoint) throw new HttpError('route-not-found');
      return toResult(await endpoint(request));
    });

function refusalOf(error: unknown, log: Log, route: string): HttpError {
  const refusal = error instanceof OutboxFull ? new HttpError('mail-backed-up') : error;
  if (!(refusal instanceof HttpError)) {
    log.error('request.failed', error, { route });
    return new HttpError('internal-error');
  }
  log.info('request.refused', { route, code: refusal.code });
  return refusal;
}

function problemResult(
  { code, errors, more: { endsAt, sessions, opened } }: HttpError,
  requestId: string,
): APIGatewayProxyStructuredResultV2 {
  const { status, title, detail } = PROBLEMS[code];
  const type = `urn:problem-type:${code}`;
  const body: Problem = {
    type,
    title,
    status,
    code,
    detail,
    ...(errors.length > 0 && { errors: [...errors] }),
    ...(endsAt !== undefined && { endsAt }),
    ...(sessions !== undefined && { sessions: [...sessions] }),
    ...(opened !== undefined && { opened: [...opened] }),
    requestId,
  };
  // HTTP has dates in whole seconds (RFC 9110 10.2.3).
  const retryAfter = endsAt === undefined ? null : new Date(endsAt).toUTCString();
  const headers = {
    'content-type': 'application/problem+json',
    ...(status === 503 && { 'retry-after': '120' }),
    ...(retryAfter !== null && { 'retry-after': retryAfter }),
  };
  return toResult({ status, headers, body });
}

function toResult({ status, headers, body }: HttpAnswer): APIGatewayProxyStructuredResultV2 {
  const common = { 'cache-control': 'no-store' };
  if (body === undefined) return { statusCode: status, headers: { ...common, ...headers } };
  if (typeof body === 'string') return { statusCode: status, headers: { ...common, ...headers }, body };
  return { statusCode: status, headers: { ...common, 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
