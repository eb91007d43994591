import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { ownHosts, refuseForeign } from './own-host.ts';

/** A server on this machine alone. */
export interface Listening {
  readonly port: number;
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Thrown by `readBody`; the answer to it is 413. */
export class BodyTooLarge extends Error {}

/**
 * Answers requests on 127.0.0.1; port 0 takes a free one. Requests that are meant for another host, or come from a page of another
 * site, are refused; `alsoKnownAs` is a further host that leads here. Rejects with Node's error, e.g. EADDRINUSE.
 */
export async function serve(listener: RequestListener, port = 0, alsoKnownAs: readonly string[] = []): Promise<Listening> {
  let hosts: ReadonlySet<string> = new Set();
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    if (!refuseForeign(request, response, hosts)) listener(request, response);
  });
  const taken = await listenOnLoopback(server, port);
  hosts = new Set([...ownHosts(taken), ...alsoKnownAs]);
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: taken, url: `http://127.0.0.1:${taken}`, stop };
}

/** Resolves with the port once the server listens on 127.0.0.1. */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** The whole body; rejects with `BodyTooLarge` past the limit in bytes, while the rest is read and thrown away, so that the refusal arrives. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else reject(new BodyTooLarge());
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

export function sendJson(response: ServerResponse, status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
  sendText(response, status, 'application/json', JSON.stringify(value), headers);
}

export function sendText(
  response: ServerResponse,
  status: number,
  type: string,
  text: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text), ...headers }).end(text);
}
