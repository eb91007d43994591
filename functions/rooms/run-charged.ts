import type { Command } from '../../shared/room/command.ts';
import { decide } from '../../shared/room/decide.ts';
import type { Room } from '../../shared/room/room.ts';
import type { Cost } from '../../shared/room/usage.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import { HttpError } from '../platform/http/http-error.ts';
import { chargePerson, refundPerson } from '../platform/people/charge-person.ts';
import { runCommand, type CommandOutcome } from '../platform/rooms/run-command.ts';
import type { RoomsApiDeps } from './deps.ts';

/**
 * Runs a command that counts towards the limits of the person who gives it. A command that would change nothing costs nothing.
 * Throws `HttpError` 429 at a limit.
 * @param costIn what the command costs, in the room as it is
 */
export async function runCharged(
  deps: RoomsApiDeps,
  id: RoomId,
  command: Command,
  sub: string,
  costIn: (room: Room) => Cost | null,
): Promise<CommandOutcome> {
  const { room } = await deps.rooms.load(id);
  const cost = decide(room, command).kind === 'changed' ? costIn(room) : null;
  if (cost === null) return runCommand(deps, id, command);
  const bill = { sub, cost, at: command.at, key: command.seed };
  const reached = await chargePerson(deps, bill);
  if (reached) {
    const message = `At most ${reached.allowed}; possible again from ${reached.endsAt}`;
    throw new HttpError('person-limit', [{ field: reached.limit, message }], reached.endsAt);
  }
  const outcome = await runCommand(deps, id, command);
  if (outcome.kind !== 'changed') await refundPerson(deps, bill);
  return outcome;
}
