import type { Instant } from '../time/instant.ts';
import type { DurationMinutes, Role } from './room.ts';

/** What happened to a room, in the order it happened. Both parties see it, so it holds first names and never an address. */
export interface HistoryEntry {
  readonly at: Instant;
  readonly event: HistoryEvent;
  readonly by: Role | 'system';
  /** First name of the one who did it, or whom a mail did not reach; null where nobody is to be named. */
  readonly name: string | null;
  /** SEQUENCE after the event. */
  readonly sequence: number;
  /** The time that the event set or suggested, where it did. */
  readonly startUtc: Instant | null;
  readonly durationMinutes: DurationMinutes | null;
}

export const HISTORY_EVENTS = [
  'created',
  'booked',
  'rescheduled',
  'left',
  'cancelled',
  'accepted',
  'tentative',
  'declined',
  'proposed',
  'approved',
  'proposal-declined',
  'proposal-withdrawn',
  'mail-failed',
  'mail-bounced',
] as const;
export type HistoryEvent = (typeof HISTORY_EVENTS)[number];

export const HISTORY_LIMIT = 100;
