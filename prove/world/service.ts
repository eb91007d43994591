import { matchRoute } from '../../local/gateway/routes.ts';
import type { Blueprint } from './blueprint.ts';
import type { Simulation } from './simulation.ts';
import { clockMillis } from './virtual-machine.ts';

/** A request as a browser or a program sends it. */
export interface Asking {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly claims?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Asks the service over HTTP, through the template's routes; undefined when no answer came. */
export async function ask(simulation: Simulation, blueprint: Blueprint, asking: Asking): Promise<Answered | undefined> {
  const [path = '/', query = ''] = asking.url.split('?');
  const match = matchRoute(blueprint.routes, asking.method, path);
  if (match === undefined) return { status: 404, headers: {}, body: '' };
  const shape = blueprint.functions.get(match.route.functionArn);
  if (shape === undefined) throw new Error(`${match.route.key} has no function`);
  const isForm = asking.headers?.['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const result = await simulation.invoke(shape.name, {
    version: '2.0',
    routeKey: match.route.key,
    rawPath: path,
    rawQueryString: query,
    headers: { host: 'app.practice.example', 'user-agent': 'prove', ...blueprint.originHeaders, ...asking.headers },
    ...(query !== '' && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    // An HTTP API passes forms on in base64.
    ...(asking.body !== undefined && { body: isForm ? Buffer.from(asking.body).toString('base64') : asking.body }),
    isBase64Encoded: asking.body !== undefined && isForm,
    requestContext: {
      http: { method: asking.method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'prove' },
      requestId: 'request',
      routeKey: match.route.key,
      stage: '$default',
      timeEpoch: clockMillis(),
      ...(match.route.jwt !== undefined && asking.claims !== undefined && { authorizer: { jwt: { claims: asking.claims, scopes: null } } }),
    },
  });
  return answeredOf(result);
}

function answeredOf(result: unknown): Answered | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  const { statusCode = 200, headers = {}, body = '' } = result as { statusCode?: number; headers?: Record<string, string>; body?: string };
  return { status: statusCode, headers, body };
}
