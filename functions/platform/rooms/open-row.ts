import * as z from 'zod/mini';
import type { Participant } from '../../../shared/room/room.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import type { DurationMinutes } from '../../../shared/words/durations.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import type { Practice } from '../../../shared/words/practice.ts';
import { ROOMS } from '../../../shared/words/table-names.ts';
import { instant } from '../stored-values.ts';
import { minutes, orNull, partstat } from './room-row-schema.ts';
import { parseRow, type RawRow } from './unreadable-row.ts';

/** The keys that a row has in an index by start. Indexes hold no row without them. */
export const rowKeyOf = (row: RawRow): RowKey => ({ startUtc: row['start_utc'] as Instant, id: row[ROOMS.key] as RoomId });

interface RowKey {
  readonly startUtc: Instant;
  readonly id: RoomId;
}

/** All that the list of open rooms shows of one. It is kept in the one attribute `listing`. */
export interface OpenRow extends RowKey {
  readonly durationMinutes: DurationMinutes;
  readonly sequence: number;
  readonly practice: Practice;
  readonly host: Pick<Participant, 'sub' | 'name' | 'givenName' | 'partstat'>;
}

export const openRowOf = ({
  id,
  startUtc,
  durationMinutes,
  sequence,
  practice,
  host: { sub, name, givenName = null, partstat },
}: OpenRow): OpenRow => ({
  id,
  startUtc,
  durationMinutes,
  sequence,
  practice,
  host: { sub, name, givenName, partstat },
});

const openRow = z.object({
  id: z.string(),
  start_utc: instant,
  listing: z.object({
    duration_minutes: minutes,
    ics_sequence: z.number(),
    topic: orNull(z.string()),
    exam: orNull(z.string()),
    line: z._default(z.string(), ''),
    host: z.object({ sub: z.string(), name: z.string(), given_name: orNull(z.string()), partstat }),
  }),
});

/** A row of the index of open rooms. Throws `UnreadableRow`. */
export function parseOpenRow(raw: unknown): OpenRow {
  const { id, start_utc, listing } = parseRow(openRow, raw);
  const {
    duration_minutes,
    ics_sequence,
    topic,
    exam,
    line,
    host: { given_name, ...host },
  } = listing;
  const named = { ...host, givenName: given_name };
  const practice = { topic, exam, line };
  return { id: id as RoomId, startUtc: start_utc, durationMinutes: duration_minutes, sequence: ics_sequence, practice, host: named };
}
