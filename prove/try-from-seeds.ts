import type { Result, Trial } from './figure.ts';
import { createRandom } from './world/random.ts';
import { wallMillis } from './world/virtual-machine.ts';

/** A figure stops at so many faults, because more of them say nothing new. */
const MOST_BROKEN = 5;
/** Of one attempt. The others mostly follow from the first. */
const MOST_WRONGS = 3;

export interface Attempt {
  /** How many things of the figure were tried. */
  readonly tried: number;
  /** Empty: the promise held. */
  readonly wrongs: readonly string[];
}

/** Makes one attempt after the other, each with a seed of its own that replays it, until the time is over. */
export async function tryFromSeeds(
  { service, seed, until }: Trial,
  attempt: (seed: number) => Attempt | Promise<Attempt>,
): Promise<Omit<Result, 'notes'>> {
  const random = createRandom(seed);
  const broken: string[] = [];
  let tried = 0;
  while (wallMillis() < until && broken.length < MOST_BROKEN) {
    const own = random.below(2 ** 31);
    const made = await attempt(own);
    tried += made.tried;
    if (made.wrongs.length > 0) broken.push(`seed ${own}: ${made.wrongs.slice(0, MOST_WRONGS).join('; ')}`);
    service.log.take();
  }
  return { tried, broken };
}
