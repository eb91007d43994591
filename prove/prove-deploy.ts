import '../bench/jsx.ts';
import { mkdirSync } from 'node:fs';
import { endMisused, readCommandLine } from '../scripts/command-line.ts';
import { CannotJudge, type Judge } from './deploy/judge.ts';
import { JUDGES_FOLDER } from './deploy/judge-tools.ts';
import { deployToEmulator } from './deploy/deploy-to-emulator.ts';
import { storesOnDynamoDbLocal } from './deploy/dynamodb-local.ts';
import { callsAndRoles } from './deploy/least-privilege.ts';
import { lintTemplate } from './deploy/lint-template.ts';
import { say } from './world/load-functions.ts';
import { wallMillis } from './world/virtual-machine.ts';

// The last one takes over the clock and the output of this process.
const JUDGES: readonly Judge[] = [lintTemplate, storesOnDynamoDbLocal, deployToEmulator, callsAndRoles];

const HELP = `npm run prove:deploy            lets outside judges look at what is deployed
npm run prove:deploy -- NAME …  some of them:

${JUDGES.map(({ name, about }) => `  ${name.padEnd(16)} ${about}`).join('\n')}

Each judge installs its tool into build/judges, in a pinned version: that takes Python 3.11 or newer and
the registry of pip, and for DynamoDB Local Java 17 or newer and Maven. A judge whose tool cannot be had
is skipped, and the reason is printed.
Exit status: 0 all held, 1 something is wrong, 2 misused, 3 nothing is wrong and a judge was skipped.`;

const { words } = readCommandLine(HELP, {}, true);
const unknown = words.filter((word) => !JUDGES.some(({ name }) => name === word));
if (unknown.length > 0) endMisused(`No such judge: ${unknown.join(', ')}. There are: ${JUDGES.map(({ name }) => name).join(', ')}`);

mkdirSync(JUDGES_FOLDER, { recursive: true });
const outcomes: Outcome[] = [];
for (const judge of JUDGES) if (words.length === 0 || words.includes(judge.name)) outcomes.push(await ask(judge));
const count = (outcome: Outcome): number => outcomes.filter((one) => one === outcome).length;
say(`\n${count('held')} held, ${count('broken')} broken, ${count('skipped')} skipped`);
process.exitCode = count('broken') > 0 ? 1 : count('skipped') > 0 ? 3 : 0;

type Outcome = 'held' | 'broken' | 'skipped';

/** Asks one judge, and prints what it said. */
async function ask({ name, run }: Judge): Promise<Outcome> {
  const began = wallMillis();
  try {
    const { seen, broken, limits } = await run();
    const seconds = Math.round((wallMillis() - began) / 1000);
    say(`${name}: ${broken.length === 0 ? 'held' : `${broken.length} broken`}. ${seen} (${seconds} s)`);
    for (const line of broken) say(`    BROKEN  ${line}`);
    for (const line of limits) say(`    limit   ${line}`);
    return broken.length === 0 ? 'held' : 'broken';
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    say(`${name}: skipped. ${error.message}`);
    return 'skipped';
  }
}
