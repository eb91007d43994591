import { clockAhead, clockFrom, type Clock } from './server-clock.ts';
import { fetchConfig, type SiteConfig } from './site-config.ts';
import { keepSite, recallSite } from './sign-in/memory.ts';
import { CALLBACK, openSession } from './sign-in/session.ts';

const place = document.getElementById('app');
const DEFAULT_COLOR = '#0b5c7a';

async function start(container: HTMLElement): Promise<void> {
  const { config, clock, isOffline } = await findSite();
  paint(config);
  const opened = isOffline ? await openOffline() : await openSession(config, clock);
  if (!opened) return;
  if (opened.goTo !== null) history.replaceState(null, '', opened.goTo);
  // The page has preloaded this script. It runs only now, because a page that leaves for the issuer draws nothing.
  const { drawApp } = await import('./draw-app.tsx');
  container.replaceChildren();
  drawApp({ config, clock, session: opened.session }, container);
  void import('./offline/keep-app.ts').then(({ keepApp }) => keepApp()).catch(() => null);
}

// A page with a network does not wait for this script.
async function openOffline() {
  const { openOfflineSession } = await import('./offline/offline-session.ts');
  return { session: openOfflineSession(), goTo: null };
}

interface FoundSite {
  readonly config: SiteConfig;
  readonly clock: Clock;
  /** Nothing of the service was reached: this is what the last visit knew. */
  readonly isOffline: boolean;
}

async function findSite(): Promise<FoundSite> {
  const fetching = fetchSite();
  const kept = recallSite();
  if (!kept) return fetching;
  const asKept = { config: kept.config, clock: clockAhead(kept.skewSeconds) };
  const isBack = location.pathname === CALLBACK;
  const found = fetching.catch(() => ({ ...asKept, isOffline: true }));
  // A person who comes back from the issuer was here a moment ago: show the page at once.
  return isBack ? { ...asKept, isOffline: false } : found;
}

async function fetchSite(): Promise<FoundSite> {
  const { config, response } = await fetchConfig();
  const clock = clockFrom(response);
  keepSite({ config, skewSeconds: clock.skewSeconds });
  return { config, clock, isOffline: false };
}

function paint({ brandColor }: SiteConfig): void {
  if (brandColor.toLowerCase() === DEFAULT_COLOR) return;
  const { style, dataset } = document.documentElement;
  style.setProperty('--brand', brandColor);
  dataset['branded'] = '';
}

// Nothing of the service can be reached: all that can be done is to say so, and to try again.
function drawUnreachable(container: HTMLElement, again: () => void): void {
  document.title = 'We can’t reach the service';
  const button = element('button', 'Try again');
  button.addEventListener('click', again);
  const page = element('main', element('h1', document.title), element('p', 'Check your connection, then try again.'), element('p', button));
  page.className = 'frame stack';
  container.replaceChildren(page);
}

function element(tag: string, ...content: readonly (string | HTMLElement)[]): HTMLElement {
  const made = document.createElement(tag);
  made.append(...content);
  return made;
}

if (place) {
  const begin = (): void => void start(place).catch(() => drawUnreachable(place, begin));
  begin();
}
