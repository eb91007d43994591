import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useMemo, useReducer, useState } from 'preact/hooks';
import { createApi } from './api.ts';
import type { Clock } from './clock.ts';
import type { SiteConfig } from './config.ts';
import type { Session } from './sign-in/session.ts';
import { SiteContext, type News, type Site } from './site.ts';
import { keepZone, recallZone, settleMove } from './zone-memory.ts';

export interface SiteParts {
  readonly config: SiteConfig;
  readonly clock: Clock;
  readonly session: Session;
}

/** Keeps what all pages share, and draws them anew when it changes. */
export function SiteProvider({ config, clock, session, children }: SiteParts & { readonly children: ComponentChildren }) {
  const { path } = useLocation();
  const api = useMemo(() => createApi(session), [session]);
  const [{ zone, movedTo }, setZone] = useState(() => recallZone(session.person));
  const [news, setNews] = useState<News | null>(null);
  const [, signInChanged] = useReducer<number, void>((n) => n + 1, 0);
  useEffect(() => session.onChange(signInChanged), [session]);
  // News belongs to the page that it was told for.
  useEffect(() => setNews((told) => (told?.at === path ? told : null)), [path]);
  const site: Site = {
    config,
    clock,
    session,
    api,
    zone,
    movedTo,
    news,
    chooseZone: (chosen) => {
      keepZone(session.person, chosen);
      setZone({ zone: chosen, movedTo: null });
    },
    keepZone: () => {
      settleMove(session.person);
      setZone({ zone, movedTo: null });
    },
    tell: (text, at = '') => setNews({ text, at }),
  };
  return <SiteContext.Provider value={site}>{children}</SiteContext.Provider>;
}
