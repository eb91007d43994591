import { isRecord, parseJson } from '../json.ts';
import { LocalProblem } from '../problem.ts';
import type { Properties } from '../template/properties.ts';
import type { Template } from '../template/template.ts';
import type { FunctionPool } from '../workers/function-pool.ts';
import type { Functions } from '../workers/functions.ts';

const UNITS_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Scheduled {
  readonly everyMs: number;
  readonly pool: FunctionPool;
  readonly input: unknown;
}

export interface Schedules {
  /**
   * Runs everything now, with what has just come up included: the queues begin empty, so whatever was owed when the last process
   * ended has to be looked for, however young it is. Resolves when it has been looked for.
   */
  readonly runNow: () => Promise<void>;
  readonly stop: () => void;
}

/** Invokes functions at the rate of the template's rules. */
export function runSchedules(template: Template, functions: Pick<Functions, 'get'>, onFailure: (reason: string) => void): Schedules {
  const invoke = async ({ pool }: Scheduled, input: unknown): Promise<void> => {
    await pool.invoke(input).catch((error: unknown) => onFailure(error instanceof Error ? error.message : String(error)));
  };
  const scheduled = template
    .ofType('AWS::Events::Rule')
    .filter(
      ({ properties }) => properties.optionalText('ScheduleExpression') !== undefined && properties.optionalText('State') !== 'DISABLED',
    )
    .flatMap(({ properties }) =>
      properties
        .children('Targets')
        .filter(isFunction)
        .map((target) => readTarget(properties, target, functions)),
    );
  const timers = scheduled.map((schedule) => setInterval(() => void invoke(schedule, schedule.input), schedule.everyMs));
  const runNow = async (): Promise<void> => {
    await Promise.all(scheduled.map((schedule) => invoke(schedule, withoutMinimumAge(schedule.input))));
  };
  return { runNow, stop: () => timers.forEach(clearInterval) };
}

// State machines ask AWS about things that only AWS has.
const isFunction = (target: Properties): boolean => !target.text('Arn').startsWith('arn:aws:states:');

function readTarget(rule: Properties, target: Properties, functions: Pick<Functions, 'get'>): Scheduled {
  const input = target.optionalText('Input');
  return {
    everyMs: readRate(rule.text('ScheduleExpression')),
    pool: functions.get(target.text('Arn')),
    input: input === undefined ? {} : parseJson(input),
  };
}

function readRate(expression: string): number {
  const match = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  const everyMs = Number(match?.[1]) * (UNITS_MS[match?.[2] ?? ''] ?? Number.NaN);
  if (everyMs > 0) return Math.min(everyMs, LONGEST_TIMER_MS);
  throw new LocalProblem(`The local stack runs schedules like rate(1 minute), not ${expression}.`);
}

function withoutMinimumAge(input: unknown): unknown {
  return isRecord(input) && 'olderThanSeconds' in input ? { ...input, olderThanSeconds: 0 } : input;
}
