import * as z from 'zod/mini';
import type { Instant } from '../../shared/time/instant.ts';
import type { ImipMessage } from '../platform/mail/imip-message-store.ts';
import { MAIL_LIMITS } from './mail-limits.ts';
import type { Received } from './notification.ts';
import { classifyMail } from './classify-mail.ts';
import { messageKeyOf } from './message-key.ts';
import type { MailOutcome } from './outcome.ts';
import { readMail } from './read-mail.ts';
import { startReadingBudget } from './reading-budget.ts';
import { receiveMail, type ReceiveMailDeps } from './receive-mail.ts';

export interface Replayed {
  readonly key: string;
  /** What it had come to; null: it was never settled. */
  readonly before: Pick<ImipMessage, 'outcome' | 'reason'> | null;
  readonly after: MailOutcome;
}

/** The same mail through the same code, judged by what SES said when it came. What was applied stays as it is. */
export async function replayMessage(deps: ReceiveMailDeps, message: ImipMessage): Promise<Replayed> {
  const after = await receiveMail(deps, toldAt(message));
  return { key: message.raw_pointer, before: { outcome: message.outcome, reason: message.reason }, after };
}

/**
 * A mail by its key in the inbox. If it was never settled, nothing is known of what SES said: then nobody is proven, and
 * the invited address is asked. Throws when there is no such mail.
 */
export async function replayKey(deps: ReceiveMailDeps, key: string): Promise<Replayed> {
  for (const messageKey of await possibleKeys(deps, key)) {
    const known = await deps.messages.find(messageKey);
    if (known) return replayMessage(deps, known);
  }
  return { key, before: null, after: await receiveMail(deps, unnotified(key, deps)) };
}

/** What the row of this mail may be called: that depends on whether SES said that its sender was proven. */
async function possibleKeys(deps: ReceiveMailDeps, key: string): Promise<readonly string[]> {
  const bytes = await deps.inbox.read(key, MAIL_LIMITS.bytes);
  const received = unnotified(key, deps);
  const keys = [`ses:${received.sesMessageId}`];
  const mail = bytes && (await readMail(bytes));
  if (!mail || typeof mail === 'string') return keys;
  for (const dmarc of ['PASS', 'GRAY'] as const) {
    const withVerdict = { ...received, verdicts: { ...received.verdicts, dmarc, dkim: 'PASS' as const } };
    const judged = classifyMail(withVerdict, mail, deps.organizer, startReadingBudget(deps.readCpuMillis));
    keys.push(messageKeyOf(judged, mail.messageId, received.sesMessageId));
  }
  return keys;
}

const verdict = z.enum(['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'DISABLED']);
const told = z.object({
  sesMessageId: z.string(),
  bucket: z.string(),
  key: z.string(),
  receivedAt: z.iso.datetime(),
  returnPath: z.nullable(z.string()),
  verdicts: z.object({ spam: verdict, virus: verdict, spf: verdict, dkim: verdict, dmarc: verdict }),
});

function toldAt({ notification }: ImipMessage): Received {
  const parsed = told.parse(JSON.parse(notification));
  return { ...parsed, receivedAt: parsed.receivedAt as Instant };
}

function unnotified(key: string, { bucket, world }: ReceiveMailDeps): Received {
  const verdicts = { spam: 'GRAY', virus: 'GRAY', spf: 'GRAY', dkim: 'GRAY', dmarc: 'GRAY' } as const;
  return { sesMessageId: key.slice(key.lastIndexOf('/') + 1), bucket, key, receivedAt: world.now(), returnPath: null, verdicts };
}
