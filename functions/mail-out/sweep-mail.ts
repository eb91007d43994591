import * as z from 'zod/mini';
import { instantAt, millisOf } from '../../shared/time/instant.ts';
import type { Hints } from '../platform/mail/hint.ts';
import type { Log } from '../platform/log.ts';
import type { RoomStore } from '../platform/rooms/room-store.ts';
import type { World } from '../platform/world.ts';

export interface SweepDeps {
  readonly rooms: Pick<RoomStore, 'owing'>;
  readonly hints: Hints;
  readonly log: Log;
  readonly world: World;
}

/** What the schedule sends along. */
const sweep = z.object({ olderThanSeconds: z.number().check(z.nonnegative()) });

// Of each index shard: enough that rooms whose mail waits for its next try do not keep others out, little enough for one invocation.
const ROOMS_PER_SHARD = 1000;

/** Gives a new hint for every room that has owed mail for a while: whatever lost the first one, no mail is forgotten. */
export async function sweepMail({ rooms, hints, log, world }: SweepDeps, event: unknown): Promise<void> {
  const { olderThanSeconds } = sweep.parse(event);
  const before = instantAt(millisOf(world.now()) - olderThanSeconds * 1000);
  const owing = await rooms.owing(before, ROOMS_PER_SHARD);
  if (owing.length === 0) return;
  await Promise.all(owing.map((id) => hints.send(id)));
  log.info('mail.swept', { rooms: owing.length });
}
