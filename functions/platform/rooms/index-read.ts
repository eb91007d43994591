import type { RoomId } from '../../../shared/words/ids.ts';
import type { Instant } from '../../../shared/time/instant.ts';

/*
 * The words in which lists of rooms are read from the indexes of `practice_rooms`.
 */

/** Rows of one page of any list. */
export const PAGE_ROWS = 50;

export type Row = Readonly<Record<string, unknown>>;

/** Part of one partition of an index, in the order of its sort key. */
export interface IndexRead {
  readonly index: string;
  /** The key condition. */
  readonly where: string;
  readonly values: Row;
  /** The whole key of the row to go on after. It has to lie within the condition, but need not be there any more. */
  readonly after?: Row;
  readonly isDescending?: boolean;
  readonly wanted: number;
}

/** As many rows as are wanted, or fewer if there are no more. */
export type ReadIndex = (read: IndexRead) => Promise<readonly Row[]>;

/** Where a list was left off: the last row that was given. */
export interface RowPosition {
  readonly startUtc: Instant;
  readonly id: RoomId;
}

export interface Page<Listed, Position> {
  readonly rows: readonly Listed[];
  /** From where the next page goes on; null when this is the last. */
  readonly next: Position | null;
}
