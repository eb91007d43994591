import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { InboundItip } from '../../shared/itip/inbound-itip.ts';
import type { Inbox } from '../platform/mail/inbox.ts';
import type { ImipMessages } from '../platform/mail/imip-message-store.ts';
import type { Log } from '../platform/log.ts';
import { judgeMail } from './judge-mail.ts';
import { MAIL_LIMITS } from './mail-limits.ts';
import type { Received } from './notification.ts';
import { explain, obey, type ObeyDeps } from './obey.ts';
import { reasonOf, refusedMail, unreadable, type Outcome } from './outcome.ts';
import { readMail } from './read-mail.ts';
import type { Speaker } from './speaker.ts';

export interface ReceiveMailDeps extends ObeyDeps {
  readonly inbox: Inbox;
  readonly bucket: string;
  readonly messages: ImipMessages;
  /** Our own address, ORGANIZER of every event. */
  readonly organizer: EmailAddress;
}

/** What is known about a mail once it is settled. */
interface Settled {
  readonly messageId: string;
  readonly outcome: Outcome;
  readonly itip?: InboundItip;
  readonly uid?: string;
  readonly speaker?: Speaker | null;
}

/**
 * One mail that SES received: read it, let the room decide, record what became of it. Every step may be repeated: the room
 * obeys one message once, notices have their cause as key, and the row is written last. A broken world is thrown, so
 * that the queue tries again and parks the mail at last.
 */
export async function receiveMail(deps: ReceiveMailDeps, received: Received): Promise<Outcome> {
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
  const unnamed = `ses:${received.sesMessageId}`;
  if (received.verdicts.virus === 'FAIL') return { messageId: unnamed, outcome: refusedMail('virus') };
  if (received.verdicts.spam === 'FAIL') return { messageId: unnamed, outcome: refusedMail('spam') };
  const bytes = await deps.inbox.read(received.key, MAIL_LIMITS.bytes);
  if (!bytes) return { messageId: unnamed, outcome: unreadable('too-large') };
  const mail = await readMail(bytes);
  const messageId = typeof mail === 'string' ? unnamed : (mail.messageId ?? unnamed);
  if (await isObeyed(deps, messageId)) return 'repeated';

  const judged = judgeMail(received, mail, deps.organizer);
  if (judged.kind === 'dropped') return { messageId, outcome: judged.outcome };
  if (judged.kind === 'unread') {
    const speaker = await explain(deps, judged, messageId);
    return { messageId, outcome: unreadable(judged.reason), speaker, ...(judged.uids[0] !== undefined && { uid: judged.uids[0] }) };
  }
  const { outcome, speaker } = await obey(deps, judged, messageId, received.receivedAt);
  return { messageId, outcome, itip: judged.itip, uid: judged.itip.uid, speaker };
}

// Whatever did not count the first time (refused, unreadable, unconfirmed) is judged again when it comes again.
async function isObeyed({ messages }: ReceiveMailDeps, messageId: string): Promise<boolean> {
  const known = await messages.find(messageId);
  return known?.outcome === 'applied' || known?.outcome === 'unchanged';
}

const rowOf = (received: Received, { messageId, outcome, itip, uid, speaker }: Settled) => ({
  message_id: messageId,
  outcome: outcome.kind,
  reason: reasonOf(outcome),
  uid: uid ?? null,
  method: itip?.method ?? null,
  sequence: itip?.sequence ?? null,
  attendee_email: speaker?.participant.email ?? null,
  partstat: speaker?.attendee?.partstat ?? null,
  dtstamp: itip?.dtstamp ?? null,
  raw_pointer: received.key,
  received_at: received.receivedAt,
  notification: JSON.stringify({ ...received, returnPath: withoutAddress(received.returnPath) }),
});

// A replay asks only whether there was one; whose it was is nobody's business for 400 days.
const withoutAddress = (returnPath: string | null): string | null => returnPath?.replace(/[^<>\s]+/, 'someone') ?? null;

// A UID of somebody else's may be anything, an address too.
const OUR_UID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function report(log: Log, { sesMessageId }: Received, { outcome, itip, uid, speaker }: Settled): void {
  const reason = reasonOf(outcome);
  log.info('mail.settled', {
    sesMessageId,
    uid: uid !== undefined && OUR_UID.test(uid) ? uid : undefined,
    method: itip?.method,
    sequence: itip?.sequence,
    role: speaker?.role,
    outcome: outcome.kind,
    reason,
  });
  log.count('RepliesParsed', outcome.kind);
  if (outcome.kind === 'unreadable') log.count('RepliesUnreadable', outcome.reason);
  if (outcome.kind === 'refused') log.count('RepliesRefused', outcome.reason);
  if (outcome.kind === 'needs-confirmation') log.count('RepliesNeedingConfirmation');
}
