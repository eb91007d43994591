import type { LoadedFunctions } from './world/load-functions.ts';

/** One promise with a number. */
export interface Figure {
  readonly number: number;
  readonly name: string;
  /** What is counted, and the goal of a full run. */
  readonly counts: string;
  readonly goal: number;
  readonly run: (trial: Trial) => Promise<Result>;
}

export interface Trial {
  readonly service: LoadedFunctions;
  readonly seed: number;
  /** By the clock on the wall, in milliseconds: the figure stops soon after it. */
  readonly until: number;
}

export interface Result {
  readonly tried: number;
  /** What broke, with what replays it. Empty: the promise held. */
  readonly broken: readonly string[];
  /** Further numbers worth knowing. */
  readonly notes: readonly string[];
}
