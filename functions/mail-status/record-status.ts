import type { RecordFailedMail } from '../../shared/room/command.ts';
import type { Ledger } from '../platform/mail/ledger.ts';
import { runCommand, type RunCommandDeps } from '../platform/rooms/run-command.ts';
import type { World } from '../platform/world.ts';
import type { StatusEvent } from './status-event.ts';

export interface RecordStatusDeps extends RunCommandDeps {
  readonly ledger: Pick<Ledger, 'note'>;
  readonly world: World;
}

/**
 * Writes down what became of a mail, and shows it in the room when it did not arrive. Again and again the same event changes nothing
 * more; a crash between the two is healed by the next delivery of the event.
 */
export async function recordStatus(deps: RecordStatusDeps, event: StatusEvent): Promise<void> {
  const { ledger, log, world } = deps;
  const mail = await ledger.note(event.sendKey, event.type, event.sesMessageId, event.at);
  if (!mail) return log.warn('status.unmatched', { event: event.type, sendKey: event.sendKey });
  const { uid, sequence, role } = mail;
  log.info('status.recorded', { event: event.type, bounceType: event.bounceType, uid, sequence, role, sendKey: event.sendKey });
  count(deps, event);
  const shown = shownAs(event);
  if (shown === null) return;
  const asked = { at: world.now(), seed: world.seed() };
  await runCommand(deps, mail.roomId, { type: 'record-failed-mail', ...asked, to: role, email: mail.attendeeEmail, event: shown });
}

function count({ log }: RecordStatusDeps, { type }: StatusEvent): void {
  if (type === 'Delivery') log.count('MailDelivered');
  if (type === 'Bounce') log.count('MailBounced');
  if (type === 'Complaint') log.count('MailComplained');
}

/**
 * How the room's history calls it; null if it does not tell it. Only permanent bounces: SES also calls it a transient bounce when a
 * vacation robot answers. A complaint is kept for operators, and neither party sees it.
 */
function shownAs({ type, bounceType }: StatusEvent): RecordFailedMail['event'] | null {
  if (type === 'Reject') return 'mail-failed';
  if (type === 'Complaint') return 'mail-complained';
  return type === 'Bounce' && bounceType === 'Permanent' ? 'mail-bounced' : null;
}
