import type { HistoryEvent } from '../words/history-events.ts';
import type { Instant } from '../time/instant.ts';
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
}

export const HISTORY_LIMIT = 100;
