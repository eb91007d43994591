import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Api } from './api.ts';
import type { Clock } from './clock.ts';
import type { SiteConfig } from './config.ts';
import type { Session } from './sign-in/session.ts';

/** What every page has at hand. */
export interface Site {
  readonly config: SiteConfig;
  readonly clock: Clock;
  readonly session: Session;
  readonly api: Api;
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
export const SiteContext = createContext<Site | null>(null);

export function useSite(): Site {
  const site = useContext(SiteContext);
  if (!site) throw new Error('drawn outside the site');
  return site;
}
