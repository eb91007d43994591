import type { InboundItip } from '../../shared/itip/inbound-itip.ts';
import type { Inbox } from '../platform/mail/inbox.ts';
import type { ImipMessages } from '../platform/mail/imip-message-store.ts';
import type { Log } from '../platform/log.ts';
import { applyAnswer, explainUnreadable, type ApplyAnswerDeps } from './apply-answer.ts';
import { classifyMail } from './classify-mail.ts';
import type { Respondent } from './find-attendee.ts';
import { MAIL_LIMITS } from './mail-limits.ts';
import { messageKeyOf } from './message-key.ts';
import type { Received } from './notification.ts';
import { reasonOf, refuseMail, unreadable, type MailOutcome } from './outcome.ts';
import { classOf } from './refusal-class.ts';
import { readMail } from './read-mail.ts';
import { startReadingBudget, type ReadCpuMillis } from './reading-budget.ts';

export interface ReceiveMailDeps extends ApplyAnswerDeps {
  readonly inbox: Inbox;
  readonly bucket: string;
  readonly messages: ImipMessages;
  readonly readCpuMillis: ReadCpuMillis;
}

/** What is known about a mail once it is settled. */
interface Settled {
  readonly messageKey: string;
  readonly outcome: MailOutcome;
  readonly itip?: InboundItip;
  readonly uid?: string;
  readonly respondent?: Respondent | null;
}

/**
 * One mail that SES received: read it, let the room decide, record what became of it. Every step may be repeated: the room
 * takes one message once, notices have their cause as key, and the row is written last. A broken world is thrown, so
 * that the queue tries again and parks the mail at last.
 */
export async function receiveMail(deps: ReceiveMailDeps, received: Received): Promise<MailOutcome> {
  if (received.bucket !== deps.bucket) throw new Error('The notification names a bucket that is not our inbox');
  const settled = await settle(deps, received);
  if (settled === 'repeated') {
    deps.log.info('mail.repeated', { sesMessageId: received.sesMessageId });
    return { kind: 'unchanged', reason: 'repeated' };
  }
  await deps.messages.record(rowOf(received, settled));
  report(deps.log, received, settled);
  return settled.outcome;
}

async function settle(deps: ReceiveMailDeps, received: Received): Promise<Settled | 'repeated'> {
  const unread = `ses:${received.sesMessageId}`;
  if (received.verdicts.virus === 'FAIL') return { messageKey: unread, outcome: refuseMail('virus') };
  if (received.verdicts.spam === 'FAIL') return { messageKey: unread, outcome: refuseMail('spam') };
  const bytes = await deps.inbox.read(received.key, MAIL_LIMITS.bytes);
  if (!bytes) return { messageKey: unread, outcome: unreadable('too-large') };
  const mail = await readMail(bytes);
  const classified = classifyMail(received, mail, deps.organizer, startReadingBudget(deps.readCpuMillis));
  const messageKey = messageKeyOf(classified, typeof mail === 'string' ? null : mail.messageId, received.sesMessageId);
  if (await isSettled(deps, messageKey)) return 'repeated';

  if (classified.kind === 'dropped') return { messageKey, outcome: classified.outcome };
  if (classified.kind === 'unreadable') {
    const respondent = await explainUnreadable(deps, classified, messageKey);
    const [uid] = classified.uids;
    return { messageKey, outcome: unreadable(classified.reason), respondent, ...(uid !== undefined && { uid }) };
  }
  const { itip } = classified;
  return { messageKey, itip, uid: itip.uid, ...(await applyAnswer(deps, classified, messageKey, received.receivedAt)) };
}

// What did not count the first time (refused, unreadable, unconfirmed) is read again when it comes again.
async function isSettled({ messages }: ReceiveMailDeps, messageKey: string): Promise<boolean> {
  const known = await messages.find(messageKey);
  return known?.outcome === 'applied' || known?.outcome === 'unchanged';
}

const rowOf = (received: Received, { messageKey, outcome, itip, uid, respondent }: Settled) => ({
  message_id: messageKey,
  outcome: outcome.kind,
  reason: reasonOf(outcome),
  uid: uid ?? null,
  method: itip?.method ?? null,
  sequence: itip?.sequence ?? null,
  attendee_email: respondent?.email ?? null,
  partstat: respondent?.attendee?.partstat ?? null,
  dtstamp: itip?.dtstamp ?? null,
  raw_pointer: received.key,
  received_at: received.receivedAt,
  notification: JSON.stringify({ ...received, returnPath: withoutAddress(received.returnPath) }),
});

// A replay asks only whether there was one; whose it was need not be kept for 400 days.
const withoutAddress = (returnPath: string | null): string | null => returnPath?.replace(/[^<>\s]+/, 'someone') ?? null;

// A UID of somebody else's may be anything, an address too.
const OUR_UID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function report(log: Log, { sesMessageId }: Received, { outcome, itip, uid, respondent }: Settled): void {
  const reason = reasonOf(outcome);
  log.info('mail.settled', {
    sesMessageId,
    uid: uid !== undefined && OUR_UID.test(uid) ? uid : undefined,
    method: itip?.method,
    sequence: itip?.sequence,
    role: respondent?.role,
    outcome: outcome.kind,
    reason,
  });
  log.countKind('RepliesParsed', outcome.kind);
  if (outcome.kind === 'unreadable') log.count('RepliesUnreadable');
  if (outcome.kind === 'refused') log.countKind('RepliesRefused', classOf(outcome.reason));
  if (outcome.kind === 'needs-confirmation') log.count('RepliesNeedingConfirmation');
  if (reason === 'not-asked') log.count('RepliesNotAsked');
}
