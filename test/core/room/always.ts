import * as fc from 'fast-check';
import { histories, type Happening } from './histories.ts';
import '../../support/repeatable-properties.ts';

/** Checks every step of any history, however mad. `earlier`: the steps before it. */
export const always = (holds: (step: Happening, earlier: readonly Happening[]) => void): void =>
  whole((history) => history.forEach((step, nth) => holds(step, history.slice(0, nth))));

/** Checks any history as a whole. */
export const whole = (holds: (history: readonly Happening[]) => void): void => {
  fc.assert(fc.property(histories(50), holds), { numRuns: 60 });
};
