import { instantAt, type Instant } from '../shared/time/instant.ts';

/** The present moment as the server sees it: the clock of a device may be a day off. */
export interface Clock {
  readonly now: () => Instant;
  /** Seconds to add to the device's clock. */
  readonly skewSeconds: number;
}

// A Date header has whole seconds and travels for a while: less than this is no difference.
const NEGLIGIBLE_SECONDS = 5;

/** A clock that is so many seconds ahead of the device's. */
export const clockAhead = (skewSeconds: number): Clock => ({ now: () => instantAt(Date.now() + skewSeconds * 1000), skewSeconds });

/** A clock set by the `Date` header of an answer that has just arrived, or by the device where there is none. */
export function clockFrom(answer: Response): Clock {
  const sentAt = Date.parse(answer.headers.get('date') ?? '');
  const ageSeconds = Number(answer.headers.get('age') ?? 0);
  const skew = Math.round((sentAt - Date.now()) / 1000) + ageSeconds;
  return clockAhead(Math.abs(skew) > NEGLIGIBLE_SECONDS ? skew : 0);
}

/** The server's clock to within a second, asked anew; null where it cannot be reached. A `Date` header has whole seconds: half of one is added. */
export async function measureSkewMillis(): Promise<number | null> {
  const before = Date.now();
  try {
    const { headers } = await fetch('/api/health', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
    const sentAt = Date.parse(headers.get('date') ?? '');
    return Number.isNaN(sentAt) ? null : sentAt + 500 - (before + Date.now()) / 2;
  } catch {
    return null;
  }
}
