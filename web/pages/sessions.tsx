import { useLocation } from 'preact-iso';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RoomView } from '../../shared/api/contract.ts';
import { ActionButton } from '../parts/button.tsx';
import { FilterForm } from '../parts/filter-form.tsx';
import { LoadView } from '../parts/loading.tsx';
import { OpenRow } from '../parts/open-row.tsx';
import { AppPage } from '../parts/app-page.tsx';
import { byDay } from '../parts/room-row.tsx';
import { Mark } from '../parts/length-ring.tsx';
import { TroubleNote } from '../parts/trouble.tsx';
import { ZoneLine } from '../parts/zone-line.tsx';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { useLoad } from '../use-load.ts';
import {
  choicesOf,
  countSides,
  filterAddress,
  keepFilter,
  readFilter,
  recallFilter,
  writeFilter,
  type OpenFilter,
} from '../open-filter.ts';

const DAYS = 14;

/** The open sessions of other people that fit the filter of the address, grouped by the reader's date. */
export function Sessions() {
  const { api, config, zone, session } = useApp();
  const { query, route } = useLocation();
  const choices = choicesOf(config);
  const filter = readFilter(query, choices);
  const wanted = { ...writeFilter(filter), timeZone: zone };
  const isFiltered = countSides(filter) > 0;
  // The list as it was when this person looked at it last, unless the address says what to show.
  useEffect(() => {
    const before = recallFilter(session.person);
    if (!isFiltered && before !== '/') route(before, true);
  }, []);
  const choose = (next: OpenFilter): void => {
    keepFilter(session.person, next);
    route(filterAddress(next));
  };
  const first = useLoad(`open ${JSON.stringify(wanted)}`, () => api.openRooms({ ...wanted, days: DAYS, counts: 'true' }), 'offer');
  return (
    <AppPage title="Open sessions" below={<ZoneLine />}>
      <FilterForm filter={filter} choices={choices} counts={first.value?.counts ?? null} choose={choose} />
      {first.showNews && (
        <p class="remark">
          The list has changed.{' '}
          <ActionButton look="link" onClick={first.showNews}>
            Show it as it is now
          </ActionButton>
        </p>
      )}
      <LoadView load={first} waiting="Looking for open sessions…">
        {({ rooms, cursor }) =>
          rooms.length === 0 && cursor === null ? (
            <Nothing isFiltered={isFiltered} />
          ) : (
            <Days key={`${filterAddress(filter)} ${rooms[0]?.id}`} rooms={rooms} cursor={cursor} wanted={wanted} />
          )
        }
      </LoadView>
    </AppPage>
  );
}

interface DaysProps {
  readonly rooms: readonly RoomView[];
  readonly cursor: string | null;
  /** The filter, as the API takes it. */
  readonly wanted: Readonly<Record<string, string>>;
}

function Days({ rooms, cursor, wanted }: DaysProps) {
  const { api, zone } = useApp();
  const [more, setMore] = useState<{ readonly rooms: readonly RoomView[]; readonly cursor: string | null }>({ rooms: [], cursor });
  const loading = useAction('generic');
  const days = useRef<HTMLDivElement>(null);
  const focusRow = useRef<number | null>(null);
  const all = [...rooms, ...more.rooms];
  useLayoutEffect(() => {
    if (focusRow.current === null) return;
    days.current?.querySelectorAll('.row')[focusRow.current]?.querySelector('button')?.focus();
    focusRow.current = null;
  }, [more]);
  const loadMore = () =>
    loading.run(async () => {
      const next = await api.openRooms({ ...wanted, days: DAYS, cursor: more.cursor ?? undefined });
      setMore({ rooms: [...more.rooms, ...next.rooms], cursor: next.cursor });
      // With the last page the button goes. Its focus goes to the first session that it has brought.
      if (next.cursor === null) focusRow.current = all.length;
    });
  return (
    <div class="stack-loose" ref={days}>
      {byDay(all, zone).map(([day, ofDay]) => (
        <section class="day" key={day} aria-label={day}>
          <h2>{day}</h2>
          <ul>
            {ofDay.map((room) => (
              <OpenRow key={room.id} room={room} others={all} />
            ))}
          </ul>
        </section>
      ))}
      {loading.trouble && <TroubleNote trouble={loading.trouble} again={() => void loadMore()} />}
      {more.cursor !== null && (
        <ActionButton look="quiet" busy={loading.busy} onClick={() => void loadMore()}>
          Show later sessions
        </ActionButton>
      )}
    </div>
  );
}

const Nothing = ({ isFiltered }: { readonly isFiltered: boolean }) => (
  <div class="empty stack">
    <Mark size="large" />
    <h2>{isFiltered ? 'No open session fits' : `No open sessions in the next ${DAYS} days`}</h2>
    <p class="muted">
      {isFiltered ? 'Choose less above, or open a session yourself: ' : 'Open one yourself: '}others find it in this list at once.
    </p>
    <p class="actions">
      <a class="button" href="/host">
        Host a session
      </a>
    </p>
  </div>
);
