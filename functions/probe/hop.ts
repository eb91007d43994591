/** The ways that a session goes through the service, in order. */
export const HOPS = ['open', 'book', 'send', 'receive', 'answer', 'decide', 'clean up'] as const;
export type Hop = (typeof HOPS)[number];

export interface HopTime {
  readonly hop: Hop;
  readonly seconds: number;
}

/** A hop that did not come to its end. The message says why, and where to look. */
export class HopFailed extends Error {}

/** The longest that a hop may take, in seconds. Together they are shorter than `PROBE_TIMEOUT_SECONDS`. */
export const HOP_SECONDS: Readonly<Record<'send' | 'receive' | 'decide', number>> = { send: 150, receive: 150, decide: 150 };

export interface WaitDeps {
  /** Seconds on a clock that nobody sets. */
  readonly stopwatch: () => number;
  readonly pause: (millis: number) => Promise<void>;
}

const FIRST_PAUSE_MILLIS = 100;
const LONGEST_PAUSE_MILLIS = 3000;

/** Looks again and again until there is something to see. Throws `HopFailed` with what `why` says when that takes too long. */
export async function waitFor<T>(
  { stopwatch, pause }: WaitDeps,
  seconds: number,
  look: () => Promise<T | undefined>,
  why: () => string,
): Promise<T> {
  const begun = stopwatch();
  for (let millis = FIRST_PAUSE_MILLIS; ; millis = Math.min(millis * 1.5, LONGEST_PAUSE_MILLIS)) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (stopwatch() - begun >= seconds) throw new HopFailed(`nothing within ${seconds} seconds: ${why()}`);
    await pause(millis);
  }
}
