import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPracticeMoment, planPractice } from '../../../shared/time/practice-plan.ts';
import { instantAt, millisOf, plusMinutes } from '../../../shared/time/instant.ts';
import { DURATIONS } from '../../../shared/words/durations.ts';
import { nextTuesday } from '../../support/rooms.ts';
import '../../support/repeatable-properties.ts';

const planOf = (durationMinutes: number) => planPractice({ startUtc: nextTuesday, durationMinutes });
const minutesOf = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 60_000;

describe('the plan of a session', () => {
  test.each([
    [30, 2, 5, 'guest 1 reading 2, guest 1 talking 8, guest feedback 5, host 2 reading 2, host 2 talking 8, host feedback 5'],
    [
      60,
      6,
      0,
      'guest 1 reading 2, guest 1 talking 8, guest 2 reading 2, guest 2 talking 8, guest 3 reading 2, guest 3 talking 8, host 4 reading 2, host 4 talking 8, host 5 reading 2, host 5 talking 8, host 6 reading 2, host 6 talking 8',
    ],
    [
      90,
      8,
      5,
      'guest 1 reading 2, guest 1 talking 8, guest 2 reading 2, guest 2 talking 8, guest 3 reading 2, guest 3 talking 8, guest 4 reading 2, guest 4 talking 8, guest feedback 5, host 5 reading 2, host 5 talking 8, host 6 reading 2, host 6 talking 8, host 7 reading 2, host 7 talking 8, host 8 reading 2, host 8 talking 8, host feedback 5',
    ],
  ])('%i minutes have %i stations', (minutes, stations, feedbackMinutes, expected) => {
    const plan = planOf(minutes);
    expect(plan).toMatchObject({ stations, feedbackMinutes, swapAt: plusMinutes(nextTuesday, minutes / 2) });
    const said = plan.steps.map(({ answers, station, kind, startUtc, endUtc }) =>
      `${answers} ${station ?? ''} ${kind} ${minutesOf(startUtc, endUtc)}`.replace('  ', ' '),
    );
    expect(said.join(', ')).toBe(expected);
  });

  test.each(DURATIONS)('a plan of %i minutes fills the session without a gap, half of it for each', (minutes) => {
    const { steps, swapAt } = planOf(minutes);
    const ends = [nextTuesday, ...steps.map(({ endUtc }) => endUtc)];
    expect(steps.map(({ startUtc }) => startUtc)).toEqual(ends.slice(0, -1));
    expect(ends.at(-1)).toBe(plusMinutes(nextTuesday, minutes));
    for (const { answers, startUtc } of steps) expect(answers).toBe(startUtc < swapAt ? 'guest' : 'host');
  });
});

describe('the moment of a plan', () => {
  const at = (seconds: number) => findPracticeMoment(planOf(60), millisOf(nextTuesday) + seconds * 1000);

  test.each([
    [-90, 'before', 90, 1],
    [-0.25, 'before', 1, 1],
    [0, 'running', 120, 1],
    [0.5, 'running', 120, 1],
    [119.9, 'running', 1, 1],
    [120, 'running', 480, 1],
    [1800, 'running', 120, 4],
    [3599.9, 'running', 1, 6],
  ])('%f seconds after the start it is %s, with %i seconds left of station %i', (seconds, phase, secondsLeft, station) => {
    expect(at(seconds)).toMatchObject({ phase, secondsLeft, step: { station } });
  });

  test('a session is over from its end on', () => {
    expect([at(3600), at(99_999)]).toEqual([{ phase: 'over' }, { phase: 'over' }]);
  });

  test('two readers whose clocks differ by less than a second see figures that differ by one at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: -600_000, max: 3_590_000 }), fc.integer({ min: 0, max: 999 }), (millis, apart) => {
        const [a, b] = [millis, millis + apart].map((after) => findPracticeMoment(planOf(60), millisOf(nextTuesday) + after));
        if (a?.phase !== 'running' || b?.phase !== 'running' || a.step !== b.step) return;
        expect(a.secondsLeft - b.secondsLeft).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('a start that is no whole minute is as good as any other', () => {
    const odd = instantAt(millisOf(nextTuesday) + 17_000);
    expect(findPracticeMoment(planPractice({ startUtc: odd, durationMinutes: 30 }), millisOf(odd) + 60_000)).toMatchObject({
      secondsLeft: 60,
    });
  });
});
