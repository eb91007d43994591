import { subOfImported } from '../../shared/room/identify.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import { ownRoomsFrom, type OwnRoomsPosition } from '../platform/rooms/list-rooms.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import type { Caller } from './caller.ts';
import type { RoomsApiDeps } from './deps.ts';

/** Gives the caller the rooms that were imported under their address. The address is verified: see `readCaller`. */
export async function identifyCaller(deps: RoomsApiDeps, caller: Caller): Promise<void> {
  const imported = subOfImported(caller.email);
  let position: OwnRoomsPosition | null = ownRoomsFrom(deps.world.now());
  while (position) {
    const { rows, next }: Awaited<ReturnType<typeof deps.index.ownRooms>> = await deps.index.ownRooms(imported, position);
    for (const { id } of rows) await identifyIn(deps, id, caller);
    position = next;
  }
}

export async function identifyIn(deps: RoomsApiDeps, id: RoomId, { email, sub }: Caller): Promise<void> {
  await runCommand(deps, id, { type: 'identify', email, sub, at: deps.world.now(), seed: deps.world.seed() });
}
