import type { OwedMail } from '../../shared/room/owed-mail.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import type { DeadLetters } from '../platform/mail/dead-letters.ts';
import type { Hints } from '../platform/mail/hint.ts';
import type { RoomStore } from '../platform/rooms/room-store.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import { sendKeyOf } from '../platform/mail/send-key.ts';
import { isNewsOfCalendar, isSupersededBy, toldFrom, type Superseded } from './superseding.ts';
import { deliverMail, described, putOff, type DeliverDeps, type Delivery } from './deliver-mail.ts';

export interface SendMailDeps extends DeliverDeps {
  readonly rooms: RoomStore;
  readonly hints: Hints;
  readonly deadLetters: DeadLetters;
}

type Entry = readonly [key: string, mail: OwedMail];

// What has longer to wait is left to the sweeper; a hint for each sweep and each wait would only multiply them.
const SWEPT_AFTER_SECONDS = 60;

/**
 * Sends what one room owes. Each recipient's mail leaves in the order in which it was decided: what is behind a mail that has to
 * wait waits too, so that nothing stale arrives after something fresh.
 */
export async function sendMail(deps: SendMailDeps, roomId: RoomId): Promise<void> {
  const stored = await deps.rooms.load(roomId);
  const entries = [...(stored.outbox ?? [])];
  // All of them come to an end before this does, whatever breaks: what is still being sent when a Lambda answers freezes with it.
  const results = await Promise.allSettled(byRecipient(entries).map((queue) => sendInOrder(deps, queue)));
  const progress = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));

  const settled = progress.flatMap((part) => part.settled);
  // Also with nothing to settle: a room marked as owing whose outbox is empty loses its mark.
  if (settled.length > 0 || entries.length === 0) await deps.rooms.settle(stored, settled);
  const wait = Math.min(...progress.flatMap((part) => part.waitSeconds ?? []));
  if (wait < SWEPT_AFTER_SECONDS) await deps.hints.send(roomId, wait);
  const broken = results.find((result) => result.status === 'rejected');
  if (broken) throw broken.reason;
}

interface Progress {
  readonly settled: readonly string[];
  readonly waitSeconds: number | null;
}

async function sendInOrder(deps: SendMailDeps, queue: readonly Entry[]): Promise<Progress> {
  const settled: string[] = [];
  let superseded: readonly Superseded[] = [];
  for (const [n, [key, mail]] of queue.entries()) {
    const later = queue.slice(n + 1).map(([, next]) => next);
    if (isSupersededBy(mail, later)) {
      const outcome = await deps.ledger.supersede(sendKeyOf(mail), deps.world.now());
      // Someone is sending it this very moment: what follows waits for it.
      if (outcome.kind !== 'settled') return { settled, waitSeconds: putOff(outcome, deps.world.now()).seconds };
      superseded = [...superseded, { key, mail, state: outcome.state }];
      continue;
    }
    const told = toldFrom(mail, superseded);
    const delivery = await deliverMail(deps, told);
    if (delivery.kind === 'waiting') return { settled, waitSeconds: delivery.seconds };
    if (delivery.kind === 'failed') await givenUp(deps, told, delivery);
    settled.push(key);
    if (!isNewsOfCalendar(mail)) continue;
    settled.push(...superseded.map((older) => older.key));
    for (const older of superseded) if (older.state === 'superseded') report(deps, older.mail);
    superseded = [];
  }
  return { settled, waitSeconds: null };
}

function report({ log }: SendMailDeps, mail: OwedMail): void {
  log.info('mail.superseded', described(sendKeyOf(mail)));
  log.count('MailSuperseded');
}

/** First the dead-letter queue, then the room, then the ledger: a crash in between repeats a step and loses none. */
async function givenUp(deps: SendMailDeps, mail: OwedMail, { key, attempts }: Extract<Delivery, { kind: 'failed' }>): Promise<void> {
  const { deadLetters, ledger, log, world } = deps;
  const { role, email } = mail.to;
  await deadLetters.send({ roomId: mail.roomId, sendKey: key.id, kind: mail.kind, role, attempts });
  const asked = { at: world.now(), seed: world.seed() };
  await runCommand(deps, mail.roomId, { type: 'record-failed-mail', ...asked, to: role, email, event: 'mail-failed' });
  await ledger.close(key, 'failed', world.now());
  log.warn('mail.failed', { ...described(key), kind: mail.kind, attempts });
  log.count('MailFailed', mail.kind);
}

function byRecipient(entries: readonly Entry[]): Entry[][] {
  const queues = Map.groupBy(entries, ([, mail]) => mail.to.email);
  return [...queues.values()];
}
