import type { HistoryEvent } from '../words/history-events.ts';
import type { Instant } from '../time/instant.ts';
import type { TimeSlot } from '../time/time-slot.ts';
import type { DurationMinutes } from '../words/durations.ts';
import type { OrOther } from '../words/other.ts';
import type { Role } from '../words/roles.ts';

/** What happened to a room, in the order it happened. Both parties see it, so it holds first names and never an address. */
export interface HistoryEntry {
  readonly at: Instant;
  readonly event: OrOther<HistoryEvent>;
  readonly by: Role | 'system';
  /** First name of the one who did it, or whom a mail did not reach; null where nobody is to be named. */
  readonly name: string | null;
  /** SEQUENCE after the event. */
  readonly sequence: number;
  /** The time that the event set or suggested, where it did. */
  readonly startUtc: Instant | null;
  readonly durationMinutes: DurationMinutes | null;
  /** Further times that it suggested. */
  readonly alternatives?: readonly TimeSlot[];
  /** What they wrote to the other party with it; empty if nothing. */
  readonly note: string;
}

export const HISTORY_LIMIT = 100;
/** The newest notes in a history. */
export const NOTES_KEPT = 20;
/** What stands where an older note was. */
export const NOTE_DROPPED = '…';

/** What somebody who joined at that time may see: neither what happened before, nor that a mail was reported as unwanted. */
export const visibleHistory = (
  room: { readonly history: readonly HistoryEntry[] },
  viewer: { readonly joinedAt: Instant },
): readonly HistoryEntry[] => room.history.filter(({ at, event }) => at >= viewer.joinedAt && event !== 'mail-complained');
