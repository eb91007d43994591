import { join, resolve } from 'node:path';

/** Where everything is built. */
export const BUILD_FOLDER = resolve(import.meta.dirname, '../build');

/** Every Lambda function, by the name that it has everywhere: its folder under build/functions, its logs, its metrics. */
export const FUNCTIONS = {
  'rooms-api': 'functions/rooms/rooms-api.lambda.ts',
  links: 'functions/links/links.lambda.ts',
  feeds: 'functions/feeds/feeds.lambda.ts',
  'send-mail': 'functions/mail-out/send-mail.lambda.ts',
  'sweep-mail': 'functions/mail-out/sweep-mail.lambda.ts',
  'receive-mail': 'functions/mail-in/receive-mail.lambda.ts',
  'record-status': 'functions/mail-status/record-status.lambda.ts',
  'erase-people': 'functions/erase/erase-people.lambda.ts',
  'run-probe': 'functions/probe/run-probe.lambda.ts',
  'publish-site': 'functions/site/publish-site.lambda.ts',
} as const;
export type FunctionName = keyof typeof FUNCTIONS;

/** Where `bundleFunctions` leaves the code of one function: a folder that holds `index.mjs`, which exports `handler`. */
export const bundleFolder = (name: FunctionName): string => join(BUILD_FOLDER, 'functions', name);

/** The file of each bundle. */
export const listBundles = (): readonly string[] =>
  Object.keys(FUNCTIONS).map((name) => join(BUILD_FOLDER, 'functions', name, 'index.mjs'));

/**
 * Where `bundleSite` leaves the pages: `index.html`, and `assets/` with names that change with their content. They travel with
 * the function that publishes them.
 */
export const SITE_FOLDER = join(bundleFolder('publish-site'), 'web');
