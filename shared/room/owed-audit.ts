import type { Instant } from '../time/instant.ts';
import type { PartStat } from '../words/itip.ts';
import type { Role } from '../words/roles.ts';
import type { Command } from './command.ts';
import { guestOf, type ExistingRoom, type Room } from './room.ts';

/** How a room stands, as far as the audit trail says it: nothing that names a person. */
export interface RoomStanding {
  readonly status: ExistingRoom['status'];
  readonly startUtc: Instant;
  readonly durationMinutes: number;
  readonly sequence: number;
  readonly hostPartstat: PartStat;
  /** Null: nobody is booked. */
  readonly guestPartstat: PartStat | null;
}

/**
 * The record that a decision owes to the audit trail, stored in the decision's own write as its mail is. It is small, because it is
 * part of the room until it is written: what the room's history says of the decision is taken from there, and how the room stood
 * afterwards from the next record, or from the room.
 */
export interface OwedAudit {
  readonly kind: 'audit';
  readonly at: Instant;
  readonly command: string;
  readonly by: Role | 'system';
  /** What it entered into the history. */
  readonly events: readonly string[];
  /** How the room stood before; null: there was none. */
  readonly before: RoomStanding | null;
}

export const standingOf = (room: Room): RoomStanding | null =>
  room.status === 'uncreated'
    ? null
    : {
        status: room.status,
        startUtc: room.startUtc,
        durationMinutes: room.durationMinutes,
        sequence: room.sequence,
        hostPartstat: room.host.partstat,
        guestPartstat: guestOf(room)?.partstat ?? null,
      };

/** The record of the decision that made `after` of `before`. */
export function composeAudit(before: Room, { type, at }: Pick<Command, 'type' | 'at'>, after: ExistingRoom): OwedAudit {
  const known = before.status === 'uncreated' ? [] : before.history;
  const entered = after.history.filter(
    (entry) => entry.at === at && !known.some((older) => older.at === at && older.event === entry.event),
  );
  return {
    kind: 'audit',
    at,
    command: type,
    by: entered.at(-1)?.by ?? 'system',
    events: entered.map(({ event }) => event),
    before: standingOf(before),
  };
}
