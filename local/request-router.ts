import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Control } from './control.ts';
import type { Gateway } from './gateway/gateway.ts';
import { BodyTooLarge, sendJson } from './http.ts';
import type { Mailbox } from './mailbox/serve-mailbox.ts';
import type { Issuer } from './sign-in/issuer.ts';
import type { Web } from './web/web.ts';

export interface RouterParts {
  readonly gateway: Gateway;
  /** The gateway's own cost, measured through a function that gives the event back. */
  readonly echo: Gateway;
  readonly mailbox: Mailbox;
  readonly issuer: Issuer;
  readonly control: Control;
  readonly web: Web;
  readonly onFailure: (reason: string) => void;
}

/** Shares one port between what CloudFront serves (pages and API) and what exists on this machine only. */
export function createRequestRouter(parts: RouterParts): RequestListener {
  return (request, response) => {
    route(parts, request, response).catch((error: unknown) => {
      if (!(error instanceof BodyTooLarge)) parts.onFailure(error instanceof Error ? (error.stack ?? error.message) : String(error));
      if (!response.headersSent)
        sendJson(response, error instanceof BodyTooLarge ? 413 : 500, { message: 'The local stack could not answer.' });
    });
  };
}

async function route(parts: RouterParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Put together, not resolved: a path that begins with two slashes would be read as the name of a host.
  const url = URL.parse(`http://localhost${request.url ?? '/'}`);
  if (url === null) return sendJson(response, 400, { message: 'Bad Request' });
  const [, area = ''] = url.pathname.split('/');
  if (area === '__echo') return parts.echo(request, response);
  const answered = await answerLocally(parts, area, request, response, url);
  if (!answered && !parts.web(request, response, url)) await parts.gateway(request, response);
}

async function answerLocally(
  parts: RouterParts,
  area: string,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  switch (area) {
    case 'mail':
      return parts.mailbox(request, response, url);
    case 'oidc':
      await parts.issuer(request, response, url.pathname);
      return true;
    case 'local':
      return parts.control(request, response, url.pathname);
    default:
      return false;
  }
}
