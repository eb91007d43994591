import type { Context } from 'aws-lambda';
import type { HttpHandler, HttpRequest } from '../../functions/platform/http/http-handler.ts';

export interface Asked {
  /** As an HTTP API names it, e.g. `POST /api/rooms/{id}/booking`. */
  readonly route: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; text is sent as it is. */
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
  /** What the authorizer found in the token; left out: a public route. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface Answered {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Parsed; undefined when there is none. */
  readonly body: any;
}

/** Asks as an HTTP API does: payload format 2.0, header names in lower case. */
export async function ask(handler: HttpHandler, asked: Asked): Promise<Answered> {
  const { statusCode, headers, body } = await handler(httpRequest(asked), { awsRequestId: 'aws-request' } as Context);
  return { status: statusCode, headers: headers ?? {}, body: body === undefined ? undefined : JSON.parse(body) };
}

export function httpRequest({ route, path, query = {}, headers, body, isBase64Encoded = false, claims }: Asked): HttpRequest {
  const [method = 'GET', pattern = '/'] = route.split(' ');
  const rawPath = pattern.replace(/\{(\w+)\}/g, (_, name: string) => path?.[name] ?? '');
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return {
    version: '2.0',
    routeKey: route,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { ...json, ...headers },
    ...(Object.keys(query).length > 0 && { queryStringParameters: { ...query } }),
    ...(path && { pathParameters: { ...path } }),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded,
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      domainName: 'api.example',
      domainPrefix: 'api',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey: route,
      stage: '$default',
      time: '07/Jan/2030:09:00:00 +0000',
      timeEpoch: 0,
      ...(claims && { authorizer: { jwt: { claims } } }),
    },
  };
}
