import type { IncomingMessage, ServerResponse } from 'node:http';

/*
 * A page of another site can make a browser call this machine: by a form, or by a name of its own that it lets point to
 * 127.0.0.1 (DNS rebinding). Such a request carries the other name as its Host or its Origin.
 */

const NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** The values of `Host` that mean a server on this port of this machine. */
export function ownHosts(port: number): ReadonlySet<string> {
  return new Set(NAMES.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])));
}

/** Answers 421 to a request for another host, and 403 to one from a page of another site. True: it has been answered. */
export function refuseForeign(request: IncomingMessage, response: ServerResponse, hosts: ReadonlySet<string>): boolean {
  const [host = ''] = hosts;
  if (!hosts.has(request.headers.host?.toLowerCase() ?? '')) {
    refuse(response, 421, `This is not the host that was asked for: use http://${host}.`);
    return true;
  }
  if (isFromOwnPage(request, hosts)) return false;
  refuse(response, 403, `Only pages of http://${host} may call this address.`);
  return true;
}

function isFromOwnPage({ headers }: IncomingMessage, hosts: ReadonlySet<string>): boolean {
  const { origin } = headers;
  if (origin === undefined) return true;
  // The pages behind links send no referrer, so a browser gives their forms the origin `null`, and says by another header where
  // the page is from. A frame of another site can have the origin `null` too.
  if (origin === 'null') return ['same-origin', 'none'].includes(String(headers['sec-fetch-site']));
  const url = URL.parse(origin);
  return url !== null && /^https?:$/.test(url.protocol) && hosts.has(url.host);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  // The connection ends, because the body of the request is not read.
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify({ message }));
}
