import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { SITE_FOLDER } from '../../infra/build-folders.ts';
import { bundleIfChanged } from '../../infra/bundle-if-changed.ts';
import { contentSecurityPolicy } from '../../infra/site-headers.ts';
import type { OwnProfile, RoomView } from '../../shared/api/contract.ts';

/*
 * The site with an API and an issuer that say what a test wants: for states that the real ones reach rarely. What the API
 * really does is tested on the local stack.
 */

export interface Scripted {
  readonly status: number;
  readonly body?: unknown;
  /** The connection breaks instead. */
  readonly breaks?: boolean;
  readonly delayMillis?: number;
}

export interface StandIn {
  readonly site: string;
  /** What the lists and the rooms' own pages show. */
  rooms: RoomView[];
  claims: Record<string, unknown>;
  signedIn: boolean;
  tokenSeconds: number;
  /** Answers by `METHOD path`; the last one of a list stays. */
  answers: Map<string, Scripted[]>;
  /** What the API was asked, as `METHOD path body`. */
  calls: string[];
  now: Date;
  reset(): void;
  stop(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const ASHA = { sub: '6f1c1d9e-0001-4000-8000-000000000001', name: 'Asha Rao', email: 'asha@example.org', zoneinfo: 'Asia/Kolkata' };

export async function openStandIn(): Promise<StandIn> {
  await bundleIfChanged();
  const server = createServer((request, response) => void answer(standIn, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const fresh = () => ({
    rooms: [],
    claims: ASHA,
    signedIn: true,
    tokenSeconds: 3600,
    answers: new Map(),
    calls: [],
    now: new Date('2026-11-24T09:00:00Z'),
  });
  const standIn: StandIn = {
    site: `http://127.0.0.1:${port}`,
    ...fresh(),
    reset: () => void Object.assign(standIn, fresh()),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return standIn;
}

async function answer(standIn: StandIn, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url!, standIn.site);
  response.setHeader('date', standIn.now.toUTCString());
  if (url.pathname === '/config.json') {
    const brand = { brandName: 'Ophthalmo Practice', brandColor: '#0B5C7A' };
    const practice = { topics: ['Glaucoma', 'Retina'], exams: ['FRCOphth Part 2', 'ICO'] };
    return json(response, 200, { ...brand, ...practice, issuer: `${standIn.site}/oidc`, clientId: 'web' });
  }
  if (url.pathname.startsWith('/oidc/')) return issue(standIn, url, request, response);
  if (url.pathname.startsWith('/api/')) return api(standIn, url, request, response);
  const path = extname(url.pathname) === '' ? '/index.html' : url.pathname;
  const headers = { 'content-type': TYPES[extname(path)] ?? 'text/plain', 'content-security-policy': contentSecurityPolicy([]) };
  response.writeHead(200, headers).end(readFileSync(join(SITE_FOLDER, path)));
}

const nonces = new Map<string, string>();

async function issue(standIn: StandIn, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { site, claims, now, tokenSeconds } = standIn;
  const query = url.searchParams;
  switch (url.pathname.slice('/oidc/'.length)) {
    case '.well-known/openid-configuration': {
      const at = (name: string) => `${site}/oidc/${name}`;
      const endpoints = { authorization_endpoint: at('auth'), token_endpoint: at('token'), end_session_endpoint: at('end') };
      return json(response, 200, { issuer: `${site}/oidc`, jwks_uri: at('jwks'), ...endpoints });
    }
    case 'auth': {
      const silent = query.get('prompt') === 'none';
      if (!silent) standIn.signedIn = true;
      const code = crypto.randomUUID();
      nonces.set(code, query.get('nonce')!);
      const outcome: Record<string, string> = standIn.signedIn ? { code } : { error: 'login_required' };
      const back = new URLSearchParams({ ...outcome, state: query.get('state')! });
      return void response.writeHead(302, { location: `${query.get('redirect_uri')}?${back}` }).end();
    }
    case 'token': {
      const form = new URLSearchParams(await text(request));
      if (form.get('grant_type') === 'refresh_token' && !standIn.signedIn) return json(response, 400, { error: 'invalid_grant' });
      const iat = Math.floor(now.getTime() / 1000);
      const nonce = nonces.get(form.get('code') ?? '');
      const token = {
        ...claims,
        iss: `${site}/oidc`,
        aud: 'web',
        iat,
        exp: iat + tokenSeconds,
        email_verified: true,
        ...(nonce && { nonce }),
      };
      const idToken = [{ alg: 'RS256' }, token, 'unsigned']
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      return json(response, 200, { access_token: 'a', token_type: 'Bearer', id_token: idToken, refresh_token: 'r' });
    }
    default:
      standIn.signedIn = false;
      return void response.writeHead(302, { location: query.get('post_logout_redirect_uri') ?? '/' }).end();
  }
}

async function api(standIn: StandIn, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  const call = `${request.method} ${url.pathname}`;
  standIn.calls.push(`${call} ${body}`.trim());
  const script = standIn.answers.get(call);
  const scripted = script && (script.length > 1 ? script.shift() : script[0]);
  if (scripted?.delayMillis) await new Promise((resolve) => setTimeout(resolve, scripted.delayMillis));
  if (scripted?.breaks) return void request.socket.destroy();
  if (scripted) return json(response, scripted.status, scripted.body ?? null);
  const { rooms } = standIn;
  const room = rooms.find(({ id }) => url.pathname.startsWith(`/api/rooms/${id}`));
  if (url.pathname === '/api/rooms' && request.method === 'GET')
    return json(response, 200, { rooms: rooms.filter(({ role }) => role === null), cursor: null });
  if (url.pathname === '/api/rooms/preview') {
    const sessions = rooms
      .filter(({ status }) => status === 'open')
      .map(({ startUtc, durationMinutes }) => ({ startUtc, durationMinutes }));
    return json(response, 200, { sessions });
  }
  if (call === 'GET /api/me' || call === 'PATCH /api/me') return json(response, 200, OWN_PROFILE);
  if (url.pathname === '/api/rooms/mine') return json(response, 200, { rooms: rooms.filter(({ role }) => role !== null), cursor: null });
  if (room) return json(response, 200, room);
  return json(response, 404, problem(404, 'room-not-found'));
}

/** What the API says of the person before they have chosen anything. */
export const OWN_PROFILE: OwnProfile = {
  name: 'Asha Raman',
  givenName: 'Asha',
  timeZone: 'Asia/Kolkata',
  language: 'en',
  reminders: 'both',
  chosen: { name: false, givenName: false, timeZone: false, language: false, reminders: false },
  hasFeed: false,
  refusedHosts: 0,
  limits: [{ limit: 'openedPerDay', allowed: 30, left: 30, moreAt: null }],
};

export const problem = (status: number, code: string, more: object = {}) => ({
  type: `urn:problem-type:${code}`,
  title: 'It cannot be done.',
  detail: 'Do something else.',
  status,
  code,
  requestId: 'req-1234567890',
  ...more,
});

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const json = (response: ServerResponse, status: number, value: unknown): void =>
  void response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(value));

/** A room as the API shows it to somebody who is not in it; starts so many hours after the stand-in's first moment. */
export function openRoom(n: number, hours: number, change: Partial<RoomView> = {}): RoomView {
  const start = new Date(Date.UTC(2026, 10, 24, 9) + hours * 3_600_000);
  const durationMinutes = change.durationMinutes ?? ([30, 60, 90] as const)[n % 3]!;
  return {
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    status: 'open',
    startUtc: start.toISOString(),
    endUtc: new Date(start.getTime() + durationMinutes * 60_000).toISOString(),
    durationMinutes,
    icsSequence: 0,
    role: null,
    topic: null,
    exam: null,
    line: '',
    host: { firstName: ['Ben', 'Sunita', 'Mona', 'Chidi'][n % 4]!, partstat: 'NEEDS-ACTION' },
    guest: null,
    ...change,
  };
}
