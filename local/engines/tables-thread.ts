import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import { listenOnLoopback } from '../http.ts';
import { LocalProblem } from '../problem.ts';
import { checkTableFiles } from './table-files.ts';

/*
 * DynamoDB in a thread of its own: it takes a core of its own, and it throws out of its callbacks when a client hangs up
 * in the middle of a request (a function that timed out does that), which must end neither it nor the rest.
 */

const { path, wasKilled }: { readonly path: string; readonly wasKilled: boolean } = workerData;
try {
  await checkTableFiles(path, wasKilled);
  const server = dynalite({ path, createTableMs: 0 });
  const port = await listenOnLoopback(server, 0);
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
