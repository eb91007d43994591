import { render } from 'preact';
import { App } from './app.tsx';
import { clockAhead, clockFrom, type Clock } from './server-clock.ts';
import { fetchConfig, type SiteConfig } from './site-config.ts';
import { keepSite, recallSite } from './sign-in/memory.ts';
import { CALLBACK, openSession } from './sign-in/session.ts';

const place = document.getElementById('app');
const DEFAULT_COLOR = '#0b5c7a';

async function start(container: HTMLElement): Promise<void> {
  const { config, clock } = await findSite();
  paint(config);
  const opened = await openSession(config, clock);
  if (!opened) return;
  if (opened.goTo !== null) history.replaceState(null, '', opened.goTo);
  render(<App config={config} clock={clock} session={opened.session} />, container);
}

// Whoever comes back from the issuer has just been here: nothing is waited for.
async function findSite(): Promise<{ readonly config: SiteConfig; readonly clock: Clock }> {
  const fetching = fetchSite();
  const kept = location.pathname === CALLBACK ? recallSite() : null;
  if (!kept) return fetching;
  fetching.catch(() => null);
  return { config: kept.config, clock: clockAhead(kept.skewSeconds) };
}

async function fetchSite() {
  const { config, response } = await fetchConfig();
  const clock = clockFrom(response);
  keepSite({ config, skewSeconds: clock.skewSeconds });
  return { config, clock };
}

function paint({ brandColor }: SiteConfig): void {
  if (brandColor.toLowerCase() === DEFAULT_COLOR) return;
  const { style, dataset } = document.documentElement;
  style.setProperty('--brand', brandColor);
  dataset['branded'] = '';
}

// Nothing of the service can be reached: all that can be done is to say so, and to try again.
function Unreachable({ again }: { readonly again: () => void }) {
  return (
    <main class="frame stack">
      <h1>We can’t reach the service</h1>
      <p>Check your connection, then try again.</p>
      <p class="actions">
        <button type="button" onClick={again}>
          Try again
        </button>
      </p>
    </main>
  );
}

if (place) {
  const begin = (): void =>
    void start(place).catch(() => {
      document.title = 'We can’t reach the service';
      render(<Unreachable again={begin} />, place);
    });
  begin();
}
