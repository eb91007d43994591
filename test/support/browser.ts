import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { root } from './source-file.ts';

const CACHE = join(root, 'node_modules', '.cache');
// Named after the version: a folder is never filled twice.
const HOME = join(CACHE, 'chromium-153.0.0');

/*
 * Not the package's own flags: those put everything into one process, for Lambda, and switch off the security of the web,
 * which is what our tests are about.
 */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--hide-scrollbars'];

/** A Chromium that came with `npm ci`: nothing is installed, nothing is downloaded. Close it at the end. */
export async function openBrowser(): Promise<Browser> {
  if (!existsSync(HOME)) await unpack();
  // The libraries and fonts are what a bare machine lacks.
  // Chromium leaves folders in the temporary one that it is given.
  const temporary = mkdtempSync(join(tmpdir(), 'browser-'));
  const env = {
    ...process.env,
    TMPDIR: temporary,
    LD_LIBRARY_PATH: join(HOME, 'al2023', 'lib'),
    FONTCONFIG_FILE: join(HOME, 'fonts.conf'),
  };
  const browser = await chromium.launch({ executablePath: join(HOME, 'chromium'), headless: true, args: FLAGS, env });
  browser.on('disconnected', () => rmSync(temporary, { recursive: true, force: true, maxRetries: 10 }));
  return browser;
}

// Into a folder of this process, then in one step to where all find it: several test files may start at once.
async function unpack(): Promise<void> {
  const unfinished = `${HOME}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const before = { TMPDIR: process.env['TMPDIR'], AWS_LAMBDA_JS_RUNTIME: process.env['AWS_LAMBDA_JS_RUNTIME'] };
  // The package unpacks into TMPDIR, and brings its libraries along when it believes to be in Lambda.
  Object.assign(process.env, { TMPDIR: unfinished, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' });
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    packed.setGraphicsMode = false;
    await packed.executablePath();
    // The package's own file names folders that exist in Lambda only; ours moves with its folder.
    writeFileSync(join(unfinished, 'fonts.conf'), '<fontconfig><dir prefix="relative">fonts</dir></fontconfig>');
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
  try {
    renameSync(unfinished, HOME);
  } catch (error) {
    // Somebody else was faster.
    rmSync(unfinished, { recursive: true });
    if (!existsSync(HOME)) throw error;
  }
}
