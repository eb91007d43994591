import type { Cleanup } from './cleanup.ts';
import { createControl } from './control.ts';
import type { DataDirectory } from './data-directory.ts';
import type { Door } from './door.ts';
import { queueDepths } from './engines/queues.ts';
import { openSmtp } from './engines/smtp.ts';
import { discoverKeys } from './gateway/authorizer.ts';
import { createGateway, type Gateway } from './gateway/gateway.ts';
import { readRoutes } from './gateway/routes.ts';
import { type Log, openLog } from './log.ts';
import { type Machine, startMachine } from './machine.ts';
import { createMailbox } from './mailbox/mailbox.ts';
import type { Options } from './options.ts';
import { createIssuer } from './sign-in/issuer.ts';
import { openSessions } from './sign-in/sessions.ts';
import { createSite } from './site.ts';
import { createWeb } from './web/web.ts';
import type { Cloud } from './synthesize.ts';
import { pollQueues } from './triggers/queue-poller.ts';
import { runSchedules } from './triggers/schedules.ts';
import { createPool } from './workers/function-pool.ts';
import { type Functions, openFunctions } from './workers/functions.ts';

export interface Parts {
  readonly options: Options;
  readonly environment: NodeJS.ProcessEnv;
  readonly directory: DataDirectory;
  readonly door: Door;
  readonly issuer: string;
  readonly audience: string;
  readonly cloud: Promise<Cloud>;
  readonly cleanup: Cleanup;
}

/** Connects the template's functions with local engines, and opens the door. */
export async function assemble(parts: Parts): Promise<{ readonly smtpPort: number; readonly notes: readonly string[] }> {
  const { options, directory, door, cleanup } = parts;
  const log = cleanup.add(openLog(directory.path('logs')), ({ stop }) => stop());
  const machine = await startMachine({ ...parts, site: door.site });
  const { template, engines, queues } = machine;
  const smtp = cleanup.add(await openSmtp(options, engines.incoming), ({ stop }) => stop());
  const surroundings = {
    assetsDirectory: machine.assetsDirectory,
    endpoints: engines.endpoints,
    clockOffsetMs: options.clockOffsetMs,
    onLine: log.function,
  };
  const functions = cleanup.add(openFunctions(template, surroundings), ({ stop }) => stop());
  const gateway = openGateway(parts, machine, functions, log);
  const echo = openEcho(options, log, cleanup);
  const schedules = cleanup.add(runSchedules(template, functions, log.failure), ({ stop }) => stop());
  cleanup.add(pollQueues(template, queues, functions, log.failure), ({ stop }) => stop());
  await functions.warm();
  const control = createControl({
    whereabouts: {
      site: door.site,
      smtpPort: smtp.port,
      directory: options.directory,
      clockOffsetMs: options.clockOffsetMs,
      routes: gateway.routes,
    },
    queues: () => queueDepths(template, queues),
    failNextMails: engines.outgoing.failNext,
    runSchedules: schedules.runNow,
  });
  const mailbox = createMailbox({ store: machine.mail, incoming: engines.incoming });
  const issuer = createIssuer(
    { issuer: parts.issuer, audience: parts.audience, key: machine.key },
    openSessions(directory.path('sessions.json')),
  );
  const web = createWeb(template, machine.siteFolder);
  door.open(createSite({ gateway: gateway.answer, echo, mailbox, issuer, control, web, onFailure: log.failure }));
  // Undone first: nobody is let in any more while the rest is being stopped.
  cleanup.add(door, ({ stop }) => stop());
  return { smtpPort: smtp.port, notes: smtp.notes };
}

function openGateway({ issuer }: Parts, { template, key }: Machine, functions: Functions, log: Log) {
  const routes = readRoutes(template);
  const pools = new Map(routes.map((route) => [route.functionArn, functions.get(route.functionArn)]));
  const answer = createGateway({
    routes,
    pools,
    keysOf: async (wanted) => (wanted === issuer ? key.keys : discoverKeys(wanted)),
    onFailure: log.failure,
  });
  return { answer, routes: routes.map((route) => route.key) };
}

// The same gateway and the same kind of worker, with a function that does nothing: what everything else is measured against.
function openEcho({ clockOffsetMs }: Options, log: Log, cleanup: Cleanup): Gateway {
  const file = new URL('./gateway/echo.ts', import.meta.url).href;
  const spec = { name: 'echo', file, exportName: 'handler', timeoutMs: 10_000, memoryMb: 128, env: {}, clockOffsetMs };
  const pool = cleanup.add(createPool(spec, { environments: 1, waiting: 1000 }, log.function), ({ stop }) => stop());
  return createGateway({
    routes: [{ key: '$default', functionArn: 'echo', jwt: undefined }],
    pools: new Map([['echo', pool]]),
    keysOf: discoverKeys,
    onFailure: log.failure,
  });
}
