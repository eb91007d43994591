import { listAt, textAt, valueAt } from '../json-value.ts';
import { askLocal, findRunningUrl, wordNotRunning } from '../workplace.ts';
import { type Check, type Finding, reportOk, reportWrong, runChecks } from './finding.ts';

/** Checks the local stack that keeps its data in a directory. Of one that does not run nothing else can be said. */
export async function checkLocal(directory: string): Promise<readonly Finding[]> {
  const url = await findRunningUrl(directory);
  if (url === undefined) return [reportWrong('running', wordNotRunning(directory), `npm start -- --data ${directory}`)];
  return [reportOk('running', `${url}, data in ${directory}`), ...(await runChecks(LOCAL_CHECKS, directory))];
}

const LOCAL_CHECKS: Readonly<Record<string, Check<string>>> = {
  health: async (directory) => {
    const answer = await askLocal(directory, '/api/health').catch(() => null);
    return answer === null
      ? reportWrong('health', 'the API does not answer', `Read the logs in ${directory}/logs`)
      : reportOk('health', 'the API answers');
  },
  'dead letters': async (directory) => {
    const queues = listAt(await askLocal(directory, '/local/api/queues'));
    const dead = queues.filter((queue) => /DeadLetters/.test(textAt(queue, 'name') ?? ''));
    return dead.map((queue): Finding => {
      const [name, waiting] = [textAt(queue, 'name') ?? '', Number(valueAt(queue, 'waiting'))];
      return waiting === 0
        ? reportOk(name, 'empty')
        : reportWrong(name, `${waiting} messages`, `Read ${directory}/logs, then npm run ops -- mail redrive`);
    });
  },
};
