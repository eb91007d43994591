import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStart, untilReady } from './local-process.ts';
import { until } from './until.ts';

export interface LocalStackOptions {
  /** Flags besides --port, --smtp-port and --data, e.g. ['--clock-offset', 'PT73H']. */
  readonly flags?: readonly string[];
  /** Settings, e.g. { DECISION_LINKS: 'one-click' }. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A data directory to go on with; a new one, deleted by `stop`, when absent. */
  readonly directory?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed when it is JSON, else text. */
  readonly body: any;
}

export interface Mail {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly method: string | null;
  readonly uid: string | null;
  readonly sequence: number | null;
  readonly at: string;
}

export interface OpenMail extends Mail {
  readonly text: string;
  readonly html: string;
  readonly calendar: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Somebody with a token; calls the API as themselves. */
export interface Caller {
  readonly email: string;
  readonly token: string;
  readonly api: (method: string, path: string, body?: unknown) => Promise<Answer>;
}

/** `npm start` in a process of its own, on free ports. */
export interface LocalStack {
  readonly site: string;
  readonly smtpPort: number;
  readonly directory: string;
  readonly pid: number;
  /** All that it has printed, and what of it went to stderr. */
  readonly output: () => string;
  readonly errors: () => string;
  /** Resolves with its exit code when it has ended. */
  readonly exited: Promise<number | null>;
  readonly signIn: (email: string, name: string, timeZone?: string) => Promise<Caller>;
  /** A request without a token, unless `headers` has one; a body that is no string is sent as JSON. */
  readonly request: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** All mail to an address (or to everybody), oldest first, as soon as there are `count`; throws when they do not come. */
  readonly mails: (count: number, to?: string) => Promise<readonly Mail[]>;
  readonly open: (id: string) => Promise<OpenMail>;
  readonly raw: (id: string) => Promise<Buffer>;
  /**
   * Resolves when no queue, or not the one of this name, holds a message or has one worked on. After quiet('MailQueue') no
   * more mail will come by itself.
   */
  readonly quiet: (queue?: string) => Promise<void>;
  /** The next sends go wrong: throttle, server-error, silence, drop-after-accepting, silence-after-accepting. */
  readonly failMails: (fault: string, times: number) => Promise<void>;
  /** Runs the schedules (the sweeper) now. */
  readonly runSchedules: () => Promise<void>;
  /** A mail arrives at the organizer mailbox. */
  readonly receive: (raw: string, verdict?: 'pass' | 'fail' | 'gray') => Promise<Answer>;
  /** kill -9. The directory stays. */
  readonly kill: () => Promise<void>;
  /** Ctrl-C; gives the exit code. */
  readonly stop: () => Promise<number | null>;
}

/** Starts a stack and waits until it is ready; throws with its output when it ends before. */
export async function startLocalStack({ flags = [], settings = {}, directory }: LocalStackOptions = {}): Promise<LocalStack> {
  const data = directory ?? (await mkdtemp(join(tmpdir(), 'local-stack-')));
  // Most tests wait for the mail of what they cancel.
  const process = runStart(['--port', '0', '--smtp-port', '0', '--data', data, ...flags], { UNDO_SECONDS: '0', ...settings });
  const site = await untilReady(process);
  const smtpPort = Number(/^SMTP\s+localhost:(\d+)$/m.exec(process.output())?.[1]);
  const forget = () => (directory === undefined ? rm(data, { recursive: true, force: true }) : undefined);
  return {
    site,
    smtpPort,
    directory: data,
    pid: process.child.pid ?? 0,
    output: process.output,
    errors: process.errors,
    exited: process.exited,
    ...talkTo(site),
    kill: async () => {
      process.child.kill('SIGKILL');
      await process.exited;
    },
    stop: async () => {
      process.child.kill('SIGINT');
      const code = await process.exited;
      await forget();
      return code;
    },
  };
}

/** Runs `npm start` with these arguments until it ends by itself; for what it refuses. */
export async function runLocalStack(flags: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const process = runStart(flags, settings);
  return { code: await process.exited, output: process.output(), errors: process.errors() };
}

function talkTo(site: string) {
  const request: LocalStack['request'] = async (method, path, body, headers = {}) => {
    const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const type: Record<string, string> = body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' };
    const response = await fetch(site + path, {
      method,
      redirect: 'manual',
      headers: { ...type, ...headers },
      ...(sent !== undefined && { body: sent }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text,
    };
  };
  const list = async (to?: string): Promise<readonly Mail[]> =>
    (await request('GET', `/mail/api/messages${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`)).body;
  return {
    request,
    signIn: async (email: string, name: string, timeZone = 'UTC'): Promise<Caller> => {
      const { token } = (await request('POST', '/oidc/dev-token', { email, name, timeZone })).body;
      return { email, token, api: (method, path, body) => request(method, path, body, { authorization: `Bearer ${token}` }) };
    },
    mails: (count: number, to?: string) =>
      until(
        `${count} mails`,
        () => list(to),
        (mails) => mails.length >= count,
      ),
    open: async (id: string): Promise<OpenMail> => (await request('GET', `/mail/api/messages/${id}`)).body,
    raw: async (id: string) => Buffer.from(await (await fetch(`${site}/mail/api/messages/${id}/raw`)).arrayBuffer()),
    quiet: async (queue?: string) => {
      const depths = async (): Promise<readonly any[]> => (await request('GET', '/local/api/queues')).body;
      const isMeant = (name: string) => (queue === undefined ? !name.endsWith('DeadLetters') : name === queue);
      await until('quiet queues', depths, (all) => all.every(({ name, waiting, inFlight }) => !isMeant(name) || waiting + inFlight === 0));
    },
    failMails: async (fault: string, times: number) => void (await request('POST', '/local/api/mail-faults', { fault, times })),
    runSchedules: async () => void (await request('POST', '/local/api/schedules')),
    receive: (raw: string, verdict = 'pass') =>
      request('POST', `/mail/api/inbound?verdict=${verdict}`, raw, { 'content-type': 'message/rfc822' }),
  };
}
