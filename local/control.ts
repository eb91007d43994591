import type { IncomingMessage, ServerResponse } from 'node:http';
import { type MailFault, FAULTS } from './engines/outgoing-mail.ts';
import type { QueueDepth } from './engines/queues.ts';
import { readBody, sendJson } from './http.ts';
import { parseJson, textAt, valueAt } from './json.ts';
import type { SignIns } from './sign-in/sign-ins.ts';
import { sendStartPage, type Whereabouts } from './pages/start-page.ts';

const BODY_LIMIT_BYTES = 4096;

export interface ControlParts {
  readonly whereabouts: Whereabouts;
  readonly queues: () => Promise<readonly QueueDepth[]>;
  readonly failNextMails: (fault: MailFault, times: number) => void;
  /** Each function's environment, for commands that run the same code. */
  readonly settings: () => Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Who can sign in: what a user pool knows. */
  readonly signIns: SignIns;
  /** Runs every schedule now. */
  readonly runSchedules: () => Promise<void>;
}

/** Answers the start page and /local/…; false: there is nothing at this address. */
export type Control = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<boolean>;

/** The start page, and what tests and benchmarks need to know or to break. */
export function createControl(parts: ControlParts): Control {
  return async (request, response, path) => {
    // A HEAD is a GET whose body Node leaves out.
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    switch (`${method ?? ''} ${path}`) {
      case 'GET /local':
        sendStartPage(response, parts.whereabouts);
        return true;
      case 'GET /local/api/directory':
        sendJson(response, 200, { directory: parts.whereabouts.directory });
        return true;
      case 'GET /local/api/queues':
        sendJson(response, 200, await parts.queues());
        return true;
      case 'GET /local/api/settings':
        sendJson(response, 200, parts.settings());
        return true;
      case 'POST /local/api/schedules':
        await parts.runSchedules();
        sendJson(response, 202, {});
        return true;
      case 'POST /local/api/sign-ins/find':
        sendJson(response, 200, { subs: parts.signIns.find(textAt(await readJson(request), 'email') ?? '') });
        return true;
      case 'POST /local/api/sign-ins/delete':
        sendJson(response, 200, { deleted: await parts.signIns.delete(textAt(await readJson(request), 'sub') ?? '') });
        return true;
      case 'POST /local/api/mail-faults':
        await failMails(parts, request, response);
        return true;
      default:
        return false;
    }
  };
}

const readJson = async (request: IncomingMessage): Promise<unknown> => parseJson((await readBody(request, BODY_LIMIT_BYTES)).toString());

async function failMails(parts: ControlParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const input = await readJson(request);
  const fault = FAULTS.find((one) => one === textAt(input, 'fault'));
  const times = valueAt(input, 'times');
  if (fault === undefined || typeof times !== 'number') {
    return sendJson(response, 400, { message: `Send {"fault": "${FAULTS.join('|')}", "times": 1}.` });
  }
  parts.failNextMails(fault, times);
  sendJson(response, 202, {});
}
