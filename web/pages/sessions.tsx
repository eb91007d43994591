import { useLocation } from 'preact-iso';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useKeptList, type KeptList } from '../list-memory.ts';
import { listDays } from '../listed-days.ts';
import type { RoomView } from '../../shared/api/contract.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { HORIZON_IN_WORDS } from '../../shared/words/horizon-weeks.ts';
import { shortDay } from '../../shared/time/moment.ts';
import { ActionButton } from '../parts/button.tsx';
import { FilterForm } from '../parts/filter-form.tsx';
import { LoadView } from '../parts/loading.tsx';
import { OpenRow } from '../parts/open-row.tsx';
import { AppPage } from '../parts/app-page.tsx';
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
  hostAddress,
  wishesAddress,
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
  const list = useKeptList(`${zone} ${filterAddress(filter)}`);
  const before = list.isReturn ? list.first : null;
  const loadFirst = () => api.openRooms({ ...wanted, days: DAYS, counts: 'true' });
  const first = useLoad(`open ${JSON.stringify(wanted)}`, loadFirst, 'offer', before);
  list.first = first.value ?? before;
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
        {({ rooms, cursor }) => <Days key={`${list.address} ${rooms[0]?.id}`} {...{ list, rooms, cursor, wanted, filter }} />}
      </LoadView>
    </AppPage>
  );
}

/** Keeps the reader's place in the list, and goes back to it when the list is shown again as it was. */
function useListPlace(list: KeptList, days: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const follow = (): void => {
      list.scrollTop = scrollY;
    };
    const remember = ({ target }: FocusEvent): void => {
      list.focusedHref = target instanceof HTMLAnchorElement ? target.getAttribute('href') : null;
    };
    const box = days.current;
    if (list.isReturn) scrollTo(0, list.scrollTop);
    addEventListener('scroll', follow, { passive: true });
    box?.addEventListener('focusin', remember);
    return () => {
      removeEventListener('scroll', follow);
      box?.removeEventListener('focusin', remember);
    };
  }, []);
  useEffect(() => {
    // After the heading, which every new page focuses.
    if (list.isReturn && list.focusedHref !== null)
      days.current?.querySelector<HTMLElement>(`a[href="${CSS.escape(list.focusedHref)}"]`)?.focus({ preventScroll: true });
    list.isReturn = false;
  }, []);
}

interface DaysProps {
  readonly list: KeptList;
  readonly rooms: readonly RoomView[];
  readonly cursor: string | null;
  /** The filter, as the API takes it. */
  readonly wanted: Readonly<Record<string, string>>;
  readonly filter: OpenFilter;
}

function Days({ list, rooms, cursor, wanted, filter }: DaysProps) {
  const { zone } = useApp();
  const later = useLaterRooms(list, cursor, wanted);
  const days = useRef<HTMLDivElement>(null);
  const wasPressed = useRef(false);
  const all = [...rooms, ...later.rooms];
  const isFiltered = countSides(filter) > 0;
  useListPlace(list, days);
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
      {all.length === 0 ? (
        <Nothing filter={filter} until={later.next} />
      ) : (
        listDays(all, { zone, from: later.begin, until: later.next }).map((listed) =>
          listed.kind === 'empty' ? (
            <p class="muted" key={listed.days}>
              {listed.days}: {isFiltered ? 'nothing that fits' : 'no open sessions'}
            </p>
          ) : (
            <section class="day" key={listed.day} aria-label={listed.day}>
              <h2>{listed.day}</h2>
              <ul>
                {listed.rooms.map((room) => (
                  <OpenRow key={room.id} room={room} others={all} />
                ))}
              </ul>
            </section>
          ),
        )
      )}
      {later.loading.trouble && <TroubleNote trouble={later.loading.trouble} again={showMore} />}
      {later.isAtEnd ? (
        <p class="muted end" tabIndex={-1}>
          This is the end of the list: it shows the next {HORIZON_IN_WORDS}.
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
const Nothing = ({ filter, until }: { readonly filter: OpenFilter; readonly until: Instant | null }) => {
  const { zone } = useApp();
  const isFiltered = countSides(filter) > 0;
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
        <a class="button" href={hostAddress(filter)}>
          {isFiltered ? 'Host a session like this' : 'Host a session'}
        </a>
        <a class="button quiet" href={wishesAddress(filter)}>
          Tell me when
        </a>
      </p>
    </div>
  );
};
