import { type RequestListener } from 'node:http';
import { type Listening, sendJson, serve } from './http.ts';
import { LocalProblem } from './problem.ts';

/** The one port. It is taken before anything else is done: the address stands in the template. */
export interface Door extends Listening {
  /** Where people reach it. */
  readonly site: string;
  /** From now on requests go here; before, they are asked to wait. */
  readonly open: (listener: RequestListener) => void;
}

/** Throws `LocalProblem` when the port is taken or forbidden. */
export async function openDoor(port: number): Promise<Door> {
  let answer: RequestListener = (_, response) => sendJson(response, 503, { message: 'Starting' }, { 'retry-after': '1' });
  const listening = await serve((request, response) => answer(request, response), port).catch((error: unknown) => {
    throw explainPort(error, port, '--port');
  });
  return {
    ...listening,
    site: `http://localhost:${listening.port}`,
    open: (listener) => {
      answer = listener;
    },
  };
}

/** Says what to do about a port that could not be opened; any other error is given back. */
export function explainPort(error: unknown, port: number, flag: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new LocalProblem(`Port ${port} is taken: stop what uses it, or start with ${flag} 0 for a free one.`);
  if (code === 'EACCES') return new LocalProblem(`Port ${port} may not be opened by this user: start with ${flag} 0 for a free one.`);
  return error;
}
