import { GetConfigurationSetCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { createCountUnheard } from '../../functions/platform/mail/unheard-mail-store.ts';
import { createFindOldestOwed } from '../../functions/platform/rooms/oldest-owed-mail-store.ts';
import { owingShardsIn } from '../../functions/platform/settings.ts';
import { PROBE_ROW, SENDS } from '../../shared/words/table-names.ts';
import { instantAt } from '../../shared/time/instant.ts';
import type { CommandCall } from '../command-call.ts';
import { listAt, textAt, valueAt } from '../json-value.ts';
import { openTables, type OpenTables } from '../open-tables.ts';
import { askLocal, findRunningUrl, type OpsEnvironment, readFunctionSettings, wordNotRunning } from '../workplace.ts';
import { judgeProbe } from './probe-check.ts';
import { type Check, type Finding, reportOk, reportWrong, runChecks } from './finding.ts';

interface LocalPlace {
  readonly directory: string;
  readonly tables: OpenTables;
  readonly mailer: OpsEnvironment;
  /** Milliseconds since 1970, by the clock of the stack. */
  readonly now: number;
}

const LATE_MINUTES = 15;
const MINUTE_MS = 60_000;

/** Checks the local stack that keeps its data in a directory. Of one that does not run nothing else can be said. */
export async function checkLocal(directory: string, call: CommandCall): Promise<readonly Finding[]> {
  const url = await findRunningUrl(directory);
  if (url === undefined) return [reportWrong('running', wordNotRunning(directory), `npm start -- --data ${directory}`)];
  const answer = await fetch(`${url}/api/health`);
  const place = {
    directory,
    tables: await openTables(call),
    mailer: await readFunctionSettings({ kind: 'local', directory }, 'send-mail', 'MailOutSendMail'),
    now: Date.parse(answer.headers.get('date') ?? '') || Date.now(),
  };
  const health = answer.ok
    ? reportOk('health', 'the API answers')
    : reportWrong('health', `the API answers ${answer.status}`, `Read the logs in ${directory}/logs`);
  return [reportOk('running', `${url}, data in ${directory}`), health, ...(await runChecks(LOCAL_CHECKS, place))];
}

const LOCAL_CHECKS: Readonly<Record<string, Check<LocalPlace>>> = {
  'sending switch': async ({ mailer }) => {
    if (mailer['NOTIFICATIONS_ENABLED'] === 'false')
      return reportWrong('sending switch', 'NOTIFICATIONS_ENABLED is false: mail is recorded and never sent', 'Start the stack without it');
    const ConfigurationSetName = mailer['CONFIGURATION_SET'] ?? '';
    const set = await new SESv2Client().send(new GetConfigurationSetCommand({ ConfigurationSetName }));
    return set.SendingOptions?.SendingEnabled === false
      ? reportWrong('sending switch', 'paused: mail waits', 'npm run ops -- mail resume')
      : reportOk('sending switch', 'on');
  },

  'oldest owed mail': async ({ directory, tables, mailer, now }) => {
    const findOldest = createFindOldestOwed(tables.db, tables.rooms, owingShardsIn({ OWING_SHARDS: mailer['OWING_SHARDS'] ?? '' }));
    const decidedAt = await findOldest(instantAt(now));
    if (decidedAt === null) return reportOk('oldest owed mail', 'none is owed');
    const minutes = Math.max(0, Math.floor((now - Date.parse(decidedAt)) / MINUTE_MS));
    const found = `decided ${minutes} minutes ago`;
    return minutes >= LATE_MINUTES
      ? reportWrong('oldest owed mail', found, `docs/operations/mail-owed-for-long.md, and the logs in ${directory}/logs`)
      : reportOk('oldest owed mail', found);
  },

  'mail without events': async ({ tables, now }) => {
    const count = await createCountUnheard(tables.db, tables.sends)(instantAt(now - 25 * 60 * MINUTE_MS), instantAt(now - 60 * MINUTE_MS));
    return count === 0
      ? reportOk('mail without events', 'none')
      : reportWrong('mail without events', `no event came for ${count} mails that were sent`, 'docs/operations/mail-without-events.md');
  },

  'last probe': async ({ tables, now }) => {
    const { Item } = await tables.db.send(new GetCommand({ TableName: tables.sends, Key: { [SENDS.key]: PROBE_ROW } }));
    return judgeProbe(Item, null, now);
  },

  'dead letters': async ({ directory }) => {
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
