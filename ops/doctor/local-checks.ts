import { listAt, textAt, valueAt } from '../json-value.ts';
import { askLocal, readRunningUrl } from '../workplace.ts';
import { type Check, type Finding, reportOk, reportWrong } from './finding.ts';

/** What must hold of a local stack, by the directory of its data. */
export const LOCAL_CHECKS: Readonly<Record<string, Check<string>>> = {
  running: async (directory) => {
    const answer = await askLocal(directory, '/local/api/directory');
    return reportOk('running', `${readRunningUrl(directory) ?? ''}, data in ${textAt(answer, 'directory') ?? directory}`);
  },
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
        : reportWrong(name, `${waiting} messages`, `Read ${directory}/logs, then npm run ops -- mail redrive --local ${directory}`);
    });
  },
};
