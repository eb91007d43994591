import { plusMinutes, type Instant } from './instant.ts';

/** When a session takes place, or would: its start, and its length in minutes. A room's own length is one of DURATIONS. */
export interface TimeSlot {
  readonly startUtc: Instant;
  readonly durationMinutes: number;
}

export const isSameSlot = (a: TimeSlot, b: TimeSlot): boolean => a.startUtc === b.startUtc && a.durationMinutes === b.durationMinutes;

export const endOf = ({ startUtc, durationMinutes }: TimeSlot): Instant => plusMinutes(startUtc, durationMinutes);
