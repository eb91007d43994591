import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import { viteConfig } from '../../infra/bundle-site.ts';
import { writeDeploymentFiles } from '../../shared/api/deployment-files.ts';
import type { Cleanup } from '../cleanup.ts';
import { sendText } from '../http.ts';
import type { Template } from '../template/template.ts';
import { readDistribution } from './distribution.ts';
import type { Web } from './web.ts';

/**
 * The web app from its sources: an edit is in the browser at once. Without the content security policy of the pages, which
 * forbids the script and the styles that the development server puts into them.
 */
export async function createHotWeb(template: Template, cleanup: Cleanup): Promise<Web> {
  const { atEdge, isForApi, config } = readDistribution(template);
  const server = await createServer({ ...viteConfig, mode: 'development', appType: 'custom', server: { middlewareMode: true } });
  cleanup.add(server, (running) => running.close());
  const told = new Map(writeDeploymentFiles(config).map((file) => [`/${file.path}`, file]));
  return (request, response, url) => {
    const file = told.get(url.pathname);
    const result = atEdge({ method: request.method ?? 'GET', path: url.pathname, query: url.search.slice(1) });
    if (result.kind === 'response') response.writeHead(result.status, result.headers).end();
    else if (isForApi(url.pathname)) return false;
    else if (file) sendText(response, 200, file.contentType, file.text, { 'cache-control': 'no-cache' });
    else server.middlewares(request, response, () => void sendPage(server, request, response));
    return true;
  };
}

async function sendPage(server: ViteDevServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const source = readFileSync(join(server.config.root, 'index.html'), 'utf8');
  const page = await server.transformIndexHtml(request.url ?? '/', source).catch((error: unknown) => String(error));
  sendText(response, 200, 'text/html; charset=utf-8', page);
}
