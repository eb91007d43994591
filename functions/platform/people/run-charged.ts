import { createHash } from 'node:crypto';
import type { Command } from '../../../shared/room/command.ts';
import { chargeFor } from '../../../shared/room/cost-of.ts';
import { roleOf } from '../../../shared/room/actor.ts';
import type { Room } from '../../../shared/room/room.ts';
import type { HeldSession, ReachedLimit } from '../../../shared/room/usage.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { otherRole, type Role } from '../../../shared/words/roles.ts';
import { runCommand, type CommandOutcome, type RunCommandDeps } from '../rooms/run-command.ts';
import { chargePerson, isOtherBusy, refundPerson, type ChargePersonDeps } from './charge-person.ts';

export type ChargedOutcome =
  | CommandOutcome
  | { readonly kind: 'limited'; readonly reached: ReachedLimit }
  | { readonly kind: 'overlap'; readonly sessions: readonly HeldSession[] };

interface Permission<Allows extends boolean> {
  /** Whether the person may take a time at which they have another session. */
  readonly allowOverlap: Allows;
}

type Deps = RunCommandDeps & ChargePersonDeps;

/**
 * Runs a command that counts towards the limits of the person who gives it, and may take time of theirs. A command that would
 * change nothing costs nothing. Mail that tells a time says where its recipient has another session then.
 */
export function runCharged(
  deps: Deps,
  id: RoomId,
  command: Command,
  permission: Permission<true>,
): Promise<Exclude<ChargedOutcome, { kind: 'overlap' }>>;
export function runCharged(deps: Deps, id: RoomId, command: Command, permission: Permission<boolean>): Promise<ChargedOutcome>;
export async function runCharged(deps: Deps, id: RoomId, asked: Command, { allowOverlap }: Permission<boolean>): Promise<ChargedOutcome> {
  const { room, version } = await deps.rooms.load(id);
  const command = await withConfirmedAddresses(deps, room, asked);
  const due = chargeFor(room, command);
  if (due === null) return runCommand(deps, id, command);
  const bill = { ...due, roomIds: [id], allowOverlap, at: command.at, key: command.seed, request: digestRequest(id, version, command) };
  const charged = await chargePerson(deps, bill);
  if (charged.kind === 'limited') deps.log.countKind('PersonLimited', charged.reached.limit);
  if (charged.kind !== 'charged') return charged;
  const role = actorIn(room, command);
  const isBusy = await isOtherBusy(deps, room, role, due.slots, command.at);
  const busy: readonly Role[] = [...(charged.overlaps.length > 0 ? [role] : []), ...(isBusy ? [otherRole(role)] : [])];
  const outcome = await runCommand(deps, id, { ...command, busy });
  if (outcome.kind !== 'changed') await refundPerson(deps, bill);
  return outcome;
}

/**
 * What a command asks for in this state of the room. It is the same for a request that arrives several times at once, because time,
 * chance and the new id in it make no difference. Who asks is left out: it is kept in the row of that person.
 */
function digestRequest(id: RoomId, version: number, command: Command): string {
  const asked = Object.entries(command).filter(([name]) => !LEFT_OUT.has(name));
  return createHash('sha256')
    .update(JSON.stringify([id, version, asked.toSorted(([a], [b]) => (a < b ? -1 : 1))]))
    .digest('base64url')
    .slice(0, 22);
}

const LEFT_OUT: ReadonlySet<string> = new Set(['id', 'at', 'seed', 'busy', 'by', 'guest', 'host', 'email', 'confirmed']);

/** A booking with the addresses that the two have confirmed; any other command as it is. */
async function withConfirmedAddresses({ people }: Deps, room: Room, command: Command): Promise<Command> {
  if (command.type !== 'book' || room.status !== 'open') return command;
  const [host, guest] = await Promise.all([people.load(room.host.sub), people.load(command.guest.sub)]);
  return { ...command, confirmed: { ofHost: host.profile.addresses, ofGuest: guest.profile.addresses } };
}

function actorIn(room: Room, command: Command): Role {
  if (command.type === 'book') return 'guest';
  if (command.type === 'restore' && 'role' in command.by) return command.by.role;
  if (command.type === 'undo' && room.status !== 'uncreated') return room.undo?.by ?? 'host';
  return ('by' in command && room.status !== 'uncreated' && roleOf(room, command.by)) || 'host';
}
