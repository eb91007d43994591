/** Undoes, newest first, what has been started. */
export interface Cleanup {
  /** Adds a step and gives it back the thing that it is about. */
  readonly add: <T>(thing: T, undo: (thing: T) => Promise<void> | void) => T;
  readonly run: () => Promise<void>;
}

export function createCleanup(): Cleanup {
  const steps: (() => Promise<void> | void)[] = [];
  return {
    add: (thing, undo) => {
      steps.push(() => undo(thing));
      return thing;
    },
    run: async () => {
      for (let step = steps.pop(); step !== undefined; step = steps.pop()) await step();
    },
  };
}
