import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../app-context.ts';
import { keepFocusInside } from '../keep-focus.ts';
import { ActionButton } from './button.tsx';
import { ZoneMoveQuestion } from './zone-move.tsx';
import { Mark } from './length-ring.tsx';

/** What is around every page. */
export function Frame({ children }: { readonly children: ComponentChildren }) {
  const { config, session } = useApp();
  const main = useRef<HTMLElement>(null);
  useEffect(() => (main.current ? keepFocusInside(main.current) : undefined), []);
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
      <main id="main" tabIndex={-1} ref={main}>
        <div class="frame">
          {session.state !== 'offline' && <Offline />}
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
  // Without the service there is nothing but the reader's own sessions.
  if (!session.person || session.state === 'offline') return null;
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
        <p>
          {session.person && session.state !== 'offline'
            ? `Signed in as ${session.person.name || 'a person without a name'}`
            : config.brandName}
        </p>
        <p class="actions">
          <a href="/help">Help</a>
          <a href="/privacy">Privacy</a>
          {session.person && (
            <ActionButton look="link" onClick={() => void session.signOut()}>
              Sign out
            </ActionButton>
          )}
        </p>
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

/**
 * Tells screen readers what has just succeeded. The eye reads the same words where it happened, so that nothing has to lie over the
 * page. It is always there, because a region that comes together with its words is not read out.
 */
function Status() {
  const { news } = useApp();
  return (
    <p class="hidden" role="status">
      {news?.text}
    </p>
  );
}

// Following the link would change the address, and with it the page.
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
