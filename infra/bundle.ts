import { build, type BuildOptions } from 'esbuild';
import { join, resolve } from 'node:path';
import { BUILD_FOLDER, FUNCTIONS } from './build-folders.ts';
import { environmentCredentials } from './environment-credentials.ts';
import { replaceFile } from './replace-file.ts';

const root = resolve(import.meta.dirname, '..');

/** How code for Lambda is bundled. */
export const LAMBDA_BUNDLE = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  // Some dependencies are CommonJS and call `require` for Node's own modules.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
} as const satisfies BuildOptions;

/**
 * Bundles all functions in one pass into `build/functions/<name>/index.mjs`: the bytes that run in AWS and on one machine
 * alike. Sizes, by module, are in `build/meta.json`. Rejects with esbuild's messages when a function does not build.
 */
export async function bundleFunctions(): Promise<void> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: Object.entries(FUNCTIONS).map(([name, entry]) => ({ in: entry, out: `${name}/index` })),
    outdir: 'build/functions',
    outExtension: { '.js': '.mjs' },
    ...LAMBDA_BUNDLE,
    plugins: [environmentCredentials],
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  for (const { path, contents } of result.outputFiles) replaceFile(path, contents);
  replaceFile(join(BUILD_FOLDER, 'meta.json'), Buffer.from(JSON.stringify(result.metafile)));
}
