import { useState } from 'preact/hooks';
import type { RoomList, RoomView } from '../shared/api/contract.ts';
import { plusMinutes, type Instant } from '../shared/time/instant.ts';
import { HORIZON_WEEKS } from '../shared/words/horizon-weeks.ts';
import { useApp } from './app-context.ts';
import type { KeptList } from './list-memory.ts';
import { useAction, type PageAction } from './use-action.ts';

/** Days that the list shows at a time. */
export const DAYS = 14;
/** So many times it can be gone on with, up to the horizon. */
const PARTS = (HORIZON_WEEKS * 7) / DAYS;
const DAY_MINUTES = 24 * 60;

export interface LaterRooms {
  /** When the first part began. */
  readonly begin: Instant;
  /** What was fetched after the first part, the soonest first. */
  readonly rooms: readonly RoomView[];
  /** Where the next part begins; null: the one that is shown goes on. */
  readonly next: Instant | null;
  readonly isAtEnd: boolean;
  readonly loading: PageAction;
  /** Fetches what comes next. */
  readonly showMore: () => Promise<void>;
}

export interface FetchedRooms {
  readonly rooms: readonly RoomView[];
  readonly cursor: string | null;
  /** How many parts are shown, or begun. */
  readonly part: number;
  /** When the first part began. */
  readonly begin: Instant;
}

/**
 * The rest of the list of open sessions: first the pages of the days that are shown, then the days after them, up to the horizon.
 * @param wanted the filter, as the API takes it
 */
export function useLaterRooms(list: KeptList, cursor: RoomList['cursor'], wanted: Readonly<Record<string, string>>): LaterRooms {
  const { api, clock } = useApp();
  const [fetched, setFetched] = useState<FetchedRooms>(
    () => (list.isReturn ? list.later : null) ?? { rooms: [], cursor, part: 1, begin: clock.now() },
  );
  list.later = fetched;
  const loading = useAction('generic');
  const startOf = (part: number): Instant => plusMinutes(fetched.begin, part * DAYS * DAY_MINUTES);
  const isGoingOn = fetched.cursor !== null;
  const showMore = () =>
    loading.run(async () => {
      const query = fetched.cursor === null ? { from: startOf(fetched.part) } : { cursor: fetched.cursor };
      const page = await api.openRooms({ ...wanted, days: DAYS, ...query });
      const part = isGoingOn ? fetched.part : fetched.part + 1;
      setFetched({ ...fetched, cursor: page.cursor, part, rooms: [...fetched.rooms, ...page.rooms] });
    });
  return {
    begin: fetched.begin,
    rooms: fetched.rooms,
    next: isGoingOn ? null : startOf(fetched.part),
    isAtEnd: !isGoingOn && fetched.part >= PARTS,
    loading,
    showMore,
  };
}
