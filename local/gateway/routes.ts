import type { Properties } from '../template/properties.ts';
import type { Template } from '../template/template.ts';
import type { JwtRule } from './authorizer.ts';

/** A route of the HTTP API. */
export interface Route {
  /** E.g. `GET /api/rooms/{id}`, or `$default`. */
  readonly key: string;
  readonly functionArn: string;
  /** Who may call; undefined: everyone. */
  readonly jwt: JwtRule | undefined;
}

export interface Match {
  readonly route: Route;
  /** Decoded, as API Gateway does before it calls the function. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Reads the routes of the template's HTTP API, with the function and the authorizer of each. */
export function readRoutes(template: Template): readonly Route[] {
  const byRef = (type: string): ReadonlyMap<string, Properties> =>
    new Map(template.ofType(type).map(({ id, properties }) => [template.name(id), properties]));
  const integrations = byRef('AWS::ApiGatewayV2::Integration');
  const authorizers = byRef('AWS::ApiGatewayV2::Authorizer');
  return template.ofType('AWS::ApiGatewayV2::Route').map(({ properties }) => {
    const integration = integrations.get(properties.text('Target').replace(/^integrations\//, ''));
    const authorizer = authorizers.get(properties.optionalText('AuthorizerId') ?? '');
    return {
      key: properties.text('RouteKey'),
      functionArn: integration?.text('IntegrationUri') ?? '',
      jwt: authorizer === undefined ? undefined : readJwtRule(authorizer),
    };
  });
}

function readJwtRule(authorizer: Properties): JwtRule {
  const jwt = authorizer.child('JwtConfiguration');
  return { issuer: jwt?.text('Issuer') ?? '', audience: jwt?.texts('Audience') ?? [] };
}

/**
 * The most specific route for a request: fixed segments before parameters before greedy ones, a method before ANY, and
 * `$default` last. A path that has routes for other methods only has no match: an HTTP API answers 404 there, not 405.
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  const matches = routes
    .map((route) => ({ route, pathParameters: matchKey(route.key, method, path), rank: rankOf(route.key) }))
    .filter((match): match is typeof match & Match => match.pathParameters !== undefined);
  return matches.toSorted((a, b) => (a.rank < b.rank ? -1 : 1))[0];
}

function matchKey(key: string, method: string, path: string): Record<string, string> | undefined {
  if (key === '$default') return {};
  const [keyMethod, keyPath = ''] = key.split(' ');
  if (keyMethod !== 'ANY' && keyMethod !== method) return undefined;
  const pattern = segments(keyPath);
  const given = segments(path);
  const greedy = pattern.at(-1)?.endsWith('+}') === true;
  if (greedy ? given.length < pattern.length : given.length !== pattern.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const name = /^\{(.+?)\+?\}$/.exec(part)?.[1];
    const value = greedy && index === pattern.length - 1 ? given.slice(index).join('/') : (given[index] ?? '');
    if (name === undefined ? value !== part : value === '') return undefined;
    if (name !== undefined) parameters[name] = decode(value);
  }
  return parameters;
}

// Compared as text: per segment 0 fixed, 1 parameter, 2 greedy; then the method; `$default` after all.
function rankOf(key: string): string {
  if (key === '$default') return '3';
  const [method, path = ''] = key.split(' ');
  const kinds = segments(path).map((part) => (part.endsWith('+}') ? '2' : part.startsWith('{') ? '1' : '0'));
  return `${kinds.join('')}${method === 'ANY' ? ' 1' : ' 0'}`;
}

function segments(path: string): readonly string[] {
  return path.split('/').slice(1);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
