import type { LinkRequest } from './link-request.ts';

/*
 * What the headers of a request tell about who sent it. A scanner's headless visit looks like a person's click, so nothing
 * here ever calls a GET human; but some requests are certainly not a person pressing our button.
 */

/** The browser loads the page in case somebody will want it: nobody has asked for anything yet. */
export const isPrefetch = ({ headers }: LinkRequest): boolean =>
  [headers['sec-purpose'], headers['purpose'], headers['x-purpose'], headers['x-moz']].some((purpose) =>
    /\b(prefetch|prerender|preview)\b/i.test(purpose ?? ''),
  );

/**
 * Sent from somebody else's page. Our own pages send `Origin: null`, because they send no referrer; what counts then is
 * Sec-Fetch-PageSettings, which no script can set.
 */
export function isCrossSite({ headers }: LinkRequest, publicOrigin: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin = 'null', host } = headers;
  return origin !== 'null' && origin !== publicOrigin && URL.parse(origin)?.host !== host;
}

/** Sent by `fetch` or into a frame, not by a form in a window. */
export function isNotNavigation({ headers }: LinkRequest): boolean {
  const dest = headers['sec-fetch-dest'];
  if (dest !== undefined) return dest !== 'document';
  // Some HTTP libraries send the mode, and the mode alone.
  const { 'sec-fetch-mode': mode = 'navigate', 'sec-fetch-site': site } = headers;
  return mode !== 'navigate' && site !== undefined;
}

/** Opening a link in a window of its own may decide; an image, a frame or a script that loads it may not. */
export const mayDecideByOpening = ({ headers }: LinkRequest): boolean => (headers['sec-fetch-dest'] ?? 'document') === 'document';

/** Tells clients apart for some seconds: where a request came through, and by which program. It is kept nowhere and logged nowhere. */
export const clientOf = ({ headers }: LinkRequest): string => `${headers['x-forwarded-for'] ?? ''} ${headers['user-agent'] ?? ''}`;

/**
 * A form that a script submitted: Chromium and Firefox say with Sec-Fetch-User that a person did, and say it each time. Safari
 * never does, and where a proxy took all Sec-Fetch headers away nothing follows from a missing one.
 */
export function isScripted({ headers }: LinkRequest): boolean {
  const saysSo =
    headers['sec-fetch-site'] !== undefined && /\b(Chrome|Chromium|HeadlessChrome|Firefox)\//.test(headers['user-agent'] ?? '');
  return saysSo && headers['sec-fetch-user'] !== '?1';
}
