import { parentPort, workerData } from 'node:worker_threads';
import { listenOnLoopback } from '../http.ts';
import { ownHosts, refuseForeign } from '../own-host.ts';
import { LocalProblem } from '../problem.ts';
import { checkTableFiles } from './table-files.ts';
import { putInFront, refuseShare } from './refused-calls.ts';
import { watchWrites } from './watched-level.ts';

/*
 * DynamoDB in a thread of its own: it takes a core of its own, and it throws out of its callbacks when a client hangs up
 * in the middle of a request (a function that timed out does that), which must end neither it nor the rest.
 */

export interface TablesThreadSettings {
  readonly path: string;
  readonly wasKilled: boolean;
  readonly indexLagMs: number;
  readonly throttledShare: number;
}

const { path, wasKilled, indexLagMs, throttledShare }: TablesThreadSettings = workerData;
try {
  await checkTableFiles(path, wasKilled);
  watchWrites({ indexLagMs, onFailedWrite: (reason) => parentPort?.postMessage({ kind: 'failed-write', reason }, []) });
  const { default: dynalite } = await import('dynalite');
  const server = dynalite({ path, createTableMs: 0 });
  let hosts: ReadonlySet<string> = new Set();
  const throttle = refuseShare(throttledShare);
  putInFront(server, (request, response) => refuseForeign(request, response, hosts) || throttle(request, response));
  const port = await listenOnLoopback(server, 0);
  hosts = ownHosts(port);
  parentPort?.once('message', () => {
    server.close(() => parentPort?.close());
    server.closeAllConnections();
  });
  process.on('uncaughtException', () => undefined);
  parentPort?.postMessage({ kind: 'ready', port }, []);
} catch (error) {
  if (!(error instanceof LocalProblem)) throw error;
  parentPort?.postMessage({ kind: 'problem', message: error.message }, []);
}
