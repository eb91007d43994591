import { type RequestListener } from 'node:http';
import { type Listening, sendJson, serve } from './http.ts';
import { LocalProblem } from './problem.ts';

/** The one port. It is taken before anything else is done: the address stands in the template. */
export interface FrontPort extends Listening {
  /** Where people reach it. */
  readonly site: string;
  /** From now on requests go here; before, they are asked to wait. */
  readonly open: (listener: RequestListener) => void;
}

/** `publicUrl`: where people reach it, if not under localhost. Throws `LocalProblem` when the port is taken or forbidden. */
export async function openFrontPort(port: number, publicUrl = ''): Promise<FrontPort> {
  let answer: RequestListener = (_, response) => sendJson(response, 503, { message: 'Starting' }, { 'retry-after': '1' });
  const listener: RequestListener = (request, response) => {
    // Node's own date is not the one that --clock-offset moves.
    response.setHeader('date', new Date().toUTCString());
    answer(request, response);
  };
  const publicHost = URL.parse(publicUrl)?.host;
  const listening = await serve(listener, port, publicHost === undefined ? [] : [publicHost]).catch((error: unknown) => {
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
