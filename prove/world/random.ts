/** Chance from a seed: the same seed gives the same numbers, on every machine. */
export interface Random {
  /** At least 0 and less than 1. */
  readonly next: () => number;
  /** A whole number from 0 to `below` - 1. */
  readonly below: (below: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly isTrue: (probability: number) => boolean;
  /** So many lower-case hexadecimal digits. */
  readonly hex: (digits: number) => string;
}

/** mulberry32: small, fast, and good enough to choose schedules with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(from: readonly T[]): T => {
    const index = below(from.length);
    if (index >= from.length) throw new Error('There is nothing to choose from');
    return from[index] as T;
  };
  return {
    next,
    below,
    pick,
    isTrue: (probability) => next() < probability,
    hex: (digits) => Array.from({ length: digits }, () => below(16).toString(16)).join(''),
  };
}
