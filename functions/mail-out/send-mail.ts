import { isCalendarMail, type OwedMail } from '../../shared/room/owed-mail.ts';
import { earliest, instantAt, millisOf, type Instant } from '../../shared/time/instant.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import type { DeadLetters } from '../platform/mail/dead-letters.ts';
import { LONGEST_DELAY_SECONDS, type Hints } from '../platform/mail/hint.ts';
import { takeLook, type TakeLookDeps } from './take-look.ts';
import { countOwed, type RoomStore, type StoredRoom } from '../platform/rooms/room-store.ts';
import { isDueMailTrue, nextDueOf } from '../../shared/room/catch-up.ts';
import type { Room } from '../../shared/room/room.ts';
import { loadCaughtUp, type LoadCaughtUpDeps } from './load-caught-up.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import { sendKeyOf, type SendKey, type SendKeySecret } from '../platform/mail/send-key.ts';
import { recordDecisions, type RecordDecisionsDeps } from './record-decisions.ts';
import { isNewsOfCalendar, isSupersededBy, withKnownPrevious, type Superseded } from './supersede-mail.ts';
import { deliverMail, describeSend, waitFor, type DeliverDeps, type Delivery } from './deliver-mail.ts';

export interface SendMailDeps extends DeliverDeps, RecordDecisionsDeps, LoadCaughtUpDeps, TakeLookDeps {
  readonly rooms: RoomStore;
  readonly hints: Hints;
  readonly deadLetters: DeadLetters;
  readonly sendKeySecret: () => Promise<SendKeySecret>;
}

/** One mail of an outbox: under which name it stands there, and the key of the ledger. */
interface Entry {
  readonly name: string;
  readonly mail: OwedMail;
  readonly key: SendKey;
}

/** Mail that this version cannot read is looked at again then: a newer version may be there. */
const UNREADABLE_EVERY_SECONDS = 900;
/** Clocks of one cloud are apart by less. */
const SKEW_SECONDS = 60;
/** Below it a room need not be out of the sweeper's way: the sweeper itself waits a minute. */
const SHORT_SECONDS = 60;
/** Without a hint the sweeper comes so much earlier than the mail is due, and then there is a hint to the second. */
const SWEEP_LEAD_SECONDS = 120;

/**
 * Sends what one room owes. Each recipient's mail leaves in the order in which it was decided: what is behind a mail that has to
 * wait waits too, so that nothing stale arrives after something fresh.
 */
export async function sendMail(deps: SendMailDeps, roomId: RoomId): Promise<void> {
  const { hints, rooms, world } = deps;
  const stored = await loadCaughtUp(deps, roomId);
  const secret = await deps.sendKeySecret();
  const entries = [...(stored.outbox ?? [])].map(([name, mail]) => ({ name, mail, key: sendKeyOf(mail, secret) }));
  reportUnreadable(deps, stored);
  reportSkew(deps, stored);
  // All of them come to an end before this does, whatever breaks: what is still being sent when a Lambda answers freezes with it.
  const recording = recordDecisions(deps, stored);
  const looking = takeLook(deps, stored);
  const results = await Promise.allSettled(groupByRecipient(entries).map((queue) => sendInOrder(deps, stored.room, queue)));
  const recorded = await recording;
  const looked = await looking;
  const progress = [...results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])), looked];
  const broken = results.find((result) => result.status === 'rejected');

  const done = [...progress.flatMap((part) => part.done), ...recorded];
  const { hintAfter, due } = planNextLook(stored, progress, world.now());
  const left = countOwed(stored) - done.length;
  // Records that could not be written are tried again with the next sweep.
  const isTriedAgain = broken !== undefined || recorded.length < stored.audits.size;
  const next = isTriedAgain ? undefined : earlierOf(due, nextDueOf(stored.room), left === 0);
  // Also with nothing to remove: a room that owes nothing loses its mark, or is marked for what is due next.
  const isMarkWrong = left === 0 && stored.owingSince !== (next ?? null);
  if (done.length > 0 || isMarkWrong || (left > 0 && next)) await rooms.removeMail(stored, done, next);
  if (hintAfter !== null) await hints.send(roomId, hintAfter);
  if (broken) throw broken.reason;
}

interface NextLook {
  /** In so many seconds a hint is to arrive; null: none, the sweeper finds the room. */
  readonly hintAfter: number | null;
  /** Until then the room is out of the sweeper's way; undefined: the sweeper finds it in a minute. */
  readonly due: Instant | undefined;
}

/** How a room is found again whose mail has to wait: by a delayed hint where that is soon, by the sweeper where it is not. */
function planNextLook({ unreadableMail }: StoredRoom, progress: readonly Progress[], now: Instant): NextLook {
  const [until] = progress.flatMap((part) => part.until ?? []).toSorted();
  if (until === undefined) {
    return { hintAfter: null, due: unreadableMail.length > 0 ? secondsAfter(now, UNREADABLE_EVERY_SECONDS) : undefined };
  }
  const seconds = Math.max(1, Math.ceil((millisOf(until) - millisOf(now)) / 1000));
  if (seconds > LONGEST_DELAY_SECONDS) return { hintAfter: null, due: secondsAfter(until, -SWEEP_LEAD_SECONDS) };
  return { hintAfter: seconds, due: seconds > SHORT_SECONDS ? until : undefined };
}

