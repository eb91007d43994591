import '../bench/jsx.ts';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endMisused, readCommandLine } from '../scripts/command-line.ts';
import { crashSchedules, doubledMails, shuffledSchedules } from './figures/crash-schedules.ts';
import { failingSes } from './figures/failing-ses.ts';
import { forgedTokens } from './figures/forged-tokens.ts';
import { genuineReplies } from './figures/genuine-replies.ts';
import { hostileStrings } from './figures/hostile-strings.ts';
import { killedStacks } from './figures/killed-stacks.ts';
import { logLines } from './figures/log-lines.ts';
import { mailBombs } from './figures/mail-bombs.ts';
import { poisonMessages } from './figures/poison-messages.ts';
import { racingBookings, racingPresses } from './figures/races.ts';
import { randomCommands } from './figures/random-commands.ts';
import { scannerRequests } from './figures/scanners.ts';
import { rollingUpgrades } from './figures/rolling-upgrades.ts';
import { spoofedMails } from './figures/spoofed-mails.ts';
import { virtualYear } from './figures/virtual-year.ts';
import type { Figure, Result } from './figure.ts';
import { beginInYear } from './scene.ts';
import { liveThrough, type Schedule } from './live-through.ts';
import { STORIES } from './stories.ts';
import { FAULTS, type Fault } from './world/aws-faults.ts';
import { loadFunctions, say, type LoadedFunctions } from './world/load-functions.ts';
import { wallMillis } from './world/virtual-machine.ts';

const FIGURES: readonly Figure[] = [
  crashSchedules,
  doubledMails,
  randomCommands,
  shuffledSchedules,
  racingPresses,
  scannerRequests,
  spoofedMails,
  genuineReplies,
  forgedTokens,
  hostileStrings,
  mailBombs,
  poisonMessages,
  failingSes,
  killedStacks,
  logLines,
  racingBookings,
  virtualYear,
  rollingUpgrades,
];
const FIRST_YEAR = 2030;
const HELP = `npm run prove -- [flags]    tries to break the service, and says what broke

  --minutes N        how long, in all (10)
  --full             hours: until each figure has reached its goal
  --seed N           another seed (1); the same seed tries the same
  --figure NAME      one figure: ${FIGURES.map(({ name }) => name).join(', ')}
  --schedule S       lives through one schedule again, as it was printed: NAME:SEED:STEP=FAULT,…
  --write            keeps the figures in docs/reliability.md
  --help             shows this`;

const { values } = readCommandLine(HELP, {
  minutes: { type: 'string', default: '10' },
  seed: { type: 'string', default: '1' },
  figure: { type: 'string' },
  schedule: { type: 'string' },
  shuffled: { type: 'boolean', default: false },
  'lose-send-events': { type: 'boolean', default: false },
  lag: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
});
if (!(Number(values.minutes) > 0)) endMisused(`--minutes ${values.minutes} is no number above 0`);
if (!/^\d{1,15}$/.test(values.seed)) endMisused(`--seed ${values.seed} is no whole number`);

const service = await loadFunctions();
process.exitCode = values.schedule === undefined ? await proveAll(service) : await replay(service, values.schedule);

async function proveAll(service: LoadedFunctions): Promise<number> {
  const wanted = FIGURES.filter(({ name }) => values.figure === undefined || name === values.figure);
  if (wanted.length === 0) {
    say(`There is no figure ${values.figure}: choose one of ${FIGURES.map(({ name }) => name).join(', ')}`);
    return 2;
  }
  const share = values.full ? Infinity : (Number(values.minutes) * 60_000) / wanted.length;
  const seed = Number(values.seed);
  const lines: string[] = [];
  let hasBroken = false;
  for (const figure of wanted) {
    beginInYear(FIRST_YEAR + figure.number);
    const began = wallMillis();
    const result = await figure.run({ service, seed, until: began + share });
    lines.push(rowOf(figure, result, (wallMillis() - began) / 1000));
    say(lines.at(-1) ?? '');
    for (const broken of result.broken) say(`    BROKEN ${broken}`);
    hasBroken ||= result.broken.length > 0;
  }
  if (values.write) keep(lines, seed);
  return hasBroken ? 1 : 0;
}

function rowOf({ number, name, counts, goal }: Figure, { tried, broken, notes }: Result, seconds: number): string {
  return `| ${number} | ${name}: ${counts} | ${tried} of ${goal} | ${broken.length} | ${notes.join('; ')} | ${Math.round(seconds)} s |`;
}

function keep(lines: readonly string[], seed: number): void {
  const page = join(import.meta.dirname, '../docs/reliability.md');
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const head = readFileSync(page, 'utf8').split('<!-- figures -->')[0] ?? '';
  const table = ['| # | figure | tried | broken | | time |', '|---|---|---|---|---|---|', ...lines];
  writeFileSync(page, `${head}<!-- figures -->\n\nSeed ${seed}, commit ${commit}.\n\n${table.join('\n')}\n`);
}

async function replay(service: LoadedFunctions, written: string): Promise<number> {
  const [name, seed = '1', faults = ''] = written.split(':');
  const story = STORIES.find((one) => one.name === name);
  if (story === undefined) {
    say(`There is no use case ${name}: choose one of ${STORIES.map((one) => one.name).join(', ')}`);
    return 2;
  }
  const schedule: Schedule = {
    story,
    seed: Number(seed),
    faults: new Map(
      faults
        .split(',')
        .filter((fault) => fault !== '')
        .map(readFault),
    ),
    isShuffled: values.shuffled,
    losesSendEvents: values['lose-send-events'],
    indexLagMillis: values.lag ? 500 : 0,
  };
  const { steps, wrongs, sent } = await liveThrough(service, schedule);
  for (const step of steps)
    say(`${step.index}  ${step.function}  ${step.service} ${step.command}  ${schedule.faults.get(step.index) ?? ''}`);
  say(`${sent.length} mails. ${wrongs.length === 0 ? 'Nothing is wrong.' : wrongs.join('; ')}`);
  return wrongs.length === 0 ? 0 : 1;
}

function readFault(written: string): readonly [number, Fault] {
  const [index, name] = written.split('=');
  const fault = FAULTS.find((one) => one === name);
  if (fault === undefined) throw new Error(`There is no fault ${name}: choose one of ${FAULTS.join(', ')}`);
  return [Number(index), fault];
}
