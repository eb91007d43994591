import type { TimeSlot } from '../time/time-slot.ts';
import { roleOf } from './actor.ts';
import type { Command } from './command.ts';
import { decide } from './decide.ts';
import { participantOf, type Room } from './room.ts';
import type { Cost } from './usage.ts';

/** What a command costs the person who gives it, and which time it takes of theirs. */
export interface Charge {
  readonly sub: string;
  readonly cost: Cost;
  /** The times that the command takes, or would take; empty where it takes none. */
  readonly slots: readonly TimeSlot[];
}

/** The charge for a command in the room as it is; null where it would change nothing, or is not limited. */
export function chargeFor(room: Room, command: Command): Charge | null {
  const decision = decide(room, command);
  if (decision.kind !== 'changed') return null;
  if (command.type === 'create') {
    const { id: roomId, host, startUtc, durationMinutes, reservedFor } = command;
    const slot = { startUtc, durationMinutes };
    return {
      sub: host.sub,
      cost: { type: 'open', sessions: [{ roomId, role: 'host', ...slot }], isReserved: Boolean(reservedFor) },
      slots: [slot],
    };
  }
  if (room.status === 'uncreated') return null;
  const sessionOf = (role: 'host' | 'guest', slot: TimeSlot) => ({ roomId: room.id, role, ...slot });
  switch (command.type) {
    case 'book': {
      const slot = { startUtc: room.startUtc, durationMinutes: room.durationMinutes };
      return { sub: command.guest.sub, cost: { type: 'book', session: sessionOf('guest', slot), hostSub: room.host.sub }, slots: [slot] };
    }
    case 'reschedule':
    case 'approve': {
      const role = roleOf(room, command.by);
      const sub = role && participantOf(room, role)?.sub;
      const slot = { startUtc: decision.room.startUtc, durationMinutes: decision.room.durationMinutes };
      return role && sub !== null && sub !== undefined
        ? { sub, cost: { type: 'move', session: sessionOf(role, slot) }, slots: [slot] }
        : null;
    }
    case 'propose': {
      const role = roleOf(room, command.by);
      const sub = role && participantOf(room, role)?.sub;
      // A COUNTER to an older time is answered with the invitation, and suggests nothing.
      const isSuggested = decision.mail.some(({ kind }) => kind === 'proposal-received');
      if (!sub || !isSuggested) return null;
      const { startUtc, durationMinutes, alternatives = [] } = command;
      const slots = [{ startUtc, durationMinutes }, ...alternatives].map((slot) => ({
        startUtc: slot.startUtc,
        durationMinutes: slot.durationMinutes ?? room.durationMinutes,
      }));
      return { sub, cost: { type: 'propose' }, slots };
    }
    case 'write-note': {
      const role = roleOf(room, command.by);
      const sub = role && participantOf(room, role)?.sub;
      return sub ? { sub, cost: { type: 'note' }, slots: [] } : null;
    }
    case 'restore': {
      const role = roleOf(decision.room, command.by);
      const sub = role && participantOf(decision.room, role)?.sub;
      const slot = { startUtc: room.startUtc, durationMinutes: room.durationMinutes };
      return role && sub ? { sub, cost: { type: 'return', session: sessionOf(role, slot) }, slots: [slot] } : null;
    }
    case 'undo': {
      const role = room.undo?.by ?? 'host';
      const sub = participantOf(decision.room, role)?.sub;
      const slot = { startUtc: room.startUtc, durationMinutes: room.durationMinutes };
      return sub === undefined ? null : { sub, cost: { type: 'return', session: sessionOf(role, slot) }, slots: [slot] };
    }
    case 'notify': {
      const sub = participantOf(room, command.to)?.sub;
      const isLimited = command.notice.kind === 'fresh-link' || command.notice.kind === 'confirm-reply';
      return sub !== undefined && isLimited && decision.mail.length > 0 ? { sub, cost: { type: 'mail' }, slots: [] } : null;
    }
    default:
      return null;
  }
}
