import { ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { silentLog } from '../../functions/platform/log.ts';
import { createRoomStore } from '../../functions/platform/rooms/room-store.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import type { Instant } from '../../shared/time/instant.ts';

export interface Backfilled {
  /** Rows that had not been written by this service yet. */
  readonly found: number;
  readonly written: number;
  /** Rows that somebody has to look at: nothing was changed in them. */
  readonly unreadable: readonly { readonly id: string; readonly why: string }[];
}

/**
 * Writes rows of the service before this one as this one writes them: SEQUENCE 0, a length of 60 minutes and the end that
 * follows from it where they were missing, and what the lists find them by. Nothing else changes, and no mail is owed. Each
 * row is one conditional write: a room that someone uses meanwhile has been written by that, and is left alone.
 * The one place that scans: once, by an operator, with rights that no function has.
 */
export async function backfillRooms(db: DynamoDBDocumentClient, table: string, isDryRun: boolean, now: Instant): Promise<Backfilled> {
  const rooms = createRoomStore(db, table, silentLog);
  let [found, written] = [0, 0];
  const unreadable: { id: string; why: string }[] = [];
  for await (const id of rowsBefore(db, table)) {
    found += 1;
    try {
      const read = await rooms.load(id);
      if (read.room.status === 'uncreated' || isDryRun) continue;
      // Touched now: a session that was over long ago must not be forgotten at once.
      if (await rooms.save(read, { ...read.room, updatedAt: now }, [])) written += 1;
    } catch (error) {
      unreadable.push({ id, why: messageOf(error) });
    }
  }
  return { found, written, unreadable };
}

async function* rowsBefore(db: DynamoDBDocumentClient, TableName: string): AsyncGenerator<RoomId> {
  let after: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await db.send(
      new ScanCommand({
        TableName,
        FilterExpression: 'attribute_not_exists(version)',
        ProjectionExpression: 'id',
        ...(after && { ExclusiveStartKey: after }),
      }),
    );
    for (const { id } of Items) yield id as RoomId;
    after = LastEvaluatedKey;
  } while (after);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
