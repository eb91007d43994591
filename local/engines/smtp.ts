import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { explainPort } from '../front-port.ts';
import { listenOnLoopback } from '../http.ts';
import type { Options } from '../options.ts';
import { LocalProblem } from '../problem.ts';
import type { IncomingMail } from './incoming-mail.ts';

// SES's own limit for mail that it stores.
const MAIL_LIMIT_BYTES = 40 * 1024 * 1024;

export interface Smtp {
  readonly port: number;
  /** What the person who started it should know. */
  readonly notes: readonly string[];
  readonly stop: () => Promise<void>;
}

/**
 * Listens for mail programs. Throws `LocalProblem` when the port is taken, unless nobody asked for that very port: then a
 * free one will do.
 */
export async function openSmtp({ smtpPort, smtpPortFixed }: Options, incoming: IncomingMail): Promise<Smtp> {
  try {
    return await startSmtp(smtpPort, incoming, []);
  } catch (error) {
    const problem = explainPort(error, smtpPort, '--smtp-port');
    if (smtpPortFixed || !(problem instanceof LocalProblem)) throw problem;
    return startSmtp(0, incoming, [`Port ${smtpPort} is taken, so mail programs use another one.`]);
  }
}

async function startSmtp(port: number, incoming: IncomingMail, notes: readonly string[]): Promise<Smtp> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: MAIL_LIMIT_BYTES,
    banner: 'local mail',
    logger: false,
    onRcptTo: ({ address }, _session, done) => done(incoming.accepts(address) ? null : refusal(550, `<${address}> has no mailbox here`)),
    onData: (stream, session, settle) => {
      void take(stream, session, incoming).then(settle);
    },
  });
  // Single connections: a client that hangs up in the middle is its own business. A taken port is reported below.
  server.on('error', () => undefined);
  const taken = await listenOnLoopback(server.server, port);
  return { port: taken, notes, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

// The answer to the client instead of "accepted"; undefined when the mail was stored.
async function take(stream: SMTPServerDataStream, { envelope }: SMTPServerSession, incoming: IncomingMail): Promise<Error | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  if (stream.sizeExceeded) return refusal(552, 'Message too large');
  const sender = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  const recipients = envelope.rcptTo.map(({ address }) => address);
  try {
    await incoming.receive({ raw: Buffer.concat(chunks), sender, recipients, verdict: 'pass' });
    return undefined;
  } catch {
    return refusal(451, 'Try again later');
  }
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
