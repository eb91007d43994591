import { instantAt, millisOf, type Instant } from '../../../shared/time/instant.ts';
import { PAGE_ROWS, type Page, type ReadIndex, type RowPosition } from './index-read.ts';
import { parseOpenRow, type OpenRow } from './open-row.ts';

export interface OpenRoomsQuery {
  /** Whoever asks: their own rooms are left out. */
  readonly sub: string;
  /** Both exclusive. */
  readonly after: Instant;
  readonly before: Instant;
  readonly position: RowPosition | null;
}

const DAY_MILLIS = 24 * 3_600_000;
// Days are read some at a time: few first, for one busy day fills the page; more and more while they turn out empty.
const FIRST_DAYS = 2;
const MOST_DAYS = 8;

/** Open rooms of other people, the soonest first, read day by day until the page is full. */
export async function readOpenRooms(read: ReadIndex, query: OpenRoomsQuery): Promise<Page<OpenRow, RowPosition>> {
  const span = spanOf(query);
  const found: OpenRow[] = [];
  let days = daysOf(span);
  for (let width = FIRST_DAYS; days.length > 0 && found.length <= PAGE_ROWS; width = Math.min(2 * width, MOST_DAYS)) {
    // One more than fits, to know whether there is a next page.
    const wanted = PAGE_ROWS + 1 - found.length;
    const lists = await Promise.all(days.slice(0, width).map((day) => openOn(read, day, span, query, wanted)));
    found.push(...lists.flat());
    days = days.slice(width);
  }
  const rows = found.slice(0, PAGE_ROWS);
  const last = rows.at(-1);
  return { rows, next: last && found.length > rows.length ? { startUtc: last.startUtc, id: last.id } : null };
}

interface StartRange {
  /** Both inclusive. */
  readonly from: Instant;
  readonly to: Instant;
  /** The row to go on after; null when its time has meanwhile passed, or there is none. */
  readonly position: RowPosition | null;
}

function spanOf({ after, before, position }: OpenRoomsQuery): StartRange {
  const from = instantAt(millisOf(after) + 1);
  const to = instantAt(millisOf(before) - 1);
  return position && position.startUtc >= from ? { from: position.startUtc, to, position } : { from, to, position: null };
}

function daysOf({ from, to }: StartRange): readonly string[] {
  const [first, last] = [from, to].map((instant) => Math.floor(millisOf(instant) / DAY_MILLIS));
  const count = from > to || first === undefined || last === undefined ? 0 : last - first + 1;
  return Array.from({ length: count }, (_, n) => dayOf(instantAt(millisOf(from) + n * DAY_MILLIS)));
}

async function openOn(read: ReadIndex, day: string, span: StartRange, query: OpenRoomsQuery, wanted: number): Promise<readonly OpenRow[]> {
  const { sub } = query;
  const { from, to, position } = span;
  const rows = await read({
    index: 'open_rooms_by_day',
    where: 'open_day = :day AND start_utc BETWEEN :from AND :to',
    values: { ':day': day, ':from': from, ':to': to },
    ...(position && dayOf(position.startUtc) === day && { after: { open_day: day, start_utc: position.startUtc, id: position.id } }),
    wanted,
  });
  const listed = rows.map(parseOpenRow);
  const others = listed.filter(({ host }) => host.sub !== sub);
  const last = listed.at(-1);
  if (rows.length < wanted || others.length === rows.length || !last) return others;
  const rest = await openOn(read, day, { ...span, position: last }, query, wanted - others.length);
  return [...others, ...rest];
}

const dayOf = (instant: Instant): string => instant.slice(0, 10);
