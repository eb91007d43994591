import type { RoomView } from '../shared/api/contract.ts';
import type { ApiClient } from './api-client.ts';

const PAGES_AT_MOST = 10;

/** The sessions of the person, up to ten pages of them: those to come first. */
export async function readOwnRooms(api: Pick<ApiClient, 'ownRooms'>): Promise<readonly RoomView[]> {
  const rooms: RoomView[] = [];
  let cursor: string | null | undefined;
  for (let n = 0; n < PAGES_AT_MOST && cursor !== null; n++) {
    const next = await api.ownRooms(cursor);
    rooms.push(...next.rooms);
    cursor = next.cursor;
  }
  return rooms;
}
