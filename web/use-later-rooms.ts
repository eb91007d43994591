import { useRef, useState } from 'preact/hooks';
import type { RoomList, RoomView } from '../shared/api/contract.ts';
import { plusMinutes, type Instant } from '../shared/time/instant.ts';
import { useApp } from './app-context.ts';
import { useAction, type PageAction } from './use-action.ts';

/** Days that the list shows at a time. */
export const DAYS = 14;
/** So many times it can be gone on with: twelve weeks in all. */
const PARTS = 6;
const DAY_MINUTES = 24 * 60;

/** When a session of this start comes into the list, where it is further ahead than the list reaches; else null. */
export function findListingStart(start: Instant, now: Instant): Instant | null {
  const from = plusMinutes(start, -PARTS * DAYS * DAY_MINUTES);
  return from > now ? from : null;
}

export interface LaterRooms {
  /** What was fetched after the first part, the soonest first. */
  readonly rooms: readonly RoomView[];
  /** Where the next part begins; null: the one that is shown goes on. */
  readonly next: Instant | null;
  readonly isAtEnd: boolean;
  readonly loading: PageAction;
  /** Fetches what comes next. */
  readonly showMore: () => Promise<void>;
}

interface Fetched {
  readonly rooms: readonly RoomView[];
  readonly cursor: string | null;
  /** How many parts are shown, or begun. */
  readonly part: number;
}

/**
 * The rest of the list of open sessions: first the pages of the days that are shown, then the days after them, up to the horizon.
 * @param wanted the filter, as the API takes it
 */
export function useLaterRooms(cursor: RoomList['cursor'], wanted: Readonly<Record<string, string>>): LaterRooms {
  const { api, clock } = useApp();
  const begin = useRef(clock.now());
  const [{ rooms, ...at }, setFetched] = useState<Fetched>({ rooms: [], cursor, part: 1 });
  const loading = useAction('generic');
  const startOf = (part: number): Instant => plusMinutes(begin.current, part * DAYS * DAY_MINUTES);
  const showMore = () =>
    loading.run(async () => {
      const query = at.cursor === null ? { from: startOf(at.part) } : { cursor: at.cursor };
      const list = await api.openRooms({ ...wanted, days: DAYS, ...query });
      const part = at.cursor === null ? at.part + 1 : at.part;
      setFetched({ cursor: list.cursor, part, rooms: [...rooms, ...list.rooms] });
    });
  return { rooms, next: at.cursor === null ? startOf(at.part) : null, isAtEnd: at.cursor === null && at.part >= PARTS, loading, showMore };
}
