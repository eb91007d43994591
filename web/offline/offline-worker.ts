import { OWN_PAGES } from '../own-pages.ts';

/*
 * A service worker: it keeps the files of the app on the device, so that the app opens without a network. It touches nothing else,
 * neither the API nor the sign-in nor the pages of links, and it keeps no data of anybody.
 */

/** Paths of all scripts and styles of this build: the bundler puts them here, so a new build is a new worker. */
declare const __SITE_FILES__: readonly string[];
// Of a service worker's own scope. TypeScript has its types only in place of those of a page.
declare function skipWaiting(): Promise<void>;

interface ExtendableEvent extends Event {
  readonly waitUntil: (work: Promise<unknown>) => void;
}

interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  readonly respondWith: (response: Promise<Response>) => void;
}

const PREFIX = 'app ';
const CACHE = PREFIX + __SITE_FILES__.join(' ');
/** The one document of the app, which all its pages have. */
const DOCUMENT = '/';

const isExtendable = (event: Event): event is ExtendableEvent => 'waitUntil' in event;
const isFetch = (event: Event): event is FetchEvent => 'respondWith' in event;

addEventListener('install', (event) => {
  if (isExtendable(event)) event.waitUntil(keepFiles());
});
addEventListener('activate', (event) => {
  if (isExtendable(event)) event.waitUntil(dropOlderBuilds());
});
addEventListener('fetch', (event) => {
  if (!isFetch(event)) return;
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== location.origin) return;
  if (mode === 'navigate' && isAppPage(pathname)) event.respondWith(fetchDocument(event));
  else if (__SITE_FILES__.includes(pathname)) event.respondWith(readFile(event.request));
});

/** A name with a dot is a file's, such as /llms.txt. */
const isAppPage = (pathname: string): boolean => OWN_PAGES.test(pathname) && !pathname.includes('.');

async function keepFiles(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([DOCUMENT, ...__SITE_FILES__]);
  await skipWaiting();
}

async function dropOlderBuilds(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
}

/** From the network, because it names the newest scripts; the kept one where there is no network. */
async function fetchDocument({ request }: FetchEvent): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(DOCUMENT);
    if (kept) return kept;
    throw error;
  }
}

/** The name of a file changes with its content: the kept one is never out of date. */
async function readFile(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}
