import { build as bundleScript } from 'esbuild';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type InlineConfig, type Plugin } from 'vite';
import { SITE_FOLDER } from './build-folders.ts';
import { replaceFile } from './replace-file.ts';

/** The script that draws the app, which the page loads while it signs in. */
const APP_SCRIPT = 'draw-app';

/** Lets the page load the app's script beside the sign-in, without running it. */
const preloadApp: Plugin = {
  name: 'preload-app',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle = {} }) =>
      Object.values(bundle)
        .filter((file) => file.type === 'chunk' && file.name === APP_SCRIPT)
        .map(({ fileName }) => ({ tag: 'link', attrs: { rel: 'modulepreload', href: `/${fileName}` }, injectTo: 'head' as const })),
  },
};

/** How the web app is built, and served with hot reload. */
export const viteConfig: InlineConfig = {
  configFile: false,
  plugins: [preloadApp],
  root: resolve(import.meta.dirname, '../web'),
  logLevel: 'warn',
  // Whatever NODE_ENV says: the same bytes in tests, locally and in AWS.
  mode: 'production',
  define: { 'process.env.NODE_ENV': '"production"' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  build: { target: 'es2024', assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false, write: false },
};

/** Builds the web app. Rejects with the bundler's message when it does not build. */
export async function bundleSite(): Promise<void> {
  const built = await build(viteConfig);
  const files = (Array.isArray(built) ? built : [built]).flatMap((result) => ('output' in result ? result.output : []));
  for (const file of files) replaceFile(join(SITE_FOLDER, file.fileName), Buffer.from(file.type === 'chunk' ? file.code : file.source));
  const paths = files.map(({ fileName }) => `/${fileName}`).filter((path) => path.startsWith('/assets/'));
  replaceFile(join(SITE_FOLDER, 'offline-worker.js'), await bundleWorker(paths.toSorted()));
  removeOthers(new Set(files.map(({ fileName }) => fileName)));
}

/** The service worker, which has one address for all builds. The list of what it keeps is part of it, so each build gives another worker. */
async function bundleWorker(paths: readonly string[]): Promise<Uint8Array> {
  const {
    outputFiles: [worker],
  } = await bundleScript({
    entryPoints: [resolve(import.meta.dirname, '../web/offline/offline-worker.ts')],
    define: { __SITE_FILES__: JSON.stringify(paths) },
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2024',
    write: false,
    logLevel: 'warning',
  });
  if (!worker) throw new Error('The service worker was not built');
  return worker.contents;
}

function removeOthers(current: ReadonlySet<string>): void {
  const assets = join(SITE_FOLDER, 'assets');
  if (!existsSync(assets)) return;
  // What another process has not finished yet ends in that process's number: see replaceFile.
  const finished = readdirSync(assets).filter((name) => !/\.\d+$/.test(name));
  for (const name of finished) if (!current.has(`assets/${name}`)) rmSync(join(assets, name), { force: true });
}
