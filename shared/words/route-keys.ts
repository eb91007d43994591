/** Method and path, as an HTTP API names its routes. */
export type RouteKey = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ANY'} /${string}`;

/*
 * Every route, once: the template makes them, the functions answer them, the API document describes them.
 */

/** For people who are signed in. */
export const SIGNED_IN_ROUTES = [
  'POST /api/rooms',
  'GET /api/rooms',
  'GET /api/rooms/mine',
  'GET /api/rooms/{id}',
  'GET /api/rooms/{id}/history',
  'DELETE /api/rooms/{id}',
  'POST /api/rooms/{id}/booking',
  'DELETE /api/rooms/{id}/booking',
  'POST /api/rooms/{id}/undo',
  'POST /api/rooms/{id}/notes',
  'PUT /api/rooms/{id}/introduction',
  'POST /api/rooms/{id}/reschedule',
  'PUT /api/rooms/{id}/meeting-url',
  'POST /api/rooms/{id}/proposals',
  'POST /api/rooms/{id}/proposals/{pid}/approve',
  'POST /api/rooms/{id}/proposals/{pid}/decline',
  'GET /api/me',
  'PATCH /api/me',
  'POST /api/me/feed',
  'GET /api/me/export',
  'DELETE /api/me',
  'POST /api/wishes',
  'GET /api/wishes',
  'DELETE /api/wishes/{id}',
] as const satisfies readonly RouteKey[];
export type SignedInRoute = (typeof SIGNED_IN_ROUTES)[number];

/** Whether a route changes something, so that it is refused to somebody who is being erased. Asking for that again is not refused. */
export const isChange = (route: string): boolean => !route.startsWith('GET ') && route !== ('DELETE /api/me' satisfies SignedInRoute);

/** For everyone. */
export const OPEN_ROUTES = ['GET /api/rooms/preview', 'GET /api/openapi.json', 'GET /api/health'] as const satisfies readonly RouteKey[];
export type OpenRoute = (typeof OPEN_ROUTES)[number];

/**
 * For everyone who holds a magic link. The pages get every method: an HTTP API answers 404 to a method that has no route,
 * and HEAD is not part of GET, but link scanners send HEAD and are owed the headers, and a PUT is owed a 405.
 */
export const LINK_ROUTES = [
  'ANY /reschedule',
  'ANY /approve',
  'ANY /decline',
  'ANY /confirm',
  'ANY /restore',
  'ANY /cant-come',
  'ANY /note',
  'ANY /introduce',
  'ANY /calendar-file',
  'ANY /book',
  'ANY /feedback',
  'ANY /unsubscribe',
  'ANY /fresh-link',
  'POST /api/reschedule/propose',
] as const satisfies readonly RouteKey[];
export type LinkRoute = (typeof LINK_ROUTES)[number];

/** The paths of the pages behind magic links. */
export const LINK_PAGES: readonly string[] = LINK_ROUTES.map((route) => route.slice(route.indexOf(' ') + 1)).filter(
  (path) => !path.startsWith('/api/'),
);

/** For calendar programs: the last part of the path is the secret. Every method, because some programs ask with HEAD first. */
export const FEED_ROUTES = ['ANY /feeds/{file}'] as const satisfies readonly RouteKey[];

/** For the mail provider, which proves who it is. */
export const HOOK_ROUTES = ['POST /api/hooks/email-status'] as const satisfies readonly RouteKey[];
