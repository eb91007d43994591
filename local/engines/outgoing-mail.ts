import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Listening, readBody, sendJson, serve } from '../http.ts';
import { parseJson, textAt, valueAt } from '../json.ts';
import type { MailStore } from '../mailbox/mail-store.ts';
import type { MailTopics } from './mail-topics.ts';
import type { IncomingMail } from './incoming-mail.ts';
import type { SesMail } from './mail-events.ts';

// 40 MB of message, in base64, inside JSON.
const REQUEST_LIMIT_BYTES = 56 * 1024 * 1024;
const LONGEST_SILENCE_MS = 120_000;
// Faster than one machine sends, so that nothing waits for its turn here.
const ACCOUNT = {
  SendingEnabled: true,
  ProductionAccessEnabled: true,
  SendQuota: { MaxSendRate: 1000, Max24HourSend: 1e6, SentLast24Hours: 0 },
};

/** What may go wrong with a send, for tests: before the mail is taken, or after it. */
export const FAULTS = ['throttle', 'server-error', 'silence', 'drop-after-accepting', 'silence-after-accepting'] as const;
export type MailFault = (typeof FAULTS)[number];

export interface OutgoingMail extends Listening {
  /** The next sends go wrong in this way. */
  readonly failNext: (fault: MailFault, times: number) => void;
}

export interface OutgoingMailParts {
  readonly store: MailStore;
  readonly topics: MailTopics;
  /** Mail to an address that SES receives mail for comes in again. */
  readonly incoming: Pick<IncomingMail, 'accepts' | 'receive'>;
}

/**
 * The part of SES v2 that the service uses, `SendEmail` with raw bytes: it keeps them, then publishes to the configuration set's
 * topic what SES would publish. The mailbox simulator's addresses bounce and complain as they do at SES.
 */
export async function startOutgoingMail(parts: OutgoingMailParts): Promise<OutgoingMail> {
  const disturbances: Disturbances = { faults: [], paused: new Set() };
  const listening = await serve((request, response) => {
    answer(parts, disturbances, request, response).catch(() => sendError(response, 500, 'InternalFailure', 'The local mail store failed.'));
  });
  return {
    ...listening,
    failNext: (fault, times) => void disturbances.faults.push(...Array.from({ length: times }, () => fault)),
  };
}

interface Disturbances {
  /** What goes wrong with the next sends. */
  readonly faults: MailFault[];
  /** Configuration sets that may not send. */
  readonly paused: Set<string>;
}

async function answer(
  parts: OutgoingMailParts,
  { faults, paused }: Disturbances,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const input = parseJson((await readBody(request, REQUEST_LIMIT_BYTES)).toString());
  if (request.method === 'GET' && request.url === '/v2/email/account') return sendJson(response, 200, ACCOUNT);
  if (request.method === 'GET') return describeSet(parts, paused, request.url ?? '', response);
  if (request.method === 'PUT') return setSending(parts, paused, request.url ?? '', input, response);
  if (request.method !== 'POST' || request.url !== '/v2/email/outbound-emails')
    return sendError(
      response,
      404,
      'NotFoundException',
      'Only SendEmail, GetAccount, GetConfigurationSet and PutConfigurationSetSendingOptions are here.',
    );
  const fault = faults.shift();
  if (fault === 'throttle') return sendError(response, 429, 'TooManyRequestsException', 'Maximum sending rate exceeded.');
  if (fault === 'server-error') return sendError(response, 500, 'InternalServiceErrorException', 'Something went wrong.');
  if (fault === 'silence') return hangUpLater(request);
  const mail = readRequest(input);
  if (mail === undefined)
    return sendError(response, 400, 'BadRequestException', 'FromEmailAddress, Destination.ToAddresses and Content.Raw.Data are needed.');
  if (mail.configurationSet !== '' && !parts.topics.has(mail.configurationSet)) {
    return sendError(response, 404, 'NotFoundException', `Configuration set <${mail.configurationSet}> does not exist.`);
  }
  if (paused.has(mail.configurationSet))
    return sendError(response, 400, 'SendingPausedException', `Sending is paused for configuration set <${mail.configurationSet}>.`);
  const publishEvents = parts.topics.write(mail);
  await parts.store.add(mail);
  if (fault === 'drop-after-accepting') request.socket.destroy();
  else if (fault === 'silence-after-accepting') hangUpLater(request);
  else sendJson(response, 200, { MessageId: mail.id });
  await publishEvents();
  await deliverHere(parts, mail);
}

/** SES signs what it sends, so its checks of the sender pass. */
async function deliverHere({ incoming }: OutgoingMailParts, { from, to, raw }: SesMail): Promise<void> {
  const recipients = to.filter(incoming.accepts);
  if (recipients.length > 0) await incoming.receive({ raw, sender: from, recipients, verdict: 'pass' });
}

/** `PutConfigurationSetSendingOptions`: sending of one configuration set on or off, until this process ends. */
function setSending({ topics }: OutgoingMailParts, paused: Set<string>, url: string, input: unknown, response: ServerResponse): void {
  const name = decodeURIComponent(/^\/v2\/email\/configuration-sets\/([^/]+)\/sending$/.exec(url)?.[1] ?? '');
  if (!topics.has(name)) return sendError(response, 404, 'NotFoundException', `Configuration set <${name}> does not exist.`);
  if (valueAt(input, 'SendingEnabled') === false) paused.add(name);
  else paused.delete(name);
  sendJson(response, 200, {});
}

/** `GetConfigurationSet`: whether one may send. */
function describeSet({ topics }: OutgoingMailParts, paused: ReadonlySet<string>, url: string, response: ServerResponse): void {
  const name = decodeURIComponent(/^\/v2\/email\/configuration-sets\/([^/]+)$/.exec(url)?.[1] ?? '');
  if (!topics.has(name)) return sendError(response, 404, 'NotFoundException', `Configuration set <${name}> does not exist.`);
  sendJson(response, 200, { ConfigurationSetName: name, SendingOptions: { SendingEnabled: !paused.has(name) } });
}

function hangUpLater(request: IncomingMessage): void {
  setTimeout(() => request.socket.destroy(), LONGEST_SILENCE_MS).unref();
}

function readRequest(input: unknown): SesMail | undefined {
  const from = textAt(input, 'FromEmailAddress');
  const recipients = valueAt(input, 'Destination', 'ToAddresses');
  const content = textAt(input, 'Content', 'Raw', 'Data');
  const to = Array.isArray(recipients) ? recipients.map(String) : [];
  if (from === undefined || content === undefined || to.length === 0) return undefined;
  const tags = valueAt(input, 'EmailTags');
  return {
    id: `${randomBytes(8).toString('hex')}-${randomBytes(16).toString('hex')}-000000`,
    from,
    to,
    raw: Buffer.from(content, 'base64'),
    configurationSet: textAt(input, 'ConfigurationSetName') ?? '',
    tags: (Array.isArray(tags) ? tags : []).map((tag) => [textAt(tag, 'Name') ?? '', textAt(tag, 'Value') ?? '']),
  };
}

function sendError(response: ServerResponse, status: number, type: string, message: string): void {
  if (!response.headersSent) sendJson(response, status, { message }, { 'x-amzn-errortype': type });
}
