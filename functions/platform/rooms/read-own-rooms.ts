import { millisOf, plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import type { ExistingRoom } from '../../../shared/room/room.ts';
import { PAGE_ROWS, type Page, type ReadIndex, type RowPosition } from './index-read.ts';
import { parseRoomItem } from './room-item.ts';

/** Where the list of someone's own rooms was left off: the last row that was given of each of its two indexes. */
export interface OwnRoomsPosition {
  readonly part: 'to-come' | 'over';
  /** What starts from here on is to come. Fixed by the first page, so that no room changes sides between two pages. */
  readonly boundary: Instant;
  readonly asHost: RowPosition | null;
  readonly asGuest: RowPosition | null;
}

const LONGEST_MINUTES = 90;

/** Where the list begins. A session that has begun counts as one to come until even the longest would be over. */
export const ownRoomsFrom = (now: Instant): OwnRoomsPosition => ({
  part: 'to-come',
  boundary: plusMinutes(now, -LONGEST_MINUTES),
  asHost: null,
  asGuest: null,
});

/** The rooms that someone hosts or attends: those to come, the soonest first; then those that are over, the latest first. */
export async function readOwnRooms(read: ReadIndex, sub: string, position: OwnRoomsPosition): Promise<OwnRoomsPage> {
  if (position.part === 'over') return readPart(read, sub, position, PAGE_ROWS);
  const toCome = await readPart(read, sub, position, PAGE_ROWS);
  if (toCome.next) return toCome;
  const turn: OwnRoomsPosition = { part: 'over', boundary: position.boundary, asHost: null, asGuest: null };
  const over = await readPart(read, sub, turn, PAGE_ROWS - toCome.rows.length);
  return { rows: [...toCome.rows, ...over.rows], next: over.next };
}

type OwnRoomsPage = Page<ExistingRoom, OwnRoomsPosition>;

async function readPart(read: ReadIndex, sub: string, position: OwnRoomsPosition, most: number): Promise<OwnRoomsPage> {
  // One more than fits, to know whether there is a next page.
  const lists = await Promise.all(ROLES.map((role) => readRole(read, sub, position, role, most + 1)));
  const direction = position.part === 'to-come' ? 1 : -1;
  const merged = lists.flat().toSorted((a, b) => direction * (millisOf(a.room.startUtc) - millisOf(b.room.startUtc)));
  const taken = merged.slice(0, most);
  const reached = Object.fromEntries(taken.map(({ role, room }) => [role, { startUtc: room.startUtc, id: room.id }]));
  return { rows: taken.map(({ room }) => room), next: merged.length > most ? { ...position, ...reached } : null };
}

const INDEXES = {
  asHost: { index: 'rooms_by_host', key: 'host_sub' },
  asGuest: { index: 'rooms_by_guest', key: 'guest_sub' },
} as const;
const ROLES = ['asHost', 'asGuest'] as const;

async function readRole(read: ReadIndex, sub: string, position: OwnRoomsPosition, role: (typeof ROLES)[number], wanted: number) {
  const { index, key } = INDEXES[role];
  const after = position[role];
  const isToCome = position.part === 'to-come';
  const items = await read({
    index,
    where: `${key} = :sub AND start_utc ${isToCome ? '>=' : '<'} :boundary`,
    values: { ':sub': sub, ':boundary': position.boundary },
    ...(after && { after: { [key]: sub, start_utc: after.startUtc, id: after.id } }),
    isDescending: !isToCome,
    wanted,
  });
  return items.map((item) => ({ role, room: parseRoomItem(item).room }));
}
