import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from './app-context.ts';
import { measureSkewMillis } from './server-clock.ts';

const TICK_MILLIS = 250;

/**
 * The present moment as the server sees it, several times a second. The server is asked once, and again whenever the page is looked at
 * or the network comes back; without network the last answer counts.
 */
export function useServerMillis(): number {
  const { clock } = useApp();
  const skewMillis = useRef(clock.skewSeconds * 1000);
  const [now, setNow] = useState(() => Date.now() + skewMillis.current);
  useEffect(() => {
    const tick = (): void => setNow(Date.now() + skewMillis.current);
    const measure = async (): Promise<void> => {
      if (document.hidden) return;
      skewMillis.current = (await measureSkewMillis()) ?? skewMillis.current;
      tick();
    };
    void measure();
    const timer = setInterval(tick, TICK_MILLIS);
    const again = (): void => void measure();
    document.addEventListener('visibilitychange', again);
    addEventListener('online', again);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
      removeEventListener('online', again);
    };
  }, []);
  return now;
}
