import { wrongEndings, wrongsAtTheEnd } from './judges/truth.ts';
import { findJudgedTables, roomsTableOf, settleAll, startSimulation, warmUp } from './scene.ts';
import { castOf, type Story } from './stories.ts';
import type { Fault } from './world/aws-faults.ts';
import type { LoadedFunctions } from './world/load-functions.ts';
import type { Step, TakenMail } from './world/simulation.ts';

/** One schedule: a story, a seed for all chance, and what goes wrong at which call. */
export interface Schedule {
  readonly story: Story;
  readonly seed: number;
  readonly faults: ReadonlyMap<number, Fault>;
  /** What goes wrong by chance, at calls that no fault is planned for. */
  readonly chance?: (step: Step) => Fault | undefined;
  /** Calls that wait at once are answered in any order, and queues deliver messages twice. */
  readonly isShuffled?: boolean;
  /** SES's Send events never arrive. */
  readonly losesSendEvents?: boolean;
  readonly indexLagMillis?: number;
}

export interface Lived {
  /** Every call to AWS, in order. */
  readonly steps: readonly Step[];
  readonly wrongs: readonly string[];
  /** As SES took them. */
  readonly sent: readonly TakenMail[];
  readonly logLines: number;
}

/** Lives through one schedule until nothing is left to do, and lets the judges look at what came of it. */
export async function liveThrough(functions: LoadedFunctions, schedule: Schedule): Promise<Lived> {
  await warmUp(functions);
  const steps: Step[] = [];
  const { story, seed, faults, isShuffled = false, indexLagMillis = 0, losesSendEvents = false } = schedule;
  const simulation = startSimulation(functions, {
    seed,
    faultAt: (step) => {
      steps.push(step);
      return faults.get(step.index) ?? schedule.chance?.(step);
    },
    losesEvent: (type) => losesSendEvents && type === 'Send',
    isShuffled,
    indexLagMillis,
  });
  const cast = castOf(simulation, functions.blueprint);
  const people = [cast.ben, cast.asha, cast.cy];
  const roomsTable = roomsTableOf(functions);
  let ending: string | null = null;
  void story.live(cast).then(
    () => (ending = ''),
    (error: unknown) => (ending = error instanceof Error ? error.message : String(error)),
  );
  await settleAll(simulation, roomsTable, () => ending !== null);
  const log = functions.log.take();
  const wrongs = [
    ...(ending === null ? ['the people wait for ever'] : []),
    ...(ending ? [ending] : []),
    ...wrongsAtTheEnd(simulation, people, findJudgedTables(functions)),
    ...wrongEndings(simulation, roomsTable, story.ends),
    ...people.flatMap(({ email }) => (log.includes(email) ? [`a log line holds ${email}`] : [])),
    ...(/eyJ[A-Za-z0-9_-]{20,}/.test(log) ? ['a log line holds a token'] : []),
  ];
  return { steps, wrongs: [...new Set(wrongs)], sent: simulation.sent, logLines: log.split('\n').length };
}

/** The fewest of these faults with which something still goes wrong. */
export async function shrinkSchedule(functions: LoadedFunctions, schedule: Schedule): Promise<Schedule> {
  let smallest = schedule;
  for (const index of schedule.faults.keys()) {
    const fewer = { ...smallest, faults: new Map([...smallest.faults].filter(([one]) => one !== index)) };
    if ((await liveThrough(functions, fewer)).wrongs.length > 0) smallest = fewer;
  }
  return smallest;
}
