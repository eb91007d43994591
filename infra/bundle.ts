import { build, type BuildOptions } from 'esbuild';
import { join, resolve } from 'node:path';
import { environmentCredentials } from './environment-credentials.ts';
import { replaceFile } from './replace-file.ts';

const root = resolve(import.meta.dirname, '..');

/** Every Lambda function, by the name that it has everywhere: its folder under build/functions, its logs, its metrics. */
export const FUNCTIONS = {
  'rooms-api': 'functions/rooms/rooms-api.lambda.ts',
  links: 'functions/links/links.lambda.ts',
  feeds: 'functions/feeds/feeds.lambda.ts',
  'send-mail': 'functions/mail-out/send-mail.lambda.ts',
  'sweep-mail': 'functions/mail-out/sweep-mail.lambda.ts',
  'receive-mail': 'functions/mail-in/receive-mail.lambda.ts',
  'record-status': 'functions/mail-status/record-status.lambda.ts',
  'publish-site': 'functions/site/publish-site.lambda.ts',
} as const;
export type FunctionName = keyof typeof FUNCTIONS;

/** Where `bundleFunctions` leaves the code of one function: a folder that holds `index.mjs`, which exports `handler`. */
export const bundleFolder = (name: FunctionName): string => join(root, 'build', 'functions', name);

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
  replaceFile(join(root, 'build', 'meta.json'), Buffer.from(JSON.stringify(result.metafile)));
}
