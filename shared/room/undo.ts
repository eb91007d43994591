import { instantAt, millisOf, type Instant } from '../time/instant.ts';
import { endOf } from '../time/time-slot.ts';
import type { Role } from '../words/roles.ts';
import { roleOf } from './actor.ts';
import { recordHistory } from './changes.ts';
import type { Actor, EndUndo, Undo } from './command.ts';
import { change, refuse, unchanged, type Decision } from './decision.ts';
import { formerGuestOf } from './former-guests.ts';
import type { Proposal } from './proposal.ts';
import { guestOf, type ExistingRoom, type OpenRoom, type Participant } from './room.ts';

/*
 * A second thought: what somebody cancelled or left in the app can be taken back for a moment. The decision is made at once and
 * its mail waits, so nobody has mail about what is taken back.
 */

/** What can be taken back, and what the room has to become again. */
export interface Undoable {
  readonly by: Role;
  readonly event: 'cancelled' | 'left';
  /** When it was done. */
  readonly at: Instant;
  /** Before then it can be taken back. Its mail leaves then. */
  readonly until: Instant;
  /** Of the command that did it: its mail has the same. */
  readonly seed: string;
  /** SEQUENCE of the last REQUEST before it. */
  readonly sequence: number;
  /** The guest as they were; null: nobody was booked. */
  readonly guest: Participant | null;
  /** When the host had been mailed last. */
  readonly hostMailedAt: Instant | null;
}

/** The decision that cancels or leaves, as one that can be taken back for so many seconds. Its mail waits as long. */
export function holdForUndo(
  before: ExistingRoom,
  decision: Decision,
  what: Pick<Undoable, 'by' | 'event' | 'at' | 'seed'> & { readonly seconds: number },
): Decision {
  const { seconds, ...done } = what;
  if (decision.kind !== 'changed' || seconds === 0) return decision;
  const until = instantAt(millisOf(done.at) + seconds * 1000);
  const guest = before.status === 'open' ? null : before.guest;
  const undo: Undoable = { ...done, until, sequence: before.sequence, guest, hostMailedAt: before.host.lastMailedAt };
  return { ...decision, room: { ...decision.room, undo }, mail: decision.mail.map((mail) => ({ ...mail, notBefore: until })) };
}

/**
 * Nothing can be taken back any more once the room stands otherwise, or another mail says how it stands. An answer that only the
 * timeline shows is no reason.
 */
export function endOvertakenUndo(before: ExistingRoom, decision: Decision): Decision {
  if (decision.kind !== 'changed' || before.undo === null || decision.room.undo !== before.undo) return decision;
  const { room, mail } = decision;
  const isSame = (['status', 'sequence', 'startUtc', 'durationMinutes', 'venueUrl'] as const).every((name) => room[name] === before[name]);
  return isSame && mail.length === 0 ? decision : { ...decision, room: { ...room, undo: null } };
}

/** Takes back what the same person has just cancelled or left. Nobody is mailed, because the mail of it had not left. */
export function undo(room: ExistingRoom, { by, at }: Undo): Decision {
  const { undo: undoable } = room;
  const role = roleOf(room, by);
  const isFormer = formerGuestOf(room, by) !== undefined;
  if (role === null && !isFormer) return refuse('not-participant');
  if (undoable === null && isFormer && room.status === 'booked') return refuse('room-taken');
  if (undoable === null) return isUndone(room, role) ? unchanged : refuse('too-late');
  if (!isTheirs(room, undoable, by)) return refuse('undo-not-yours');
  if (at >= undoable.until) return refuse('too-late');
  if (endOf(room) <= at) return refuse('room-over');
  return { kind: 'changed', room: recordHistory(restore(room, undoable), at, 'undone', undoable.by), mail: [], recalls: undoable.seed };
}

/** The time to take it back is over: its mail may leave. */
export const endUndo = (room: ExistingRoom, { at }: EndUndo): Decision =>
  room.undo === null || at < room.undo.until ? unchanged : change({ ...room, undo: null });

/** Until when this person can take back that they cancelled or left; null where they cannot. */
export const undoableUntil = (room: ExistingRoom, sub: string, now: Instant): Instant | null =>
  room.undo !== null && now < room.undo.until && isTheirs(room, room.undo, { sub }) ? room.undo.until : null;

const isTheirs = (room: ExistingRoom, undoable: Undoable, by: Actor): boolean => {
  if (undoable.event === 'cancelled' || room.status === 'cancelled') return roleOf(room, by) === undoable.by;
  return 'sub' in by && undoable.guest?.sub === by.sub;
};

/** Whether the last change of this kind is that this person took it back. */
function isUndone({ history }: ExistingRoom, role: Role | null): boolean {
  const last = history.findLast(({ event }) => ENDS_OR_UNDOES.has(event));
  return last?.event === 'undone' && last.by === role;
}

const ENDS_OR_UNDOES: ReadonlySet<string> = new Set(['cancelled', 'left', 'declined', 'undone']);

/** The room as it was. Answers that came meanwhile stay. What was not mailed did not count: SEQUENCE is that of the last REQUEST again. */
function restore(room: ExistingRoom, undoable: Undoable): ExistingRoom {
  const session = {
    ...room,
    sequence: undoable.sequence,
    host: { ...room.host, lastMailedAt: undoable.hostMailedAt },
    proposals: room.proposals.map((proposal) => reopen(proposal, undoable.at)),
    formerGuests: room.formerGuests.filter(({ sub }) => sub !== undoable.guest?.sub),
    undo: null,
  };
  if (undoable.guest === null) return { ...withoutGuest(session), status: 'open' };
  const guest = { ...(guestOf(room) ?? undoable.guest), lastMailedAt: undoable.guest.lastMailedAt };
  return { ...session, status: 'booked', guest };
}

function withoutGuest(room: ExistingRoom): Omit<OpenRoom, 'status'> {
  if (room.status === 'open') return room;
  const { guest: _, ...rest } = room;
  return rest;
}

const reopen = (proposal: Proposal, at: Instant): Proposal =>
  proposal.status === 'superseded' && proposal.decisionAt === at ? { ...proposal, status: 'pending', decisionAt: null } : proposal;
