import { parseInstant } from '../time/instant.ts';
import type { TimeSlot } from '../time/time-slot.ts';
import { isDuration } from '../words/durations.ts';
import { ROLES, type Role } from '../words/roles.ts';

/** What the timer shows, and to whom. */
export interface TimedSession extends TimeSlot {
  /** Of the reader; null where nobody knows. */
  readonly role: Role | null;
}

/** Where the timer of a session is. All that it needs is in its address, and nothing of a person. */
export const timerPath = ({ startUtc, durationMinutes }: TimeSlot, role: Role): string =>
  `/timer?start=${startUtc.replace('.000', '')}&minutes=${durationMinutes}&role=${role}`;

/** What the address of a timer says; undefined where it is no session. */
export function readTimerQuery({ start = '', minutes = '', role }: Readonly<Record<string, string | undefined>>): TimedSession | undefined {
  const startUtc = parseInstant(start);
  const durationMinutes = Number(minutes);
  if (startUtc === undefined || !isDuration(durationMinutes)) return undefined;
  return { startUtc, durationMinutes, role: ROLES.find((known) => known === role) ?? null };
}
