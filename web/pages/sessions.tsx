import { useLocation } from 'preact-iso';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { RoomView } from '../../shared/api/contract.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { shortDay } from '../../shared/time/moment.ts';
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
import { DAYS, useLaterRooms } from '../use-later-rooms.ts';
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
        {({ rooms, cursor }) => (
          <Days key={`${filterAddress(filter)} ${rooms[0]?.id}`} rooms={rooms} cursor={cursor} wanted={wanted} isFiltered={isFiltered} />
        )}
      </LoadView>
    </AppPage>
  );
}

interface DaysProps {
  readonly rooms: readonly RoomView[];
  readonly cursor: string | null;
  /** The filter, as the API takes it. */
  readonly wanted: Readonly<Record<string, string>>;
  readonly isFiltered: boolean;
}

function Days({ rooms, cursor, wanted, isFiltered }: DaysProps) {
  const { zone } = useApp();
  const later = useLaterRooms(cursor, wanted);
  const days = useRef<HTMLDivElement>(null);
  const wasPressed = useRef(false);
  const all = [...rooms, ...later.rooms];
  useLayoutEffect(() => {
    // With the last sessions the button goes. Its focus goes to the words that stand in its place.
    if (wasPressed.current) days.current?.querySelector<HTMLElement>('.end')?.focus();
  }, [later.isAtEnd]);
  const showMore = (): void => {
    wasPressed.current = true;
    void later.showMore();
  };
  return (
    <div class="stack-loose" ref={days}>
      {all.length === 0 && <Nothing isFiltered={isFiltered} until={later.next} />}
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
      {later.loading.trouble && <TroubleNote trouble={later.loading.trouble} again={showMore} />}
      {later.isAtEnd ? (
        <p class="muted end" tabIndex={-1}>
          This is the end of the list: it shows the next twelve weeks.
        </p>
      ) : (
        <ActionButton look="quiet" busy={later.loading.busy} onClick={showMore}>
          {later.next === null ? 'Show later sessions' : `Show sessions from ${shortDay(later.next, zone)} on`}
        </ActionButton>
      )}
    </div>
  );
}

/** @param until where the next part of the list begins; null: nothing is known of what comes next */
const Nothing = ({ isFiltered, until }: { readonly isFiltered: boolean; readonly until: Instant | null }) => {
  const { zone } = useApp();
  const before = until === null ? 'yet' : `before ${shortDay(until, zone)}`;
  return (
    <div class="empty stack">
      <Mark size="large" />
      <h2>
        {isFiltered ? 'No open session fits' : 'No open sessions'} {before}
      </h2>
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
};
