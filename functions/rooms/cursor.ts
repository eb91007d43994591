import * as z from 'zod/mini';
import { LISTED_DAYS } from '../../shared/api/queries.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import { millisOf, type Instant } from '../../shared/time/instant.ts';
import { invalid } from '../platform/http/http-error.ts';
import type { RowPosition } from '../platform/rooms/list-rooms.ts';
import type { OwnRoomsPosition } from '../platform/rooms/list-rooms.ts';

/*
 * Cursors: where a list goes on, opaque to the client, and checked when it comes back, since anybody can make one up. They
 * hold no secret: whose list it is comes from the token, never from the cursor.
 */

/** Where the list of open rooms goes on, and where it ends. */
export interface OpenRoomsCursor {
  readonly before: Instant;
  readonly position: RowPosition;
}

// As rooms store them, so that text order is time order.
const instant = z.pipe(
  z.iso.datetime({ precision: 3 }),
  z.transform((text) => text as Instant),
);
const DAY_MILLIS = 24 * 3_600_000;

const position = z.pipe(
  z.tuple([instant, z.uuid()]),
  z.transform(([startUtc, id]): RowPosition => ({ startUtc, id: id as RoomId })),
);
const openRooms = z.tuple([z.literal('open'), instant, position]);
const ownRooms = z.tuple([z.literal('own'), z.enum(['to-come', 'over']), instant, z.nullable(position), z.nullable(position)]);

export const writeOpenRoomsCursor = ({ before, position }: OpenRoomsCursor): string => encoded(['open', before, marked(position)]);

/** Throws `HttpError` 400 for anything that `writeOpenRoomsCursor` did not write. */
export function readOpenRoomsCursor(cursor: string): OpenRoomsCursor {
  const [, before, position] = decoded(openRooms, cursor);
  const millis = millisOf(before) - millisOf(position.startUtc);
  // No more days than anybody may ask for.
  if (millis <= 0 || millis > LISTED_DAYS.most * DAY_MILLIS) throw unknownCursor();
  return { before, position };
}

export const writeOwnRoomsCursor = ({ part, boundary, asHost, asGuest }: OwnRoomsPosition): string =>
  encoded(['own', part, boundary, asHost && marked(asHost), asGuest && marked(asGuest)]);

/** Throws `HttpError` 400 for anything that `writeOwnRoomsCursor` did not write. */
export function readOwnRoomsCursor(cursor: string): OwnRoomsPosition {
  const [, part, boundary, asHost, asGuest] = decoded(ownRooms, cursor);
  const isInPart = (mark: RowPosition | null) => mark === null || mark.startUtc >= boundary === (part === 'to-come');
  if (!isInPart(asHost) || !isInPart(asGuest)) throw unknownCursor();
  return { part, boundary, asHost, asGuest };
}

const marked = ({ startUtc, id }: RowPosition) => [startUtc, id];

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decoded<S extends z.core.$ZodType>(schema: S, cursor: string): z.output<S> {
  const result = z.safeParse(schema, parsed(cursor));
  if (!result.success) throw unknownCursor();
  return result.data;
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw unknownCursor();
  }
}

const unknownCursor = () => invalid({ field: 'cursor', message: 'Take the cursor from the previous page as it is, or leave it out' });
