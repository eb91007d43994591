import * as z from 'zod/mini';
import { instantAt, millisOf, type Instant } from '../../shared/time/instant.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import { HINTS_PER_BATCH, type ManyHints } from '../platform/mail/hint.ts';
import type { ReadFaultySince } from '../platform/mail/ses-channel-store.ts';
import type { CountUnheard } from '../platform/mail/unheard-mail-store.ts';
import type { Log } from '../platform/log.ts';
import type { FindOldestOwed } from '../platform/rooms/oldest-owed-mail-store.ts';
import type { RoomStore } from '../platform/rooms/room-store.ts';
import type { World } from '../platform/world.ts';

export interface SweepDeps {
  readonly rooms: Pick<RoomStore, 'owing'>;
  readonly hints: ManyHints;
  readonly readFaultySince: ReadFaultySince;
  readonly findOldestOwed: FindOldestOwed;
  readonly countUnheard: CountUnheard;
  /** Over how many index partitions the rooms that owe mail are spread. */
  readonly owingShards: number;
  readonly log: Log;
  readonly world: World;
}

/** What the schedule sends along. */
const sweep = z.object({ olderThanSeconds: z.number().check(z.nonnegative()) });

// Enough that a backlog of any size drains, little enough for a third of one invocation.
const ROOMS_PER_SWEEP = 8000;
/** More hints than these do not help while the mailer has not worked on those that wait. */
const ENOUGH_WAITING = 20_000;
const BATCHES_AT_ONCE = 20;

// SES tells of a delivery within seconds, and of a delay after some minutes.
const EVENT_EXPECTED_SECONDS = 3600;
/** An event that has not come after a day does not come any more, and the alarm has been up all this time. */
const EVENT_GIVEN_UP_SECONDS = 25 * 3600;

/**
 * Gives a new hint for every room whose owed mail is due, so that no mail is forgotten when its first hint was lost. Reports also what
 * nobody else would notice: mail that has been owed for long, and mail of which SES tells nothing.
 */
export async function sweepMail(deps: SweepDeps, event: unknown): Promise<void> {
  const { olderThanSeconds } = sweep.parse(event);
  // A report that breaks keeps back no hint.
  const parts = [giveHints(deps, olderThanSeconds), reportChannel(deps), reportOldest(deps), reportUnheard(deps)];
  const broken = (await Promise.allSettled(parts)).filter((part) => part.status === 'rejected');
  if (broken.length > 0)
    throw new AggregateError(
      broken.map(({ reason }) => reason),
      `${broken.length} parts of a sweep failed`,
    );
}

async function giveHints({ rooms, hints, owingShards, log, world }: SweepDeps, olderThanSeconds: number): Promise<void> {
  const before = instantAt(millisOf(world.now()) - olderThanSeconds * 1000);
  const owing = await rooms.owing(before, Math.ceil(ROOMS_PER_SWEEP / owingShards));
  if (owing.length === 0) return;
  const waiting = await hints.countWaiting();
  if (waiting >= ENOUGH_WAITING) return log.warn('sweep.skipped', { rooms: owing.length, waiting });
  const failures = await sendAll(hints, owing);
  log.info('mail.swept', { rooms: owing.length, lost: failures.length });
  // Only now: one hint that cannot be sent keeps back no other. The next sweep finds its room again.
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} batches of hints failed`);
}

/** Some at a time, because each waits for the network far longer than it works. */
async function sendAll(hints: ManyHints, owing: readonly RoomId[]): Promise<readonly unknown[]> {
  const batches = Array.from({ length: Math.ceil(owing.length / HINTS_PER_BATCH) }, (_, n) =>
    owing.slice(n * HINTS_PER_BATCH, (n + 1) * HINTS_PER_BATCH),
  );
  const failures: unknown[] = [];
  const work = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      try {
        const refused = await hints.sendBatch(batch);
        if (refused > 0) failures.push(new Error(`The queue refused ${refused} hints`));
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work));
  return failures;
}

async function reportOldest({ findOldestOwed, log, world }: SweepDeps): Promise<void> {
  const decidedAt = await findOldestOwed(world.now());
  const ageMillis = decidedAt === null ? 0 : millisOf(world.now()) - millisOf(decidedAt);
  log.measure('OldestOwedMail', Math.max(0, Math.round(ageMillis / 1000)));
}

async function reportUnheard({ countUnheard, log, world }: SweepDeps): Promise<void> {
  const secondsAgo = (seconds: number): Instant => instantAt(millisOf(world.now()) - seconds * 1000);
  log.measure('MailUnheard', await countUnheard(secondsAgo(EVENT_GIVEN_UP_SECONDS), secondsAgo(EVENT_EXPECTED_SECONDS)));
}

/** Counted each minute while no mail goes through: retries alone are too seldom to keep an alarm up. */
async function reportChannel({ readFaultySince, log }: SweepDeps): Promise<void> {
  const since = await readFaultySince();
  if (since === null) return;
  log.warn('channel.failed', { since });
  log.count('ChannelDown');
}
