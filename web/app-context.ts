import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ApiClient } from './api-client.ts';
import type { Clock } from './server-clock.ts';
import type { SiteConfig } from './site-config.ts';
import type { Session } from './sign-in/session.ts';

/** What every page has at hand. */
export interface AppState {
  readonly config: SiteConfig;
  readonly clock: Clock;
  readonly session: Session;
  readonly api: ApiClient;
  /** The zone in which times are read. */
  readonly zone: string;
  /** The device's zone, while it has moved and nobody has said what to do about it. */
  readonly movedTo: string | null;
  readonly chooseZone: (zone: string) => void;
  readonly keepZone: () => void;
  /** What has just succeeded; shown on the page at `at`, and told to screen readers. */
  readonly news: News | null;
  readonly tell: (text: string, at?: string) => void;
}

export interface News {
  readonly text: string;
  readonly at: string;
}

// Every page is drawn inside the provider: see app.tsx.
export const AppContext = createContext<AppState | null>(null);

export function useApp(): AppState {
  const app = useContext(AppContext);
  if (!app) throw new Error('a component was drawn outside AppProvider');
  return app;
}
