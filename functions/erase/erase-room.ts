import { composeAudit } from '../../shared/room/owed-audit.ts';
import { decide } from '../../shared/room/decide.ts';
import { findHeld, isKeptFor } from '../../shared/room/anonymise-room.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import type { FoundPerson } from '../platform/people/person-tables.ts';
import type { StoredRoom } from '../platform/rooms/room-store.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import type { ErasePersonDeps } from './erase-person.ts';

/** Ends a session to come by the ordinary command: the other one gets the ordinary mail, and both calendars their CANCEL. */
export async function endSession(deps: ErasePersonDeps, { id, room }: StoredRoom, person: FoundPerson): Promise<boolean> {
  const at = deps.world.now();
  if (await declineFor(deps, { id, room }, person)) return true;
  const held = room.status === 'uncreated' ? null : findHeld(room, person, at);
  if (room.status === 'uncreated' || held === null) return false;
  const type = held === room.host ? 'cancel' : 'leave';
  const { kind } = await runCommand(deps, id, { type, by: { sub: held.sub }, at, seed: deps.world.seed() });
  return kind === 'changed';
}

/** A session that is reserved for the person is not kept from others any longer. */
async function declineFor(deps: ErasePersonDeps, { id, room }: Pick<StoredRoom, 'id' | 'room'>, person: FoundPerson): Promise<boolean> {
  if (room.status === 'uncreated' || room.reservedFor === null || !isKeptFor(room, person)) return false;
  const asked = { at: deps.world.now(), seed: deps.world.seed() };
  const { kind } = await runCommand(deps, id, { type: 'decline-reservation', by: { sub: room.reservedFor.person.sub }, ...asked });
  return kind === 'changed';
}

/** Whether something still has to leave that names the person. */
export const isOwing = ({ outbox, audits, unreadableMail }: StoredRoom): boolean =>
  (outbox?.size ?? 0) + audits.size + unreadableMail.length > 0;

export type RoomErasure = 'erased' | 'clean' | 'waiting';

/**
 * Takes the person out of a room. It waits while the room owes mail, because mail that was decided with the address has to leave
 * by it. A decision that comes in between makes it wait too: that decision may owe mail.
 */
export async function eraseInRoom({ rooms, hints, world }: ErasePersonDeps, id: RoomId, person: FoundPerson): Promise<RoomErasure> {
  const stored = await rooms.load(id);
  if (stored.room.status === 'uncreated') return 'clean';
  const { room } = stored;
  if (isOwing(stored) || findHeld(room, person, world.now()) !== null || isKeptFor(room, person)) return 'waiting';
  const command = { type: 'erase-person', person, at: world.now(), seed: world.seed() } as const;
  const decision = decide(stored.room, command);
  if (decision.kind !== 'changed') return 'clean';
  // What this version does not know of the row goes too: nobody here can say whom it names.
  const { row: _, ...read } = stored;
  if (!(await rooms.save(read, decision.room, [], composeAudit(stored.room, command, decision.room)))) return 'waiting';
  await hints.send(id);
  return 'erased';
}
