import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../app-context.ts';
import { ActionButton } from './button.tsx';
import { ZoneMoveQuestion } from './zone-move.tsx';
import { Mark } from './length-ring.tsx';

/** What is around every page. */
export function Frame({ children }: { readonly children: ComponentChildren }) {
  const { config } = useApp();
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <header class="top">
        <div class="frame">
          <a class="brand" href="/">
            <Mark />
            {config.brandName}
          </a>
          <Navigation />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <div class="frame">
          <Offline />
          <ZoneMoveQuestion />
          {children}
        </div>
      </main>
      <Foot />
      <Status />
    </>
  );
}

const PLACES = [
  ['/', 'Sessions'],
  ['/mine', 'My sessions'],
  ['/host', 'Host'],
] as const;

function Navigation() {
  const { session } = useApp();
  const { path } = useLocation();
  if (!session.person) return null;
  return (
    <nav aria-label="Main">
      <ul>
        {PLACES.map(([href, text]) => (
          <li key={href}>
            <a href={href} aria-current={path === href ? 'page' : undefined}>
              {text}
            </a>
          </li>
        ))}
        <li>
          <a href="/profile" aria-current={path === '/profile' ? 'page' : undefined}>
            Profile
          </a>
        </li>
      </ul>
    </nav>
  );
}

function Foot() {
  const { config, session } = useApp();
  return (
    <footer class="foot">
      <div class="frame">
        <p>{session.person ? `Signed in as ${session.person.name || 'a person without a name'}` : config.brandName}</p>
        {session.person && (
          <ActionButton look="link" onClick={() => void session.signOut()}>
            Sign out
          </ActionButton>
        )}
      </div>
    </footer>
  );
}

function Offline() {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = (): void => setOnline(navigator.onLine);
    addEventListener('online', look);
    addEventListener('offline', look);
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
    };
  }, []);
  return (
    <div role="status">{!online && <p class="remark">You are offline. What you see may be out of date; what you type is kept.</p>}</div>
  );
}

const SHOWN_MILLIS = 8_000;

/** Tells what has just succeeded. Always there, so that screen readers hear the change; never the only place of the words. */
function Status() {
  const { news } = useApp();
  const [shown, setShown] = useState('');
  useEffect(() => {
    setShown(news?.text ?? '');
    const timer = setTimeout(() => setShown(''), SHOWN_MILLIS);
    return () => clearTimeout(timer);
  }, [news]);
  return (
    <div class="status" role="status">
      <p>{shown}</p>
    </div>
  );
}

// Following the link would change the address, and with it the page.
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
