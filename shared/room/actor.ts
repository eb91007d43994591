import type { Actor } from './command.ts';
import type { Role } from '../words/roles.ts';
import { guestOf, participantOf, type ExistingRoom } from './room.ts';

/** The role in which someone may act on this room; null for anyone who is not in it. */
export function roleOf(room: ExistingRoom, actor: Actor): Role | null {
  if ('role' in actor) {
    const isInBooking = actor.bookedAt === undefined || actor.bookedAt === (guestOf(room)?.joinedAt ?? null);
    return isInBooking && participantOf(room, actor.role)?.email === actor.email ? actor.role : null;
  }
  if (room.host.sub === actor.sub) return 'host';
  return guestOf(room)?.sub === actor.sub ? 'guest' : null;
}
