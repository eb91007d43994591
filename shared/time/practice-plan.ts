import { otherRole, type Role } from '../words/roles.ts';
import { millisOf, plusMinutes, type Instant } from './instant.ts';
import type { TimeSlot } from './time-slot.ts';

/*
 * How the two can use the time of a session: stations of ten minutes, in which one answers and the other examines, and a swap half-way.
 */

export const STATION_MINUTES = 10;
export const READING_MINUTES = 2;

/** The guest answers first: they came to practise, and the host knows how it goes. */
export const FIRST_TO_ANSWER: Role = 'guest';

/** A part of a session. */
export interface PracticeStep {
  readonly kind: 'reading' | 'talking' | 'feedback';
  readonly startUtc: Instant;
  readonly endUtc: Instant;
  /** Counted from 1; null where the two talk it over. */
  readonly station: number | null;
  /** Who answers. The other one examines. */
  readonly answers: Role;
}

export interface PracticePlan {
  readonly steps: readonly PracticeStep[];
  readonly stations: number;
  readonly swapAt: Instant;
  /** At the end of each half, to talk it over; 0 where the stations fill it. */
  readonly feedbackMinutes: number;
}

/** The plan of a session of any length: as many whole stations in each half as fit. */
export function planPractice({ startUtc, durationMinutes }: TimeSlot): PracticePlan {
  const halfMinutes = durationMinutes / 2;
  const perHalf = Math.floor(halfMinutes / STATION_MINUTES);
  const feedbackMinutes = halfMinutes - perHalf * STATION_MINUTES;
  const swapAt = plusMinutes(startUtc, halfMinutes);
  const first = stepsOfHalf({ from: startUtc, until: swapAt, perHalf, stationsBefore: 0, answers: FIRST_TO_ANSWER });
  const end = plusMinutes(startUtc, durationMinutes);
  const second = stepsOfHalf({ from: swapAt, until: end, perHalf, stationsBefore: perHalf, answers: otherRole(FIRST_TO_ANSWER) });
  return { steps: [...first, ...second], stations: 2 * perHalf, swapAt, feedbackMinutes };
}

interface Half {
  readonly from: Instant;
  readonly until: Instant;
  readonly perHalf: number;
  readonly stationsBefore: number;
  readonly answers: Role;
}

function stepsOfHalf({ from, until, perHalf, stationsBefore, answers }: Half): readonly PracticeStep[] {
  const stations = Array.from({ length: perHalf }, (_, n): readonly PracticeStep[] => {
    const startUtc = plusMinutes(from, n * STATION_MINUTES);
    const readUntil = plusMinutes(startUtc, READING_MINUTES);
    const station = { station: stationsBefore + n + 1, answers };
    return [
      { ...station, kind: 'reading', startUtc, endUtc: readUntil },
      { ...station, kind: 'talking', startUtc: readUntil, endUtc: plusMinutes(startUtc, STATION_MINUTES) },
    ];
  }).flat();
  const feedbackFrom = plusMinutes(from, perHalf * STATION_MINUTES);
  return feedbackFrom < until
    ? [...stations, { kind: 'feedback', startUtc: feedbackFrom, endUtc: until, station: null, answers }]
    : stations;
}

/** Where a session stands by its plan. */
export type PracticeMoment =
  | { readonly phase: 'before' | 'running'; readonly secondsLeft: number; readonly step: PracticeStep; readonly next: PracticeStep | null }
  | { readonly phase: 'over' };

/** The step of this moment, or the first one before the start, and the whole seconds until it ends, or begins. */
export function findPracticeMoment({ steps }: PracticePlan, nowMillis: number): PracticeMoment {
  const at = steps.findIndex(({ endUtc }) => nowMillis < millisOf(endUtc));
  const step = steps[at];
  if (step === undefined) return { phase: 'over' };
  const isBefore = nowMillis < millisOf(step.startUtc);
  const until = millisOf(isBefore ? step.startUtc : step.endUtc);
  return { phase: isBefore ? 'before' : 'running', secondsLeft: Math.ceil((until - nowMillis) / 1000), step, next: steps[at + 1] ?? null };
}
