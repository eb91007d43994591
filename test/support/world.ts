import type { World } from '../../functions/platform/world.ts';
import { instantAt, millisOf, plusMinutes, type Instant } from '../../shared/time/instant.ts';

export interface HeldWorld extends World {
  readonly advance: (minutes: number) => void;
  readonly turnTo: (now: Instant) => void;
}

/** A world whose clock stands still until it is moved, and whose chance counts upwards. */
export function heldWorld(start: Instant): HeldWorld {
  let now = instantAt(millisOf(start));
  let drawn = 0;
  return {
    now: () => now,
    uuid: () => `00000000-0000-4000-8000-${(++drawn).toString(16).padStart(12, '0')}`,
    seed: () => (++drawn).toString(16).padStart(32, '0'),
    advance: (minutes) => {
      now = plusMinutes(now, minutes);
    },
    turnTo: (instant) => {
      now = instant;
    },
  };
}
