import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { mapApiError, type Trouble } from './errors.ts';

export interface Load<T> {
  /** The newest answer; kept while a newer one is fetched, and when that fails. */
  readonly value: T | null;
  readonly trouble: Trouble | null;
  readonly reload: () => Promise<void>;
  /** Shows the news that a poll has brought; null while there are none. */
  readonly showNews: (() => void) | null;
}

/** What a page does with news while somebody reads it: shows them at once, or offers them, because its rows must not jump away. */
export type NewsHandling = 'show' | 'offer';

interface Shown<T> {
  readonly key: string;
  readonly value: T | null;
  readonly trouble: Trouble | null;
  readonly news: T | null;
}

const STALE_MILLIS = 30_000;

/**
 * Loads what a page shows: again whenever `key` changes, when somebody comes back to a tab that had been hidden for a while or to the
 * network, and every half minute while the page can be seen. Another tab, or the other person, may have changed it.
 * @param before what the page showed when somebody left it, if it shows that again; what has changed since is news
 */
export function useLoad<T>(key: string, load: () => Promise<T>, handling: NewsHandling = 'show', before: T | null = null): Load<T> {
  const [shown, setShown] = useState<Shown<T>>();
  const newest = useRef({ load, round: 0, at: 0 });
  newest.current.load = load;
  const reload = useCallback(async () => {
    const round = ++newest.current.round;
    // Of several that are under way only the last one counts.
    const show = (next: { readonly value?: T; readonly trouble: Trouble | null }): void => {
      if (round !== newest.current.round) return;
      newest.current.at = Date.now();
      setShown((known) => ({
        key,
        value: next.value ?? (known?.key === key ? known.value : null),
        trouble: next.trouble,
        news: null,
      }));
    };
    await newest.current.load().then(
      (value) => show({ value, trouble: null }),
      (error: unknown) => show({ trouble: mapApiError(error, 'generic') }),
    );
  }, [key]);
  const poll = useCallback(async () => {
    const { round } = newest.current;
    newest.current.at = Date.now();
    // A poll that fails says nothing: what is shown is as old as it was.
    const value = await newest.current.load().catch(() => null);
    if (value === null || round !== newest.current.round) return;
    setShown((known) => {
      if (!known || JSON.stringify(value) === JSON.stringify(known.value)) return known;
      return handling === 'show' ? { key, value, trouble: null, news: null } : { ...known, news: value };
    });
  }, [key, handling]);
  useLayoutEffect(() => {
    if (before === null) {
      void reload();
      return;
    }
    newest.current.round++;
    setShown({ key, value: before, trouble: null, news: null });
    void poll();
  }, [reload]);
  useEffect(() => {
    const isStale = (): boolean => !document.hidden && Date.now() - newest.current.at > STALE_MILLIS;
    const refresh = (): void => {
      if (isStale()) void poll();
    };
    const reconnected = (): void => void reload();
    const timer = setInterval(refresh, STALE_MILLIS / 2);
    document.addEventListener('visibilitychange', refresh);
    addEventListener('online', reconnected);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refresh);
      removeEventListener('online', reconnected);
    };
  }, [reload, poll]);
  const current = shown?.key === key ? shown : undefined;
  const news = current?.news ?? null;
  return {
    value: current?.value ?? null,
    trouble: current?.trouble ?? null,
    reload,
    showNews: news && (() => setShown({ key, value: news, trouble: null, news: null })),
  };
}
