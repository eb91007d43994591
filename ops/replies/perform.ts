import { MAIL_LIMITS } from '../../functions/mail-in/mail-limits.ts';
import type { ReceiveMailDeps } from '../../functions/mail-in/receive-mail.ts';
import { replayKey, replayMessage, type Replayed } from '../../functions/mail-in/replay-mail.ts';
import type { ImipMessage, MessagePage } from '../../functions/platform/mail/imip-message-store.ts';
import type { Wanted } from './reply-arguments.ts';
import { OpsProblem } from '../ops-problem.ts';
import type { CommandReport } from '../command-report.ts';
import { maskAddress, redactText } from './redact.ts';

/** Throws an Error with a message for people when a message or mail is not there. */
export async function perform(deps: ReceiveMailDeps, wanted: Wanted): Promise<CommandReport> {
  switch (wanted.command) {
    case 'list':
      return listed(await deps.messages.withOutcome(wanted.outcome, wanted.limit, wanted.before), wanted);
    case 'show':
      return shown(deps, await found(deps, wanted.id));
    case 'replay':
      return replayed(await eachOf(wanted.ids, (id) => replayOne(deps, id)));
    case 'replay-all':
      return replayAll(deps, await deps.messages.withOutcome(wanted.outcome, wanted.limit));
  }
}

async function replayAll(deps: ReceiveMailDeps, { messages, unreadable }: MessagePage): Promise<CommandReport> {
  const { text, ...report } = replayed(await eachOf(messages, (row) => replayMessage(deps, row)));
  return { ...report, text: [...text, ...describeUnreadable(unreadable)] };
}

const describeUnreadable = (ids: readonly string[]): readonly string[] =>
  ids.map((id) => `A row that this version cannot read is left out: ${id}`);

const replayOne = async (deps: ReceiveMailDeps, id: string): Promise<Replayed> =>
  id.startsWith('inbound/') ? replayKey(deps, id) : replayMessage(deps, await found(deps, id));

// One after the other: replies to one room would only contend with each other.
async function eachOf<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

async function found({ messages }: ReceiveMailDeps, id: string): Promise<ImipMessage> {
  const message = await messages.find(id.replace(/^<(.*)>$/, '$1'));
  if (!message) throw new OpsProblem(`No message ${id} has been settled. Messages that failed are in the dead-letter queue.`);
  return message;
}

const wordsOf = ({ outcome, reason }: Pick<ImipMessage, 'outcome' | 'reason'>): string =>
  reason === null ? outcome : `${outcome}(${reason})`;

function listed(page: MessagePage, { outcome }: Extract<Wanted, { command: 'list' }>): CommandReport {
  const { messages: rows, unreadable, next: before } = page;
  const lines = rows.map((row) => [row.received_at, wordsOf(row), row.method ?? '-', row.uid ?? '-', row.message_id].join('  '));
  const next = rows[0] ? `Look at one:  npm run ops -- replies show '${rows[0].message_id}'` : `No mail is ${outcome}.`;
  const more = before === null ? [] : [`More:         npm run ops -- replies list --outcome ${outcome} --before ${before}`];
  return { text: [...lines, ...describeUnreadable(unreadable), '', next, ...more], json: rows.map(publicRow) };
}

/** The row without what SES said and without the address. */
function publicRow(message: ImipMessage) {
  const { notification, attendee_email: attendee, ...row } = message;
  return { ...row, attendee_email: attendee && maskAddress(attendee), notification_bytes: notification.length };
}

async function shown({ inbox }: ReceiveMailDeps, message: ImipMessage): Promise<CommandReport> {
  const row = publicRow(message);
  const bytes = await inbox.read(message.raw_pointer, MAIL_LIMITS.bytes);
  const mail = bytes ? await redactText(bytes) : null;
  const fields = Object.entries(row).map(([name, value]) => `${name.padEnd(20)}${value ?? '-'}`);
  const body = mail
    ? ['', `from ${mail.from}, ${mail.bytes} bytes`, ...mail.headers, ...mail.calendars.flatMap((lines) => ['', ...lines])]
    : ['', `larger than ${MAIL_LIMITS.bytes} bytes`];
  return {
    text: [...fields, ...body, '', `Try again:  npm run ops -- replies replay '${message.message_id}'`],
    json: { ...row, mail },
  };
}

function replayed(results: readonly Replayed[]): CommandReport {
  const lines = results.map(({ key, before, after }) => {
    const now = 'reason' in after && after.reason !== undefined ? `${after.kind}(${after.reason})` : after.kind;
    return `${key}  ${before ? wordsOf(before) : 'not settled'} -> ${now}`;
  });
  return { text: lines.length > 0 ? lines : ['No mail to replay.'], json: results };
}
