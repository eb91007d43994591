import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { SITE_FOLDER } from '../infra/build-folders.ts';
import { bundleSite } from '../infra/bundle-site.ts';
import { openBrowser } from '../test/support/browser.ts';
import { startLocalStack } from '../test/support/local-stack.ts';
import { signInAs } from '../test/support/visitor.ts';
import { median, milliseconds, ratio, type Section } from './report.ts';

const VISITS = 7;
// What the developer tools of browsers call "Slow 4G", earlier "Fast 3G".
const NETWORK = { offline: false, latency: 150, downloadThroughput: (1.6 * 1_000_000) / 8, uploadThroughput: (750 * 1000) / 8 };
const SLOWER = 4;

/** How much the app weighs. */
export async function webWeight(): Promise<Section> {
  await bundleSite();
  const files = ['index.html', ...readdirSync(join(SITE_FOLDER, 'assets')).map((name) => `assets/${name}`)];
  const size = (path: string): number => statSync(join(SITE_FOLDER, path)).size;
  const zipped = (path: string): number => gzipSync(readFileSync(join(SITE_FOLDER, path)), { level: 9 }).length;
  return {
    title: 'Weight of the app',
    about:
      'All that the app ever loads from its site; a test fails beyond 34 KB of script for the first page, 24 KB for what comes later, or 10 KB of styles, gzipped.',
    columns: ['file', 'size', 'gzipped'],
    rows: files.map((path) => [path.replace(/-[\w-]{8}\./, '.'), kilobytes(size(path)), kilobytes(zipped(path))]),
  };
}

/** How long somebody waits for a list that they can use, on a slow phone with a slow network. */
export async function webReady(): Promise<Section> {
  const [browser, stack, empty] = await Promise.all([openBrowser(), startLocalStack({ flags: ['--seed'] }), serveEmptyPage()]);
  try {
    const visits = [
      { name: 'an empty page', ...(await measured(browser, async (page) => void (await page.goto(empty.url)))) },
      {
        name: 'signed out: the button to sign in',
        ...(await measured(browser, (page) => open(page, stack.site, 'Sign in to see the sessions'))),
      },
      { name: 'signed in, first visit', ...(await measured(browser, (page) => open(page, stack.site, /^Book /), stack.site)) },
      { name: 'signed in, next visit', ...(await measured(browser, (page) => open(page, stack.site, /^Book /), stack.site, true)) },
    ];
    const least = visits[0]?.time ?? 1;
    return {
      title: 'Time to a usable list',
      about: `Median of ${VISITS} visits in Chromium, processor slowed ${SLOWER} times, 150 ms latency and 1.6 Mbit/s. Signed in means: a silent sign-in at the issuer, for tokens are in memory only.`,
      columns: ['page', 'usable after', 'ratio', 'requests', 'received'],
      rows: visits.map(({ name, time, requests, bytes }) => [
        name,
        milliseconds(time),
        ratio(time, least),
        String(requests),
        kilobytes(bytes),
      ]),
    };
  } finally {
    await browser.close();
    await stack.stop();
    empty.stop();
  }
}

interface Measured {
  readonly time: number;
  readonly requests: number;
  readonly bytes: number;
}

async function measured(browser: Browser, visit: (page: Page) => Promise<void>, site?: string, isNext = false): Promise<Measured> {
  const all: Measured[] = [];
  for (let n = 0; n < VISITS; n++) {
    const context = await browser.newContext();
    if (site) await signInFirst(await context.newPage(), site);
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    if (!isNext) await devtools.send('Network.clearBrowserCache');
    all.push(await once(page, devtools, visit));
    await context.close();
  }
  const of = (key: keyof Measured): number => median(all.map((one) => one[key]));
  return { time: of('time'), requests: of('requests'), bytes: of('bytes') };
}

async function once(page: Page, devtools: CDPSession, visit: (page: Page) => Promise<void>): Promise<Measured> {
  let [requests, bytes] = [0, 0];
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', NETWORK);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  devtools.on('Network.requestWillBeSent', () => requests++);
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  const start = performance.now();
  await visit(page);
  return { time: performance.now() - start, requests, bytes };
}

async function open(page: Page, site: string, button: string | RegExp): Promise<void> {
  await page.goto(site, { waitUntil: 'commit' });
  await page.getByRole('button', { name: button }).first().waitFor();
}

async function signInFirst(page: Page, site: string): Promise<void> {
  await page.goto(site);
  await signInAs(page, 'Asha');
  await page.close();
}

async function serveEmptyPage() {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>Empty</title>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, stop: () => server.close() };
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;
