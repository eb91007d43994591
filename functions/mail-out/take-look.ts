import { isLookTrue, newestLook } from '../../shared/room/ask-wishers.ts';
import { plusMinutes, type Instant } from '../../shared/time/instant.ts';
import { OutboxFull } from '../platform/rooms/outbox-full.ts';
import { runCommand, type RunCommandDeps } from '../platform/rooms/run-command.ts';
import type { StoredRoom } from '../platform/rooms/room-store.ts';
import type { World } from '../platform/world.ts';
import type { FindWishers } from './find-wishers.ts';

export interface TakeLookDeps extends RunCommandDeps {
  readonly findWishers: FindWishers;
  readonly world: World;
}

interface Taken {
  /** Names of looks that are done with. */
  readonly done: readonly string[];
  /** When the one that is left is to be taken; null: none is. */
  readonly until: Instant | null;
}

/**
 * Takes the look for those who wish for this session, if the room owes one. The mail of it is owed by a decision of its own. A look that
 * fails keeps back no other mail, and is taken again.
 */
export async function takeLook(deps: TakeLookDeps, { id, room, looks }: StoredRoom): Promise<Taken> {
  const { findWishers, log, world } = deps;
  const [name, look] = newestLook(looks) ?? [];
  const now = world.now();
  const all = [...looks.keys()];
  if (name === undefined || look === undefined || room.status === 'uncreated' || !isLookTrue(room, now)) return { done: all, until: null };
  const older = all.filter((other) => other !== name);
  if (look.notBefore > now) return { done: older, until: look.notBefore };
  try {
    const { wishers, next } = await findWishers(room, look, now);
    log.count('WishLooks');
    if (wishers.length === 0 && next === null) return { done: all, until: null };
    const outcome = await runCommand(deps, id, { type: 'ask-wishers', look, wishers, next, at: now, seed: world.seed() });
    if (outcome.kind === 'changed') for (const _ of outcome.mail) log.count('WishersMailed');
    return { done: all, until: null };
  } catch (error) {
    if (!(error instanceof OutboxFull)) {
      log.error('look.failed', error, { roomId: id });
      log.count('WishLooksFailed');
    }
    return { done: older, until: plusMinutes(now, 1) };
  }
}
