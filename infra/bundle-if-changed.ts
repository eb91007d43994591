import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD_FOLDER, listBundles, SITE_FOLDER } from './build-folders.ts';
import { digestSources } from './digest-sources.ts';
import { replaceFile } from './replace-file.ts';

/** Says of which sources the bundles in build/ are. */
const BUILT_FROM = join(BUILD_FOLDER, 'built-from');

/** Bundles the functions and the web app, unless build/ holds them as the sources are now. For tests and the local stack. */
export async function bundleIfChanged(): Promise<void> {
  const sources = digestSources();
  if (isBuiltFrom(sources)) return;
  // Loaded here and not above, because the bundlers take longer to load than this takes to see that nothing has changed.
  const [{ bundleFunctions }, { bundleSite }] = await Promise.all([import('./bundle.ts'), import('./bundle-site.ts')]);
  await Promise.all([bundleFunctions(), bundleSite()]);
  // A source that changed meanwhile may be in the bundles or not.
  if (digestSources() === sources) replaceFile(BUILT_FROM, Buffer.from(sources));
}

function isBuiltFrom(sources: string): boolean {
  const files = [...listBundles(), join(SITE_FOLDER, 'index.html')];
  return files.every((file) => existsSync(file)) && existsSync(BUILT_FROM) && readFileSync(BUILT_FROM, 'utf8') === sources;
}
