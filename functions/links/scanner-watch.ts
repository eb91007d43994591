import { millisOf, type Instant } from '../../shared/time/instant.ts';

/** One opening of the page of an answer. */
export interface Opening {
  /** Stands for who opened it: the same client has the same text. */
  readonly client: string;
  readonly proposalId: string;
  readonly purpose: 'approve' | 'decline';
  readonly at: Instant;
}

/** Whether with this opening one client has opened both answers to one proposal at once. People take longer. */
export type ScannerWatch = (opening: Opening) => boolean;

const AT_ONCE_MILLIS = 2000;
const REMEMBERED = 1000;

/**
 * Remembers the latest openings of one execution environment. That is enough to see that scanners are at work, and it costs no
 * write: a GET changes nothing.
 */
export function createScannerWatch(): ScannerWatch {
  const latest = new Map<string, Opening>();
  return (opening) => {
    const key = `${opening.client} ${opening.proposalId}`;
    const before = latest.get(key);
    // Again at the end: what was opened longest ago is forgotten first.
    latest.delete(key);
    latest.set(key, opening);
    const [oldest] = latest.size > REMEMBERED ? latest.keys() : [];
    if (oldest !== undefined) latest.delete(oldest);
    if (before === undefined || before.purpose === opening.purpose) return false;
    return millisOf(opening.at) - millisOf(before.at) <= AT_ONCE_MILLIS;
  };
}
