import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { writeDeploymentFiles } from '../../shared/api/deployment-files.ts';
import type { SiteFile } from '../platform/site/site-store.ts';

/** The page itself: it names everything else. */
const PAGE = 'index.html';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The files of a built site, in the order in which they may appear: the page last, because it names the others. */
export function readSite(folder: string, config: Readonly<Record<string, unknown>>): readonly SiteFile[] {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const files = paths.filter((path) => path !== PAGE).map((path) => siteFile(path, readFileSync(join(folder, path))));
  const told = writeDeploymentFiles(config).map(({ path, contentType, text }) => ({
    path,
    contentType,
    contents: Buffer.from(text),
    cacheControl: 'no-cache',
  }));
  return [...files, ...told, siteFile(PAGE, readFileSync(join(folder, PAGE)))];
}

/** Throws for a kind of file that the site has no type for. */
function siteFile(path: string, contents: Uint8Array): SiteFile {
  const contentType = TYPES[extname(path)];
  if (contentType === undefined) throw new Error(`no content type for ${extname(path)}`);
  // The name of an asset changes with its content; of all others the browser asks each time whether they have changed.
  const cacheControl = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  return { path, contents, contentType, cacheControl };
}
