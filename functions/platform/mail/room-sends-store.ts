import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { RoomId } from '../../../shared/words/ids.ts';
import { ROLES } from '../../../shared/words/roles.ts';
import { SEND_STATES } from '../../../shared/words/send-states.ts';
import { SENDS } from '../../../shared/words/table-names.ts';
import { rowsInIndex } from '../row-reads-store.ts';

const roomSend = z.object({
  role: z.enum(ROLES),
  method: z.string(),
  state: z.enum(SEND_STATES),
  reason: z.optional(z.string()),
});

/** How far one mail of a room has come. */
export type RoomSend = z.output<typeof roomSend>;

/** Gives the mail of a room that somebody has tried to send. The index lags behind writes for a moment. */
export type ReadRoomSends = (room: RoomId) => Promise<readonly RoomSend[]>;

export const createReadRoomSends =
  (db: DynamoDBDocumentClient, table: string): ReadRoomSends =>
  async (room) => {
    const rows = await rowsInIndex(db, table, SENDS.key, SENDS.indexes.byRoom, room);
    return rows.flatMap((row) => roomSend.safeParse(row).data ?? []);
  };
