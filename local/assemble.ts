import { setTimeout as pause } from 'node:timers/promises';
import type { Cleanup } from './cleanup.ts';
import { createControl } from './control.ts';
import type { DataDirectory } from './data-directory.ts';
import type { FrontPort } from './front-port.ts';
import { queueDepths } from './engines/queues.ts';
import { openSmtp } from './engines/smtp.ts';
import { discoverKeys } from './gateway/authorizer.ts';
import { createGateway, type Gateway } from './gateway/gateway.ts';
import { readRoutes, type Route } from './gateway/routes.ts';
import { createThrottle, readThrottles } from './gateway/throttle.ts';
import { type LocalLog, openLog } from './local-log.ts';
import { type Machine, startMachine } from './machine.ts';
import { createMailbox } from './mailbox/serve-mailbox.ts';
import type { Options } from './options.ts';
import type { Whereabouts } from './pages/start-page.ts';
import { createIssuer } from './sign-in/issuer.ts';
import { createSignIns, type SignIns } from './sign-in/sign-ins.ts';
import { servePool } from './sign-in/user-pool.ts';
import { openSessions } from './sign-in/sessions.ts';
import { createRequestRouter } from './request-router.ts';
import { readErrorCaching, readOriginHeaders } from './web/distribution.ts';
import { cacheErrors } from './web/error-cache.ts';
import { createWeb, type Web } from './web/web.ts';
import type { OnStep } from './start-stack.ts';
import type { Cloud } from './synthesize.ts';
import { pollQueues } from './triggers/queue-poller.ts';
import { runSchedules, type Schedules } from './triggers/schedules.ts';
import { createPool } from './workers/function-pool.ts';
import { type Functions, openFunctions } from './workers/functions.ts';

export interface Parts {
  readonly options: Options;
  readonly environment: NodeJS.ProcessEnv;
  readonly directory: DataDirectory;
  readonly frontPort: FrontPort;
  readonly issuer: string;
  readonly audience: string;
  readonly cloud: Promise<Cloud>;
  readonly cleanup: Cleanup;
  readonly onStep: OnStep;
}

/** Connects the template's functions with local engines, and opens the frontPort. */
export async function assemble(parts: Parts): Promise<{ readonly smtpPort: number; readonly notes: readonly string[] }> {
  const { options, directory, frontPort, cleanup } = parts;
  const log = cleanup.add(openLog(directory.path('logs')), ({ stop }) => stop());
  const machine = await startMachine({ ...parts, site: frontPort.site });
  const smtp = cleanup.add(await openSmtp(options, machine.engines.incoming), ({ stop }) => stop());
  const sessions = openSessions(directory.path('sessions.json'));
  const signIns = createSignIns(sessions);
  const userPool = cleanup.add(await servePool(signIns), ({ stop }) => stop());
  const service = await startService(parts, machine, log, { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: userPool.url });
  const whereabouts = {
    site: frontPort.site,
    smtpPort: smtp.port,
    directory: options.directory,
    clockOffsetMs: options.clockOffsetMs,
    routes: service.routes.map((route) => route.key),
  };
  const web = await openWeb(options, machine, cleanup);
  frontPort.open(
    createRequestRouter({
      ...service,
      control: openControl(machine, whereabouts, service, signIns),
      mailbox: createMailbox({ store: machine.mail, incoming: machine.engines.incoming }),
      issuer: createIssuer({ ...parts, key: machine.key }, sessions),
      web,
      onFailure: log.failure,
    }),
  );
  // Undone first: nobody is let in any more while the rest is being stopped.
  cleanup.add(frontPort, ({ stop }) => stop());
  return { smtpPort: smtp.port, notes: smtp.notes };
}

// The development server is large: loaded only when it is asked for.
async function openWeb({ hot }: Options, { template, siteFolder }: Machine, cleanup: Cleanup): Promise<Web> {
  return hot ? (await import('./web/hot.ts')).createHotWeb(template, cleanup) : createWeb(template, siteFolder);
}

/** The functions, and all that triggers them. */
async function startService(parts: Parts, machine: Machine, log: LocalLog, furtherEndpoints: Readonly<Record<string, string>>) {
  const { options, cleanup } = parts;
  const { template, engines, queues, assetsDirectory } = machine;
  const { clockOffsetMs } = options;
  const surroundings = { assetsDirectory, endpoints: { ...engines.endpoints, ...furtherEndpoints }, clockOffsetMs, onLine: log.function };
  const functions = cleanup.add(openFunctions(template, surroundings), ({ stop }) => stop());
  const routes = readRoutes(template);
  const gateway = openGateway(parts, machine, functions, routes, log);
  const schedules = cleanup.add(runSchedules(template, functions, log.failure), ({ stop }) => stop());
  cleanup.add(pollQueues({ template, queues, functions, onDeleted: engines.settle, onFailure: log.failure }), ({ stop }) => stop());
  parts.onStep('Loading the functions');
  await functions.warm();
  parts.onStep('Looking for mail that is owed');
  await catchUp(machine);
  await schedules.runNow();
  return { routes, gateway, schedules, settings: functions.settings, echo: openEcho(options, log, cleanup) };
}

const CAUGHT_UP_WITHIN_MS = 5_000;

/** Works off first what SES said to the process before: the mailer must not try a mail again that SES has taken. */
async function catchUp({ template, engines, queues }: Machine): Promise<void> {
  const deadline = performance.now() + CAUGHT_UP_WITHIN_MS;
  let isBusy = (await engines.publishAgain()) > 0;
  while (isBusy && performance.now() < deadline) {
    isBusy = (await queueDepths(template, queues)).some(({ waiting, inFlight }) => waiting + inFlight > 0);
    if (isBusy) await pause(20);
  }
}

interface Service {
  readonly schedules: Schedules;
  readonly settings: Functions['settings'];
}

function openControl({ template, queues, engines }: Machine, whereabouts: Whereabouts, { schedules, settings }: Service, signIns: SignIns) {
  return createControl({
    whereabouts,
    signIns,
    queues: () => queueDepths(template, queues),
    failNextMails: engines.outgoing.failNext,
    settings,
    runSchedules: schedules.runNow,
  });
}

function openGateway(
  { issuer, options }: Parts,
  { key, template, secrets }: Machine,
  functions: Functions,
  routes: readonly Route[],
  log: LocalLog,
): Gateway {
  const gateway = createGateway({
    routes,
    ...(options.routeLimits && { throttle: createThrottle(readThrottles(template)) }),
    pools: new Map(routes.map((route) => [route.functionArn, functions.get(route.functionArn)])),
    originHeaders: readOriginHeaders(template, secrets),
    keysOf: async (wanted) => (wanted === issuer ? key.keys : discoverKeys(wanted)),
    onFailure: log.failure,
  });
  return cacheErrors(gateway, readErrorCaching(template));
}

// The same gateway and the same kind of worker, with a function that does nothing: what everything else is measured against.
function openEcho({ clockOffsetMs }: Options, log: LocalLog, cleanup: Cleanup): Gateway {
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
