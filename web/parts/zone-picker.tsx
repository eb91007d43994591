import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { zoneLabel } from '../../shared/time/moment.ts';
import type { FoundZone, FindZones } from '../../shared/time/zone-search.ts';
import { interruption } from '../api-error.ts';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { ActionButton } from './button.tsx';
import { TroubleNote } from './trouble.tsx';

const SHOWN = 6;

/** Finds a zone by place, country, city, name or offset. Nothing is chosen while typing, and without a choice there is no button. */
export function ZonePicker({ onChosen }: { readonly onChosen?: (zone: string) => void }) {
  const { clock, chooseZone, tell } = useApp();
  const { find, load } = useZoneSearch();
  const search = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [picked, setPicked] = useState<string | null>(null);
  const found = useMemo(() => find?.(query) ?? [], [find, query]);
  const shown = found.slice(0, SHOWN);
  // A choice that is out of sight is none: nobody would know what the button does.
  const chosen = shown.find(({ id }) => id === picked);
  const use = ({ id, place }: FoundZone): void => {
    chooseZone(id);
    tell(`Times are now in ${place} time.`);
    setQuery('');
    setPicked(null);
    // The button that was pressed is gone now. Where the search goes as well, `onChosen` says where the focus lands.
    search.current?.focus();
    onChosen?.(id);
  };
  return (
    <div class="card stack">
      <div class="field">
        <label for="zone-search">Find a time zone</label>
        <p class="hint" id="zone-search-hint">
          A city, a country, a zone’s name or an offset, such as Mumbai, Egypt, Nepal Time or +05:45
        </p>
        <input
          type="search"
          ref={search}
          id="zone-search"
          aria-describedby="zone-search-hint zone-count"
          autocomplete="off"
          spellcheck={false}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Inside a form, Enter would send it.
            if (event.key === 'Enter') event.preventDefault();
          }}
        />
      </div>
      {load.trouble && <TroubleNote trouble={load.trouble} again={() => void load.run()} />}
      <p class="muted" id="zone-count" role="status">
        {query.trim() === '' || !find ? '' : countOf(found.length)}
      </p>
      {shown.length > 0 && (
        <fieldset>
          <legend class="hidden">Time zone</legend>
          <div class="choices list">
            {shown.map((zone) => (
              <label class="choice" key={zone.id}>
                <input type="radio" name="zone" value={zone.id} checked={chosen === zone} onChange={() => setPicked(zone.id)} />
                <span>
                  <b>{zone.place}</b> {zone.alsoCalled && `for ${zone.alsoCalled} `}
                  <span class="muted">{zone.id === 'UTC' ? 'Coordinated Universal Time' : zoneLabel(clock.now(), zone.id)}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {chosen && <ActionButton onClick={() => use(chosen)}>Use {chosen.place} time</ActionButton>}
    </div>
  );
}

/** The search and its names are a script of their own, because few visits need them. */
function useZoneSearch() {
  const { clock } = useApp();
  const [find, setFind] = useState<FindZones | null>(null);
  const loading = useAction('generic');
  const run = (): Promise<void> =>
    loading.run(async () => {
      const { createZoneSearch } = await import('../../shared/time/zone-search.ts').catch(() => {
        throw interruption('unreachable');
      });
      const search = createZoneSearch(clock.now());
      setFind(() => search);
    });
  useEffect(() => void run(), []);
  return { find, load: { trouble: loading.trouble, run } };
}

function countOf(found: number): string {
  if (found === 0) return 'No time zone fits. Try a larger city nearby.';
  return found > SHOWN
    ? `${SHOWN} of ${found} time zones: type more to narrow them down.`
    : `${found} time ${found === 1 ? 'zone' : 'zones'}`;
}
