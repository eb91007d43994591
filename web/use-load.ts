import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { mapApiError, type ErrorContext, type Trouble } from './errors.ts';

export interface Load<T> {
  /** The newest answer; kept while a newer one is fetched, and when that fails. */
  readonly value: T | null;
  readonly trouble: Trouble | null;
  readonly reload: () => Promise<void>;
}

const STALE_MILLIS = 30_000;

/**
 * Loads what a page shows, again whenever `key` changes, and when somebody comes back to a tab that had been hidden for a
 * while or to the network: another tab, or the other person, may have changed it.
 */
export function useLoad<T>(key: string, load: () => Promise<T>, context: ErrorContext = 'generic'): Load<T> {
  const [shown, setShown] = useState<{ readonly key: string; readonly value: T | null; readonly trouble: Trouble | null }>();
  const newest = useRef({ load, round: 0, at: 0 });
  newest.current.load = load;
  const reload = useCallback(async () => {
    const round = ++newest.current.round;
    // Of several that are under way only the last one counts.
    const show = (next: { readonly value?: T; readonly trouble: Trouble | null }): void => {
      if (round !== newest.current.round) return;
      newest.current.at = Date.now();
      setShown((before) => ({ key, value: next.value ?? (before?.key === key ? before.value : null), trouble: next.trouble }));
    };
    await newest.current.load().then(
      (value) => show({ value, trouble: null }),
      (error: unknown) => show({ trouble: mapApiError(error, context) }),
    );
  }, [key, context]);
  useEffect(() => void reload(), [reload]);
  useEffect(() => {
    const refresh = (): void => {
      if (!document.hidden && Date.now() - newest.current.at > STALE_MILLIS) void reload();
    };
    const reconnected = (): void => void reload();
    document.addEventListener('visibilitychange', refresh);
    addEventListener('online', reconnected);
    return () => {
      document.removeEventListener('visibilitychange', refresh);
      removeEventListener('online', reconnected);
    };
  }, [reload]);
  const current = shown?.key === key ? shown : undefined;
  return { value: current?.value ?? null, trouble: current?.trouble ?? null, reload };
}
