import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { createRandom, type Random } from './random.ts';

/*
 * One process whose clock, chance and pauses are those of a simulation. The functions under test are the production ones, entries
 * included: they read the clock from `Date`, chance from `crypto` and `Math.random`, and pause by `node:timers/promises`.
 */

let nowMillis = 0;
let random: Random = createRandom(1);
let pauseFor: (millis: number) => Promise<void> = async () => {};

/** What the machine's clock, chance and pauses are from now on. */
export function useWorld(world: { readonly random: Random; readonly pause: (millis: number) => Promise<void> }): void {
  random = world.random;
  pauseFor = world.pause;
}

/** Sets the clock, in milliseconds since 1970. */
export function setClock(millis: number): void {
  nowMillis = millis;
}

export const clockMillis = (): number => nowMillis;

const RealDate = Date;

/** The time by the clock on the wall: how long the proof itself takes. */
export const wallMillis = (): number => RealDate.now();

class VirtualDate extends RealDate {
  constructor(...parts: readonly unknown[]) {
    // The platform's constructor takes numbers, text and dates; without any of them it asks the clock.
    super(...((parts.length === 0 ? [nowMillis] : parts) as [number]));
  }

  static override now(): number {
    return nowMillis;
  }
}

let isInstalled = false;

/** Replaces clock, chance and pauses of this process, for good. To be called before the functions are imported. */
export function installVirtualMachine(): void {
  if (isInstalled) return;
  isInstalled = true;
  globalThis.Date = VirtualDate as DateConstructor;
  Math.random = () => random.next();
  Object.assign(crypto, {
    randomUUID: () => uuid(random.hex(32)),
    randomBytes: (size: number) => Buffer.from(random.hex(size * 2), 'hex'),
    randomInt: (limit: number) => random.below(limit),
  });
  Object.assign(timers, {
    setTimeout: async (millis: number, value: unknown) => {
      await pauseFor(millis);
      return value;
    },
  });
  syncBuiltinESMExports();
}

/** RFC 9562, version 4, from 32 hexadecimal digits. */
const uuid = (hex: string): string => `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