/** Mail that waits for a hint of its own is left to the sweep of the next minute, also where something else is due later. */
function earlierOf(due: Instant | undefined, nextDue: Instant | null, isAllDone: boolean): Instant | undefined {
  if (nextDue === null) return due;
  if (due === undefined) return isAllDone ? nextDue : undefined;
  return earliest(due, nextDue);
}

interface Progress {
  /** Names of what is done with. */
  readonly done: readonly string[];
  /** When the first of what is left may be sent; null when nothing is left. */
  readonly until: Instant | null;
}

async function sendInOrder(deps: SendMailDeps, room: Room, queue: readonly Entry[]): Promise<Progress> {
  const done: string[] = [];
  const held: Instant[] = [];
  const waitUntil = (until: Instant): Progress => ({ done, until: earliest(until, ...held) });
  let superseded: readonly (Superseded & Entry)[] = [];
  for (const [n, { name, mail, key }] of queue.entries()) {
    // The very same mail can be owed twice, when a decision was made again after a crash: the first one is sent.
    // What waits supersedes nothing, because it may be taken back.
    const later = queue.slice(n + 1).filter((next) => next.key.id !== key.id && !isHeld(deps, next.mail));
    if (
      isSupersededBy(
        mail,
        later.map((next) => next.mail),
      )
    ) {
      const outcome = await deps.ledger.supersede(key, deps.world.now());
      // Another mailer is sending it at this moment: what follows waits for that.
      if (outcome.kind !== 'final') return waitUntil(waitFor(outcome, deps.world.now()).until);
      superseded = [...superseded, { name, mail, key, state: outcome.state }];
      continue;
    }
    if (!isDueMailTrue(mail, room, deps.world.now())) {
      const until = await dropMail(deps, room, key);
      if (until === null) done.push(name);
      else held.push(until);
      continue;
    }
    if (isHeld(deps, mail)) {
      held.push(mail.notBefore);
      if (isCalendarMail(mail)) break;
      // A notice says nothing of how the calendar stands, so what follows may leave before it.
      continue;
    }
    const current = withKnownPrevious(mail, superseded);
    const delivery = await deliverMail(deps, current, key);
    if (delivery.kind === 'waiting') return waitUntil(delivery.until);
    if (delivery.kind === 'failed') await endUnsent(deps, { name, mail: current, key }, delivery);
    done.push(name);
    if (!isNewsOfCalendar(mail)) continue;
    done.push(...superseded.map((older) => older.name));
    for (const older of superseded) if (older.state === 'superseded') reportSuperseded(deps, older.key);
    superseded = [];
  }
  return { done, until: held.toSorted()[0] ?? null };
}

/** Ends mail that says nothing true any more. Gives when to look at it again where it cannot end now; null: it has ended. */
async function dropMail(deps: SendMailDeps, room: Room, key: SendKey): Promise<Instant | null> {
  const now = deps.world.now();
  // What was cancelled a moment ago may be taken back: then it is true again.
  const undoUntil = room.status === 'uncreated' ? null : (room.undo?.until ?? null);
  if (undoUntil !== null && undoUntil > now) return undoUntil;
  const outcome = await deps.ledger.supersede(key, now);
  if (outcome.kind !== 'final') return waitFor(outcome, now).until;
  if (outcome.state === 'superseded') reportSuperseded(deps, key);
  return null;
}

const isHeld = ({ world }: SendMailDeps, mail: OwedMail): mail is OwedMail & { readonly notBefore: Instant } =>
  mail.notBefore !== null && mail.notBefore > world.now();

function reportSuperseded({ log }: SendMailDeps, key: SendKey): void {
  log.info('mail.superseded', describeSend(key));
  log.count('MailSuperseded');
}

function reportUnreadable({ log }: SendMailDeps, { id, unreadableMail }: StoredRoom): void {
  if (unreadableMail.length === 0) return;
  log.warn('mail.unread', { roomId: id, entries: unreadableMail.join(' ') });
  log.count('MailUnreadable');
}

/** A decision that is dated ahead was made by a clock that is wrong, and the sweeper does not see its room until then. */
function reportSkew({ log, world }: SendMailDeps, { id, room }: StoredRoom): void {
  if (room.status === 'uncreated') return;
  const seconds = Math.round((millisOf(room.updatedAt) - millisOf(world.now())) / 1000);
  if (seconds <= SKEW_SECONDS) return;
  log.warn('clock.skewed', { roomId: id, seconds });
  log.count('ClockSkewed');
}

/** First the dead-letter queue, then the room, then the ledger: a crash in between repeats a step and loses none. */
async function endUnsent(deps: SendMailDeps, { mail, key }: Entry, failed: Extract<Delivery, { kind: 'failed' }>): Promise<void> {
  const { deadLetters, ledger, log, world } = deps;
  const { reason, attempts } = failed;
  const { role, email } = mail.to;
  await deadLetters.send({ roomId: mail.roomId, sendKey: key.id, kind: mail.kind, role, attempts, reason });
  const asked = { at: world.now(), seed: world.seed() };
  await runCommand(deps, mail.roomId, { type: 'record-failed-mail', ...asked, to: role, email, event: 'mail-failed' });
  await ledger.fail(key, mail, reason, world.now());
  log.warn('mail.failed', { ...describeSend(key), kind: mail.kind, attempts, reason });
  log.count('MailFailed');
}

function groupByRecipient(entries: readonly Entry[]): Entry[][] {
  const queues = Map.groupBy(entries, ({ mail }) => mail.to.email);
  return [...queues.values()];
}

const secondsAfter = (instant: Instant, seconds: number): Instant => instantAt(millisOf(instant) + seconds * 1000);
