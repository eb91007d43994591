import { lastPart } from './world/blueprint.ts';
import type { Fault } from './world/aws-faults.ts';
import type { LoadedFunctions } from './world/load-functions.ts';
import { createRandom } from './world/random.ts';
import { Simulation, type Step } from './world/simulation.ts';
import { castOf, type Story } from './stories.ts';
import { owesMail, wrongEndings, wrongsAtTheEnd } from './judges/truth.ts';
import { ask } from './world/service.ts';
import { clockMillis } from './world/virtual-machine.ts';

/** One schedule: a use case, a seed for all chance, and what goes wrong at which call. */
export interface Schedule {
  readonly story: Story;
  readonly seed: number;
  readonly faults: ReadonlyMap<number, Fault>;
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
  readonly mails: number;
}

const HOUR = 3_600_000;
const LONGEST_MILLIS = 4 * HOUR;

// Functions keep keys in memory for minutes, as they do in Lambda. Each schedule begins an hour later than the one before ended, so
// that none finds what another has left, and all of them make the same calls.
let nextStart = Date.UTC(2030, 0, 7, 9);

/**
 * A process that has just started reads a key that others have in memory. All of them are asked something first, so that a schedule
 * makes the same calls whatever went before it.
 */
async function warmUp({ blueprint, handlers }: LoadedFunctions): Promise<void> {
  const simulation = new Simulation({ blueprint, handlers, random: createRandom(0), startMillis: nextStart, faultAt: () => undefined });
  const requests = [
    { method: 'GET', url: '/api/health' },
    { method: 'GET', url: '/approve?t=' },
    { method: 'POST', url: '/api/hooks/email-status', body: '{}' },
  ];
  for (const request of requests) void ask(simulation, blueprint, request);
  await simulation.run(nextStart, () => !simulation.isBusy);
  nextStart += HOUR;
}

/** Lives through one schedule until nothing is left to do, and lets the judges look at what came of it. */
export async function liveThrough(functions: LoadedFunctions, schedule: Schedule): Promise<Lived> {
  const { blueprint, handlers, log } = functions;
  await warmUp(functions);
  const steps: Step[] = [];
  const start = nextStart;
  const { story, seed, faults } = schedule;
  const simulation = new Simulation({
    blueprint,
    handlers,
    random: createRandom(seed),
    startMillis: start,
    faultAt: (step) => {
      steps.push(step);
      return faults.get(step.index);
    },
    losesEvent: (type) => schedule.losesSendEvents === true && type === 'Send',
    isShuffled: schedule.isShuffled ?? false,
    indexLagMillis: schedule.indexLagMillis ?? 0,
  });
  const cast = castOf(simulation, blueprint);
  const people = [cast.ben, cast.asha, cast.cy];
  const roomsTable = tableOf(blueprint.functions.values().find(({ name }) => name === 'rooms-api')?.environment['ROOMS_TABLE']);
  let ending: string | null = null;
  void story.live(cast).then(
    () => (ending = ''),
    (error: unknown) => (ending = error instanceof Error ? error.message : String(error)),
  );
  const isSettled = (): boolean => ending !== null && !simulation.isBusy && !simulation.tables.items(roomsTable).some(owesMail);
  await simulation.run(start + LONGEST_MILLIS, isSettled);
  // What SES tells of the last mails, and what functions find on their next round.
  await simulation.run(clockMillis() + 3 * 60_000);
  nextStart = Math.ceil(clockMillis() / HOUR + 1) * HOUR;
  const text = log.take();
  const wrongs = [
    ...(ending === null ? ['the people wait for ever'] : []),
    ...(ending ? [ending] : []),
    ...wrongsAtTheEnd(simulation, people, roomsTable),
    ...wrongEndings(simulation, roomsTable, story.ends),
    ...people.flatMap(({ email }) => (text.includes(email) ? [`a log line holds ${email}`] : [])),
    ...(/eyJ[A-Za-z0-9_-]{20,}/.test(text) ? ['a log line holds a token'] : []),
  ];
  return { steps, wrongs: [...new Set(wrongs)], mails: simulation.sent.length };
}

const tableOf = (name: string | undefined): string => lastPart(name ?? '');

/** The fewest of these faults with which something still goes wrong. */
export async function shrink(service: LoadedFunctions, schedule: Schedule): Promise<Schedule> {
  let smallest = schedule;
  for (const index of schedule.faults.keys()) {
    const fewer = { ...smallest, faults: new Map([...smallest.faults].filter(([one]) => one !== index)) };
    if ((await liveThrough(service, fewer)).wrongs.length > 0) smallest = fewer;
  }
  return smallest;
}
