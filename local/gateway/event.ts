import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Match } from './routes.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface EventContext {
  readonly match: Match;
  readonly claims: Readonly<Record<string, string>> | undefined;
  readonly body: Buffer;
  /** Headers that take the place of the caller's own. */
  readonly added: Readonly<Record<string, string>>;
}

/** The event that an HTTP API makes of a request: payload format 2.0. */
export function toEvent(request: IncomingMessage, { match, claims, body, added }: EventContext): APIGatewayProxyEventV2 {
  const [path = '/', query = ''] = splitOnce(request.url ?? '/', '?');
  const { cookie, ...headers } = combineHeaders(request);
  const host = headers['host'] ?? 'localhost';
  const asText = isText(headers['content-type']);
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath: decodePath(path),
    rawQueryString: query,
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers: {
      ...headers,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': host.split(':')[1] ?? '80',
      'x-forwarded-proto': 'http',
      ...added,
    },
    ...(query !== '' && { queryStringParameters: combineQuery(query) }),
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: { ...match.pathParameters } }),
    requestContext: contextOf(request, match.route.key, decodePath(path), claims),
    ...(body.length > 0 && { body: body.toString(asText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !asText,
  };
}

function contextOf(request: IncomingMessage, routeKey: string, path: string, claims: EventContext['claims']) {
  const now = new Date();
  const host = request.headers.host ?? 'localhost';
  return {
    accountId: '000000000000',
    apiId: 'local',
    domainName: host,
    domainPrefix: host.split('.')[0] ?? host,
    http: {
      method: request.method ?? 'GET',
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: '127.0.0.1',
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: randomUUID(),
    routeKey,
    stage: '$default',
    time: commonLogTime(now),
    timeEpoch: now.getTime(),
    ...(claims !== undefined && { authorizer: { jwt: { claims: { ...claims }, scopes: null } } }),
  };
}

// CloudFront hands none of these on, so a caller cannot pretend to be behind another proxy.
const STOPPED_HEADERS =
  /^(connection|expect|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|warning|x-edge-.*|x-amz-cf-.*|x-forwarded-(for|port|proto)|x-real-ip)$/;

// Lower-case names; values of a repeated header joined by commas, cookies by semicolons.
function combineHeaders(request: IncomingMessage): Record<string, string> & { cookie?: string } {
  const sent = Object.entries(request.headersDistinct).filter(([name]) => !STOPPED_HEADERS.test(name));
  return Object.fromEntries(sent.map(([name, values]) => [name, (values ?? []).join(name === 'cookie' ? '; ' : ',')]));
}

function combineQuery(query: string): Record<string, string> {
  const combined = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const earlier = combined.get(name);
    combined.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return Object.fromEntries(combined);
}

// Everything else comes base64-encoded, forms too.
function isText(contentType: string | undefined): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  return type === undefined || type.startsWith('text/') || /^application\/(json|xml|javascript|[\w.-]+\+(json|xml))$/.test(type);
}

// HTTP APIs decode the path, unlike REST APIs and function URLs; so %2F becomes a slash.
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function commonLogTime(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()] ?? ''}/${at.getUTCFullYear()}`;
  return `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
