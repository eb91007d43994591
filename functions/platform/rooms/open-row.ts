import * as z from 'zod/mini';
import type { RoomId } from '../../../shared/words/ids.ts';
import type { DurationMinutes } from '../../../shared/words/durations.ts';
import type { Participant } from '../../../shared/room/room.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import { duration, instant, partstat } from './room-schema.ts';

/** What the list of open rooms shows of one. The index carries only a part of each room. */
export interface OpenRow {
  readonly id: RoomId;
  readonly startUtc: Instant;
  readonly durationMinutes: DurationMinutes;
  readonly sequence: number;
  readonly host: Pick<Participant, 'sub' | 'name' | 'partstat'>;
}

const openRow = z.object({
  id: z.string(),
  start_utc: instant,
  duration_minutes: duration,
  ics_sequence: z._default(z.nullable(z.number()), 0),
  host: z.object({ sub: z.string(), name: z._default(z.string(), ''), partstat: z._default(partstat, 'NEEDS-ACTION') }),
});

/** Throws when a row breaks the schema. */
export function parseOpenRow(raw: unknown): OpenRow {
  const row = openRow.parse(raw);
  return {
    id: row.id as RoomId,
    startUtc: row.start_utc,
    durationMinutes: row.duration_minutes,
    sequence: row.ics_sequence ?? 0,
    host: row.host,
  };
}
