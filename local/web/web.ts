import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeDeploymentFiles } from '../../shared/api/deployment-files.ts';
import { sendJson, sendText } from '../http.ts';
import type { Template } from '../template/template.ts';
import { readDistribution } from './distribution.ts';

/** Answers what CloudFront would answer at the edge or from the bucket; false: the API answers. */
export type Web = (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The web app under the rules of the template's distribution. `folder`: the built site. */
export function createWeb(template: Template, folder: string): Web {
  const { atEdge, isForApi, pageHeaders, config } = readDistribution(template);
  const told = new Map(writeDeploymentFiles(config).map((file) => [`/${file.path}`, file]));
  return (request, response, url) => {
    const { pathname: path } = url;
    const result = atEdge({ method: request.method ?? 'GET', path, query: url.search.slice(1) });
    if (result.kind === 'response') {
      response.writeHead(result.status, result.headers).end();
      return true;
    }
    if (isForApi(path)) return false;
    const file = told.get(path);
    if (request.method !== 'GET' && request.method !== 'HEAD') sendJson(response, 403, { message: 'Only GET and HEAD here.' }, pageHeaders);
    else if (file) sendText(response, 200, file.contentType, file.text, { ...pageHeaders, 'cache-control': 'no-cache' });
    else sendFile(request, response, { folder, path: result.path, pageHeaders });
    return true;
  };
}

interface FileAsked {
  readonly folder: string;
  readonly path: string;
  readonly pageHeaders: Readonly<Record<string, string>>;
}

function sendFile(request: IncomingMessage, response: ServerResponse, { folder, path, pageHeaders }: FileAsked): void {
  const type = TYPES[extname(path)];
  // The URL parser has resolved every `..` already; what is left is a path inside the folder.
  const file = join(folder, path);
  if (type === undefined || !existsSync(file)) return sendJson(response, 404, { message: 'There is no such file.' }, pageHeaders);
  const zips = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const contents = readFileSync(file);
  sendText(response, 200, type, zips ? gzipSync(contents) : contents, {
    ...pageHeaders,
    'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    ...(zips && { 'content-encoding': 'gzip' }),
  });
}
