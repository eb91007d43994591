import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useMemo, useReducer, useState } from 'preact/hooks';
import { createApiClient } from './api-client.ts';
import type { Clock } from './server-clock.ts';
import type { SiteConfig } from './site-config.ts';
import type { Session } from './sign-in/session.ts';
import { AppContext, type News, type AppState } from './app-context.ts';
import { keepZone, recallZone, settleMove } from './zone-memory.ts';

export interface AppParts {
  readonly config: SiteConfig;
  readonly clock: Clock;
  readonly session: Session;
}

/** Keeps what all pages share, and draws them anew when it changes. */
export function AppProvider({ config, clock, session, children }: AppParts & { readonly children: ComponentChildren }) {
  const { path } = useLocation();
  const api = useMemo(() => createApiClient(session), [session]);
  const [{ zone, movedTo }, setZone] = useState(() => recallZone(session.person));
  const [news, setNews] = useState<News | null>(null);
  const [, signInChanged] = useReducer<number, void>((n) => n + 1, 0);
  useEffect(() => session.onChange(signInChanged), [session]);
  // News belongs to the page that it is about.
  useEffect(() => setNews((told) => (told?.at === path ? told : null)), [path]);
  const app: AppState = {
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
  return <AppContext.Provider value={app}>{children}</AppContext.Provider>;
}
