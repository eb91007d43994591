import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { silentLog } from '../../functions/platform/log.ts';
import type { FieldProblem, RawRow } from '../../functions/platform/rooms/unreadable-row.ts';
import { createRoomStore, makeAbsentRoom } from '../../functions/platform/rooms/room-store.ts';
import { uncreated } from '../../shared/room/room.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { readLegacyRow } from './legacy-row.ts';

/** A row that somebody has to mend: nothing was written of it. */
export interface RefusedRow {
  readonly row: RawRow;
  readonly problems: readonly FieldProblem[];
}

export interface BackfillCounts {
  /** Rows that were looked at. */
  readonly found: number;
  readonly written: number;
  /** Rows that this service has written already: by an earlier run, or because somebody used the room. */
  readonly present: number;
  readonly refused: number;
}

export interface Backfill {
  /** Whether the rows come from the table itself. */
  readonly isInTable: boolean;
  /** Whether people keep their ids, because both services have one identity provider. Otherwise their verified address tells who they are. */
  readonly keepsSubs?: boolean;
  readonly isDryRun: boolean;
  readonly now: Instant;
  readonly refuse: (refused: RefusedRow) => void;
  readonly report?: (counts: BackfillCounts) => void;
}

const AT_ONCE = 32;
const REPORT_EVERY = 1000;

/**
 * Writes rows of the service before this one as this one writes them: SEQUENCE 0, a length of 60 minutes and the end that
 * follows from it where they were missing, and what the lists find them by. No mail is owed. Each row is one write on condition, so a
 * run that was killed is run again, and a room that somebody uses meanwhile is left alone. Rows are never all in memory.
 */
export async function backfillRooms(
  db: DynamoDBDocumentClient,
  table: string,
  rows: AsyncIterable<RawRow>,
  { isInTable, keepsSubs = false, isDryRun, now, refuse, report = () => {} }: Backfill,
): Promise<BackfillCounts> {
  const rooms = createRoomStore(db, table, silentLog);
  const counts = { found: 0, written: 0, present: 0, refused: 0 };

  const take = async (row: RawRow): Promise<void> => {
    const read = readLegacyRow(row, now, keepsSubs);
    if ('problems' in read) {
      counts.refused += 1;
      refuse({ row, problems: read.problems });
    } else if (!isDryRun) {
      // A row of the table is completed; a row of a file must not be in the table yet.
      const stored = isInTable ? read.room : uncreated;
      const isWritten = await rooms.save({ ...makeAbsentRoom(read.room.id), room: stored, row }, read.room, []);
      counts[isWritten ? 'written' : 'present'] += 1;
    }
  };

  const running = new Set<Promise<void>>();
  try {
    for await (const row of rows) {
      counts.found += 1;
      if (counts.found % REPORT_EVERY === 0) report(counts);
      const work = take(row).finally(() => running.delete(work));
      running.add(work);
      if (running.size >= AT_ONCE) await Promise.race(running);
    }
    await Promise.all(running);
  } finally {
    // After an error too: what has begun is written whole.
    await Promise.allSettled(running);
  }
  return counts;
}
