import { guestOf, type ExistingRoom } from '../../../shared/room/room.ts';
import { instantAt, millisOf, plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import { DURATIONS } from '../../../shared/words/durations.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { ROOMS, type TableIndex } from '../../../shared/words/table-names.ts';
import type { OpenRow } from './open-row.ts';

/*
 * Pages of rooms, put together from parts of indexes. How an index and the rooms are read is in room-index-store.ts.
 */

/** Rows of one page of any list. */
export const PAGE_ROWS = 50;

/** Part of one partition of an index, in the order of its sort key. */
export interface IndexQuery {
  readonly index: SortedIndex;
  /** The value of the index's partition key. */
  readonly partition: string;
  /** From and to, both inclusive. */
  readonly range: readonly [from: Instant, to: Instant];
  /** The row to go on after. It has to lie within the range, but need not be there any more. */
  readonly after: RowPosition | null;
  readonly isDescending?: boolean;
  readonly limit: number;
}

export type SortedIndex = TableIndex & { readonly sortKey: string };

/** Where a row stands in an index by start. */
export interface RowPosition {
  readonly startUtc: Instant;
  readonly id: RoomId;
}

/** A row of the list of open rooms; null where nobody can read the row. */
export interface OpenEntry extends RowPosition {
  readonly row: OpenRow | null;
}

/** As many rows as are wanted, or fewer if there are no more. Rooms that are gone or that nobody can read are left out of the map. */
export interface RoomReads {
  readonly openEntries: (query: IndexQuery) => Promise<readonly OpenEntry[]>;
  readonly keys: (query: IndexQuery) => Promise<readonly RowPosition[]>;
  readonly rooms: (ids: readonly RoomId[]) => Promise<ReadonlyMap<RoomId, ExistingRoom>>;
}

export interface ListPage<Listed, Position> {
  readonly rows: readonly Listed[];
  /** From where the next page goes on; null when this is the last. */
  readonly next: Position | null;
}

export interface OpenRoomsQuery {
  /** The person who asks: their own rooms are left out. */
  readonly sub: string;
  /** Both exclusive. */
  readonly after: Instant;
  readonly before: Instant;
  readonly position: RowPosition | null;
  /** Which rooms are looked for; left out: all. */
  readonly matches?: (row: OpenRow) => boolean;
  /** Whether all rooms of the range are wanted beside the page, to count what there is. */
  readonly countsAll?: boolean;
}

export interface OpenRoomsPage extends ListPage<OpenRow, RowPosition> {
  /** Where they were wanted: all rooms of the range, matching or not. Null where there are more than are ever counted. */
  readonly all: readonly OpenRow[] | null;
}

/** Rooms that are read for one count. */
const MOST_COUNTED = 2000;
/** Rooms that are read at once where only some of them match: about 150 KB. */
const READ_AT_ONCE = 500;
const DAY_MILLIS = 24 * 3_600_000;
// Days are read some at a time: few first, because one busy day fills the page; more and more while they turn out empty.
const FIRST_DAYS = 2;
const MOST_DAYS = 8;

/** Open rooms of other people, the soonest first, read day by day until the page is full. */
export async function listOpenRooms(reads: RoomReads, query: OpenRoomsQuery): Promise<OpenRoomsPage> {
  const { sub, matches = () => true, countsAll = false } = query;
  const isOther = (row: OpenRow): boolean => row.host.sub !== sub;
  if (!countsAll) {
    const atOnce = query.matches ? READ_AT_ONCE : 0;
    return { ...pageOf(await readDays(reads, rangeOf(query), (row) => isOther(row) && matches(row), PAGE_ROWS, atOnce)), all: null };
  }
  const all = await readDays(reads, rangeOf(query), isOther, MOST_COUNTED, READ_AT_ONCE);
  const read = all.slice(0, MOST_COUNTED);
  const page = pageOf(read.filter(matches));
  if (all.length <= MOST_COUNTED) return { ...page, all };
  // More rooms than are counted: the next page goes on after those that were read.
  const last = read.at(-1);
  return { ...page, next: page.next ?? (last ? positionOf(last) : null), all: null };
}

/** Rows to keep, at least one more than `most` where there are so many, to know whether there is a next page. */
async function readDays(reads: RoomReads, range: StartRange, keeps: (row: OpenRow) => boolean, most: number, atOnce: number) {
  const found: OpenRow[] = [];
  let days = daysOf(range);
  for (let width = FIRST_DAYS; days.length > 0 && found.length <= most; width = Math.min(2 * width, MOST_DAYS)) {
    const wanted = most + 1 - found.length;
    const lists = await Promise.all(days.slice(0, width).map((day) => openOn(reads, day, range, { keeps, wanted, atOnce })));
    found.push(...lists.flat());
    days = days.slice(width);
  }
  return found;
}

function pageOf(found: readonly OpenRow[]): ListPage<OpenRow, RowPosition> {
  const rows = found.slice(0, PAGE_ROWS);
  const last = rows.at(-1);
  return { rows, next: last && found.length > rows.length ? positionOf(last) : null };
}

const positionOf = ({ startUtc, id }: OpenRow): RowPosition => ({ startUtc, id });

interface StartRange {
  /** Both inclusive. */
  readonly from: Instant;
  readonly to: Instant;
  /** The row to go on after; null when its time has meanwhile passed, or there is none. */
  readonly position: RowPosition | null;
}

function rangeOf({ after, before, position }: OpenRoomsQuery): StartRange {
  const from = instantAt(millisOf(after) + 1);
  const to = instantAt(millisOf(before) - 1);
  return position && position.startUtc >= from ? { from: position.startUtc, to, position } : { from, to, position: null };
}

function daysOf({ from, to }: StartRange): readonly string[] {
  const [first, last] = [from, to].map((instant) => Math.floor(millisOf(instant) / DAY_MILLIS));
  const count = from > to || first === undefined || last === undefined ? 0 : last - first + 1;
  return Array.from({ length: count }, (_, n) => openDayOf(instantAt(millisOf(from) + n * DAY_MILLIS)));
}

interface Wanted {
  readonly keeps: (row: OpenRow) => boolean;
  readonly wanted: number;
  /** Rows that are read at once, at least. */
  readonly atOnce: number;
}

async function openOn(reads: RoomReads, day: string, range: StartRange, { keeps, wanted, atOnce }: Wanted): Promise<readonly OpenRow[]> {
  const { from, to, position } = range;
  const limit = Math.max(wanted, atOnce);
  const after = position && openDayOf(position.startUtc) === day ? position : null;
  const entries = await reads.openEntries({ index: ROOMS.indexes.openByDay, partition: day, range: [from, to], after, limit });
  const kept = entries.flatMap(({ row }) => (row !== null && keeps(row) ? [row] : []));
  const last = entries.at(-1);
  if (entries.length < limit || kept.length >= wanted || !last) return kept;
  return [...kept, ...(await openOn(reads, day, { ...range, position: last }, { keeps, wanted: wanted - kept.length, atOnce }))];
}

/** The partition of the list of open rooms in which a room stands. */
export const openDayOf = (startUtc: Instant): string => startUtc.slice(0, 10);

/** Where the list of someone's own rooms was left off: the last row that was given of each of its two indexes. */
export interface OwnRoomsPosition {
  readonly part: 'to-come' | 'over';
  /** What starts from here on is to come. Fixed by the first page, so that no room changes sides between two pages. */
  readonly boundary: Instant;
  readonly asHost: RowPosition | null;
  readonly asGuest: RowPosition | null;
}

const LONGEST_MINUTES = Math.max(...DURATIONS);

/** Where the list begins. A session that has begun counts as one to come until even the longest would be over. */
export const ownRoomsFrom = (now: Instant): OwnRoomsPosition => ({
  part: 'to-come',
  boundary: plusMinutes(now, -LONGEST_MINUTES),
  asHost: null,
  asGuest: null,
});

type OwnRoomsPage = ListPage<ExistingRoom, OwnRoomsPosition>;

/**
 * The rooms that someone hosts or attends, or that are reserved for them: those to come, the soonest first; then those that are over, the latest first. The indexes say
 * which rooms these were a moment ago; the rooms themselves say whether they still are.
 */
export async function listOwnRooms(reads: RoomReads, sub: string, position: OwnRoomsPosition): Promise<OwnRoomsPage> {
  const { rows, next } = await ownKeys(reads, sub, position);
  const rooms = await reads.rooms(rows.map(({ id }) => id));
  const isOwn = (room: ExistingRoom): boolean =>
    room.host.sub === sub || guestOf(room)?.sub === sub || (room.status === 'open' && room.reservedFor?.person.sub === sub);
  const own = rows.flatMap(({ id }) => rooms.get(id) ?? []).filter(isOwn);
  return { rows: own, next };
}

type KeysPage = ListPage<RowPosition, OwnRoomsPosition>;

async function ownKeys(reads: RoomReads, sub: string, position: OwnRoomsPosition): Promise<KeysPage> {
  if (position.part === 'over') return ownKeysOf(reads, sub, position, PAGE_ROWS);
  const toCome = await ownKeysOf(reads, sub, position, PAGE_ROWS);
  if (toCome.next) return toCome;
  const turn: OwnRoomsPosition = { part: 'over', boundary: position.boundary, asHost: null, asGuest: null };
  const over = await ownKeysOf(reads, sub, turn, PAGE_ROWS - toCome.rows.length);
  return { rows: [...toCome.rows, ...over.rows], next: over.next };
}

/** Keys of one part of the list, from both indexes. */
async function ownKeysOf(reads: RoomReads, sub: string, position: OwnRoomsPosition, most: number): Promise<KeysPage> {
  // One more than fits, to know whether there is a next page.
  const lists = await Promise.all(OWN_INDEXES.map((own) => keysInRole(reads, sub, position, own, most + 1)));
  const direction = position.part === 'to-come' ? 1 : -1;
  const merged = lists.flat().toSorted((a, b) => direction * (millisOf(a.key.startUtc) - millisOf(b.key.startUtc)));
  const taken = merged.slice(0, most);
  const reached = Object.fromEntries(taken.map(({ role, key }) => [role, key]));
  return { rows: taken.map(({ key }) => key), next: merged.length > most ? { ...position, ...reached } : null };
}

const OWN_INDEXES = [
  { role: 'asHost', index: ROOMS.indexes.byHost },
  { role: 'asGuest', index: ROOMS.indexes.byGuest },
] as const;

const [EARLIEST, LATEST] = [instantAt(0), instantAt(Date.UTC(9999, 0, 1))];

async function keysInRole(
  reads: RoomReads,
  sub: string,
  position: OwnRoomsPosition,
  { role, index }: (typeof OWN_INDEXES)[number],
  limit: number,
) {
  const { part, boundary } = position;
  const isDescending = part === 'over';
  const range = isDescending ? ([EARLIEST, instantAt(millisOf(boundary) - 1)] as const) : ([boundary, LATEST] as const);
  const keys = await reads.keys({ index, partition: sub, range, after: position[role], isDescending, limit });
  return keys.map((key) => ({ role, key }));
}
