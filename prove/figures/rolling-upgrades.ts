import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure, Trial } from '../figure.ts';
import { readCalendar } from '../judges/calendar.ts';
import { liveThrough } from '../live-through.ts';
import { STORIES } from '../stories.ts';
import { tryFromSeeds } from '../try-from-seeds.ts';
import { FAULTS, type Fault } from '../world/aws-faults.ts';
import { loadEntries, type Environments } from '../world/load-functions.ts';
import { createRandom, type Random } from '../world/random.ts';
import type { Handlers, Step, TakenMail } from '../world/simulation.ts';

const KEPT = join(import.meta.dirname, '../previous-release');
/** A state of the roll-out lasts at most for so many invocations. */
const LONGEST_STATE = 24;
/** How often the new version takes an invocation: from the old release to the new one, and back again. */
const ROLL_OUT = [0, 0.5, 1, 0.5] as const;

/** Figure 18: two versions take messages of the same queues and rows of the same tables. */
export const rollingUpgrades: Figure = {
  number: 18,
  name: 'rolling-upgrades',
  counts:
    'requests and messages taken by the previous release or by this one, while it is rolled out and back and processes end: no mail is lost, none is sent again, each calendar is right',
  goal: 100_000,
  run: upgradeOnAndOn,
};

async function upgradeOnAndOn(trial: Trial) {
  const { blueprint } = trial.service;
  const release: { readonly commit: string; readonly environments: Environments } = JSON.parse(
    readFileSync(join(KEPT, 'release.json'), 'utf8'),
  );
  const { commit, environments } = release;
  const previous = await loadEntries(blueprint, (name) => join(KEPT, `${name}.mjs`), environments);
  let [mails, byOld] = [0, 0];
  const found = await tryFromSeeds(trial, async (seed) => {
    const random = createRandom(seed);
    const story = random.pick(STORIES);
    const rollOut = mixVersions(previous, trial.service.handlers, random);
    const chance = (step: Step): Fault | undefined => breakCall(step, random);
    const schedule = { story, seed, faults: new Map(), chance, isShuffled: random.isTrue(0.5), indexLagMillis: random.pick([0, 500]) };
    const lived = await liveThrough({ ...trial.service, handlers: rollOut.handlers }, schedule);
    mails += lived.sent.length;
    byOld += rollOut.byOld();
    const wrongs = [...lived.wrongs, ...sentAgain(lived.sent)];
    return { tried: rollOut.taken(), wrongs: wrongs.map((wrong) => `${story.name}: ${wrong}`) };
  });
  return { ...found, notes: [`${byOld} of them by the release of commit ${commit}`, `${mails} mails`] };
}

/** Processes end when they are replaced: often when SES has just taken a mail, so that the other version has to know of it. */
function breakCall({ command }: Step, random: Random): Fault | undefined {
  if (command === 'SendEmailCommand') return random.isTrue(0.3) ? random.pick(['crash-after', 'lose-answer'] as const) : undefined;
  return random.isTrue(0.01) ? random.pick(FAULTS) : undefined;
}

/** Each invocation is taken by one of the two versions, as the state of the roll-out says. */
function mixVersions(old: Handlers, present: Handlers, random: Random) {
  let [taken, byOld, state, left] = [0, 0, random.below(ROLL_OUT.length), random.below(LONGEST_STATE)];
  const takesNew = (): boolean => {
    taken += 1;
    left -= 1;
    if (left < 0) [state, left] = [(state + 1) % ROLL_OUT.length, random.below(LONGEST_STATE)];
    const isNew = random.isTrue(ROLL_OUT[state] ?? 1);
    if (!isNew) byOld += 1;
    return isNew;
  };
  const handlers: Handlers = {
    has: (name) => present.has(name),
    get: (name) => (old.has(name) && !takesNew() ? old : present).get(name),
    restart: (name) => {
      old.restart(name);
      present.restart(name);
    },
  };
  return { handlers, taken: () => taken, byOld: () => byOld };
}

/** Two versions may give one mail two keys, so this looks at what people read: one decision mails each person once. */
function sentAgain(sent: readonly TakenMail[]): readonly string[] {
  const same = Map.groupBy(sent, ({ to, raw }) => `${to.join()} ${subjectIn(raw)} ${JSON.stringify(readCalendar(raw))}`);
  return [...same.values()].flatMap(({ length }) => (length === 1 ? [] : [`one mail was sent ${length} times`]));
}

const subjectIn = (raw: Buffer): string => /^Subject: .*(?:\r\n[ \t].*)*/m.exec(raw.toString('latin1'))?.[0] ?? '';
