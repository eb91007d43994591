import { setTimeout as pause } from 'node:timers/promises';
import { composeAudit } from '../../../shared/room/owed-audit.ts';
import type { Command } from '../../../shared/room/command.ts';
import { decide } from '../../../shared/room/decide.ts';
import type { Decision } from '../../../shared/room/decision.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { isProbeSub } from '../../../shared/words/probe-names.ts';
import { millisOf, type Instant } from '../../../shared/time/instant.ts';
import { LONGEST_DELAY_SECONDS, type Hints } from '../mail/hint.ts';
import type { Log } from '../log.ts';
import type { RoomStore, StoredRoom } from './room-store.ts';

const ATTEMPTS = 20;
const LONGEST_PAUSE_MILLIS = 200;

export interface RunCommandDeps {
  readonly rooms: Pick<RoomStore, 'load' | 'save'>;
  readonly hints: Hints;
  readonly log: Log;
}

/** A decision together with the room as it now is. */
export type CommandOutcome = Decision & { readonly now: StoredRoom['room'] };

/**
 * Load, decide, save: the only way a room ever changes. If two save at once, the second one decides again on the new room, after a
 * moment of random length, so that those who met once do not meet each time.
 * A refusal is a value; a database that does not answer, or a room contended this many times running, is thrown.
 */
export async function runCommand({ rooms, hints, log }: RunCommandDeps, id: RoomId, command: Command): Promise<CommandOutcome> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const stored = await rooms.load(id);
    const decision = decide(stored.room, command);
    if (decision.kind !== 'changed') {
      log.info('command.decided', { roomId: id, command: command.type, decision: decision.kind, reason: reasonOf(decision) });
      return { ...decision, now: stored.room };
    }
    const { room, mail, recalls, look } = decision;
    if (await rooms.save(stored, room, mail, composeAudit(stored.room, command, room), recalls, look)) {
      audit(log, command, decision);
      await hinted(hints, log, id, look ? [...mail, look] : mail, command.at);
      return { ...decision, now: decision.room };
    }
    await pause(Math.random() * Math.min(LONGEST_PAUSE_MILLIS, 5 * 2 ** attempt));
  }
  throw new Error(`Room ${id} was contended ${ATTEMPTS} times running`);
}

const reasonOf = (decision: Decision) => (decision.kind === 'refused' ? decision.reason : undefined);

/** Every decision is also an audit line, with all that it entered into the history: what falls off the history's end is not lost to the operator. */
function audit(log: Log, command: Command, { room, mail }: Extract<Decision, { kind: 'changed' }>): void {
  const entered = room.history.filter(({ at }) => at === command.at);
  // What is counted here is what people do.
  if (!isProbeSub(room.host.sub)) for (const { event } of entered) log.countKind('Decided', event);
  log.info('command.decided', {
    roomId: room.id,
    uid: room.uid,
    sequence: room.sequence,
    command: command.type,
    decision: 'changed',
    status: room.status,
    events: entered.map(({ event }) => event).join(' '),
    by: entered.at(-1)?.by,
    startUtc: room.startUtc,
    mail: mail.map(({ kind, to }) => `${kind}:${to.role}`).join(' '),
  });
}

/** Owed mail, or a look for those who wish for such a session. */
interface Waits {
  readonly notBefore: Instant | null;
}

// The mail is already owed by the room; an unreachable queue must not turn a stored decision into an error.
async function hinted(hints: Hints, log: Log, id: RoomId, owed: readonly Waits[], at: Instant): Promise<void> {
  if (owed.length === 0) return;
  try {
    await hints.send(id, secondsUntilDue(owed, at));
  } catch (error) {
    log.error('hint.lost', error, { roomId: id });
  }
}

/** When the first of it may leave. What waits longer than a hint can is planned by the mailer, so that gets its hint at once. */
function secondsUntilDue(owed: readonly Waits[], at: Instant): number {
  const first = Math.min(...owed.map(({ notBefore }) => millisOf(notBefore ?? at)));
  const seconds = Math.max(0, Math.ceil((first - millisOf(at)) / 1000));
  return seconds > LONGEST_DELAY_SECONDS ? 0 : seconds;
}
