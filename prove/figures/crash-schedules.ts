import type { Figure, Result, Trial } from '../figure.ts';
import { liveThrough, shrinkSchedule, type Lived, type Schedule } from '../live-through.ts';
import { STORIES } from '../stories.ts';
import { FAULTS, type Fault } from '../world/aws-faults.ts';
import { createRandom, type Random } from '../world/random.ts';
import { wallMillis } from '../world/virtual-machine.ts';

/** Enough to see what is wrong; more would only be the same again. */
const MOST_BROKEN = 5;

/** Figure 1: each call of each use case with each fault, then pairs and triples of faults. */
export const crashSchedules: Figure = {
  number: 1,
  name: 'crash-schedules',
  counts: 'schedules of crashes and failed calls: nothing lost, stuck or wrong',
  goal: 1_000_000,
  run: (trial) => tryAll(trial, schedules(trial, {})),
};

/** Figure 2: the same without SES's Send events, so that a crash after SES took a mail may double it: then byte for byte. */
export const doubledMails: Figure = {
  number: 2,
  name: 'doubled-mails',
  counts: 'schedules without Send events: a doubled mail only where the answer was lost too, with identical bytes',
  goal: 100_000,
  run: (trial) => tryAll(trial, schedules(trial, { losesSendEvents: true })),
};

/** Figure 4, for the calls to AWS: calls answered in any order, messages twice, indexes that lag. */
export const shuffledSchedules: Figure = {
  number: 4,
  name: 'shuffled-schedules',
  counts: 'schedules with calls in any order, doubled messages and lagging indexes: nothing lost, stuck or wrong',
  goal: 100_000,
  run: (trial) => tryAll(trial, schedules(trial, { isShuffled: true, indexLagMillis: 500 })),
};

type Way = Pick<Schedule, 'isShuffled' | 'losesSendEvents' | 'indexLagMillis'>;

/** First no fault, then one fault at each step in a shuffled order, then pairs and triples for as long as there is time. */
async function* schedules({ service, seed }: Trial, way: Way): AsyncGenerator<Schedule> {
  const random = createRandom(seed);
  const lengths = new Map<string, number>();
  for (const story of STORIES) {
    const plain = { story, seed, faults: new Map<number, Fault>(), ...way };
    lengths.set(story.name, (await liveThrough(service, plain)).steps.length);
    yield plain;
  }
  const singles = STORIES.flatMap((story) =>
    Array.from({ length: lengths.get(story.name) ?? 0 }, (_, index) => FAULTS.map((fault) => ({ story, index, fault }))).flat(),
  );
  for (const { story, index, fault } of shuffle(singles, random)) yield { story, seed, faults: new Map([[index, fault]]), ...way };
  for (;;) {
    const story = random.pick(STORIES);
    const length = lengths.get(story.name) ?? 1;
    const count = random.isTrue(0.5) ? 2 : 3;
    const faults = new Map(Array.from({ length: count }, () => [random.below(length), random.pick(FAULTS)] as const));
    yield { story, seed: random.below(2 ** 31), faults, ...way };
  }
}

async function tryAll({ service, until }: Trial, all: AsyncGenerator<Schedule>): Promise<Result> {
  const broken: string[] = [];
  let [tried, steps, mails, lines] = [0, 0, 0, 0];
  for await (const schedule of all) {
    const lived = await liveThrough(service, schedule);
    [tried, steps, mails, lines] = [tried + 1, steps + lived.steps.length, mails + lived.sent.length, lines + lived.logLines];
    if (lived.wrongs.length > 0) broken.push(await report(service, schedule, lived));
    if (broken.length >= MOST_BROKEN || wallMillis() > until) break;
  }
  return { tried, broken, notes: [`${steps} calls, ${mails} mails, ${lines} log lines without an address or a token`] };
}

/** What went wrong, and the command that shows it again. */
async function report(service: Trial['service'], schedule: Schedule, { wrongs }: Lived): Promise<string> {
  const { story, seed, faults } = await shrinkSchedule(service, schedule);
  const written = [...faults].map(([index, fault]) => `${index}=${fault}`).join(',');
  const flags = [schedule.isShuffled && '--shuffled', schedule.losesSendEvents && '--lose-send-events', schedule.indexLagMillis && '--lag']
    .filter((flag) => typeof flag === 'string')
    .join(' ');
  return `${wrongs.join('; ')}\n      npm run prove -- --schedule ${story.name}:${seed}:${written} ${flags}`.trimEnd();
}

function shuffle<T>(all: readonly T[], random: Random): T[] {
  const keyed = all.map((one) => [random.next(), one] as const);
  return keyed.toSorted(([a], [b]) => a - b).map(([, one]) => one);
}
