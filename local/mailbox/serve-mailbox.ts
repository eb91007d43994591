import type { IncomingMessage, ServerResponse } from 'node:http';
import { type IncomingMail, type SenderVerdict, VERDICTS } from '../engines/incoming-mail.ts';
import { readBody, sendJson, sendText } from '../http.ts';
import type { MailStore, MailSummary } from './mail-store.ts';
import { sendMailboxes, sendMailboxPage, sendMessagePage } from './pages.ts';
import { decodeMail } from './decode-mail.ts';
import { replySection, scanLinks, sendReply } from './reply-as.ts';

// What SES takes in.
const MAIL_LIMIT_BYTES = 40 * 1024 * 1024;

export interface MailboxParts {
  readonly store: Pick<MailStore, 'list' | 'get' | 'raw'>;
  readonly incoming: IncomingMail;
}

/** Answers a request under /mail; false: there is nothing at this address. */
export type Mailbox = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>;

/** The pages for people and the API for scripts that show what the service has mailed, and that let mail arrive. */
export function createMailbox(parts: MailboxParts): Mailbox {
  return async (request, response, url) => {
    const [area, id, view] = url.pathname.split('/').slice(2).map(decodeURIComponent);
    if (request.method === 'POST' && url.pathname === '/mail/api/inbound') return receive(parts, request, response, url);
    if (request.method === 'POST' && area === 'messages' && id !== undefined) return act(parts, request, response, id, view);
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    if (area === 'api') return answerScript(parts, response, url);
    if (area === undefined || area === '') return sendMailboxes(response, parts.store.list());
    if (area === 'to' && id !== undefined) return sendMailboxPage(response, id, parts.store.list(id), otherMailboxes(parts.store, [id]));
    const mail = area === 'messages' && id !== undefined ? parts.store.get(id) : undefined;
    if (mail === undefined) return false;
    const raw = await parts.store.raw(mail.id);
    if (view === 'raw') sendText(response, 200, 'text/plain; charset=utf-8', raw);
    else await showMessage(parts, response, mail, raw, url, request.headers.cookie);
    return true;
  };
}

async function showMessage(
  { store }: MailboxParts,
  response: ServerResponse,
  mail: MailSummary,
  raw: Buffer,
  url: URL,
  cookie?: string,
): Promise<void> {
  const decoded = await decodeMail(raw);
  const others = otherMailboxes(store, mail.to.split(', '), mail.uid);
  sendMessagePage(response, mail, decoded, others, replySection(mail.id, decoded, url, cookie));
}

const MAILBOXES_NAMED = 5;

/** The mailboxes beside these: first those with mail about the same session, then those with the newest mail. */
function otherMailboxes({ list }: Pick<MailStore, 'list'>, own: readonly string[], uid: string | null = null): readonly string[] {
  const newestFirst = list().toReversed();
  const sameSession = newestFirst.filter((mail) => uid !== null && mail.uid === uid);
  const addresses = [...sameSession, ...newestFirst].flatMap(({ to }) => to.split(', '));
  const others = addresses.filter((address) => !own.some((one) => one.toLowerCase() === address.toLowerCase()));
  return [...new Set(others)].slice(0, MAILBOXES_NAMED);
}

async function act(
  { store, incoming }: MailboxParts,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  view: string | undefined,
): Promise<boolean> {
  if (store.get(id) === undefined || (view !== 'reply' && view !== 'scan')) return false;
  const mail = await decodeMail(await store.raw(id));
  return view === 'scan' ? scanLinks(id, mail, request, response) : sendReply(incoming, id, mail, request, response);
}

async function answerScript({ store }: MailboxParts, response: ServerResponse, url: URL): Promise<boolean> {
  const [, , , collection, id, view] = url.pathname.split('/').map(decodeURIComponent);
  if (collection !== 'messages') return false;
  if (id === undefined) {
    sendJson(response, 200, store.list(url.searchParams.get('to') ?? undefined));
    return true;
  }
  const mail = store.get(id);
  if (mail === undefined || (view !== undefined && view !== 'raw')) return false;
  const raw = await store.raw(id);
  if (view === 'raw') sendText(response, 200, 'message/rfc822', raw);
  else sendJson(response, 200, { ...mail, ...(await decodeMail(raw)) });
  return true;
}

// ?from= is the envelope's sender, empty for a bounce; ?to= its recipient.
async function receive({ incoming }: MailboxParts, request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
  const wanted = url.searchParams.get('verdict') ?? 'pass';
  const verdict = VERDICTS.find((one) => one === wanted);
  if (verdict === undefined) return refuse(response, 400, `verdict is one of ${VERDICTS.join(', ')}.`);
  const raw = await readBody(request, MAIL_LIMIT_BYTES);
  if (raw.length === 0) return refuse(response, 400, 'The body is the mail, as message/rfc822.');
  const id = await deliver(incoming, raw, verdict, url.searchParams);
  if (id === undefined) return refuse(response, 422, 'No receipt rule takes mail to this address.');
  sendJson(response, 202, { id });
  return true;
}

function deliver(incoming: IncomingMail, raw: Buffer, verdict: SenderVerdict, query: URLSearchParams): Promise<string | undefined> {
  const recipients = query.getAll('to');
  return incoming.receive({
    raw,
    verdict,
    sender: query.get('from') ?? undefined,
    recipients: recipients.length > 0 ? recipients : undefined,
  });
}

function refuse(response: ServerResponse, status: number, message: string): true {
  sendJson(response, status, { message });
  return true;
}
