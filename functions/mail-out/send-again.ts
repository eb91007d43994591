import type { RoomId } from '../../shared/words/ids.ts';
import type { Role } from '../../shared/words/roles.ts';
import type { RepeatMail } from '../../shared/room/command.ts';
import type { Ledger } from '../platform/mail/ledger.ts';
import type { MailHint } from '../platform/mail/hint.ts';
import { runCommand, type RunCommandDeps } from '../platform/rooms/run-command.ts';
import type { World } from '../platform/world.ts';

export interface RepeatMailDeps extends RunCommandDeps {
  readonly ledger: Pick<Ledger, 'findFailed' | 'replaceFailed'>;
  readonly world: World;
}

/**
 * Decides mail anew where a message asks for it: a dead letter that was put back, or an operator's order. The same message delivered
 * twice leads to one mail. After it the room owes the mail like any other.
 */
export async function repeatMail(deps: RepeatMailDeps, { roomId, failedKey, repeatTo }: MailHint, messageId: string): Promise<void> {
  if (failedKey !== null) await repeatFailedMail(deps, roomId, failedKey);
  if (repeatTo !== null) await decideAnew(deps, roomId, { to: repeatTo, failed: null, cause: `asked-${messageId}` });
}

async function repeatFailedMail(deps: RepeatMailDeps, roomId: RoomId, failedKey: string): Promise<void> {
  const { ledger, log, world } = deps;
  const failed = await ledger.findFailed(failedKey);
  if (!failed) return log.info('mail.found', { roomId, sendKey: failedKey, state: 'not failed' });
  const { role, attendeeEmail, mail } = failed;
  const cause = `again-${failedKey.slice(0, 32)}`;
  await decideAnew(deps, roomId, { to: role, failed: { email: attendeeEmail, mail }, cause });
  // Last: a crash before it decides the same mail again, which has the same key and so leaves once.
  await ledger.replaceFailed(failedKey, world.now());
}

async function decideAnew(deps: RepeatMailDeps, roomId: RoomId, wanted: Pick<RepeatMail, 'failed' | 'cause'> & { readonly to: Role }) {
  const { log, world } = deps;
  const outcome = await runCommand(deps, roomId, { type: 'repeat-mail', at: world.now(), seed: world.seed(), ...wanted });
  if (outcome.kind === 'changed') log.count('MailRepeated');
  else log.warn('mail.unrepeated', { roomId, role: wanted.to, reason: outcome.kind === 'refused' ? outcome.reason : outcome.kind });
}
