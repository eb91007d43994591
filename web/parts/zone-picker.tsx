import { useMemo, useState } from 'preact/hooks';
import { findZones, zoneChoice } from '../../shared/time/zone-names.ts';
import { useApp } from '../app-context.ts';
import { ActionButton } from './button.tsx';

const SHOWN = 6;

/** Finds a zone by place, region, older name or offset. Nothing changes before the button is pressed. */
export function ZonePicker({ onChosen }: { readonly onChosen?: () => void }) {
  const { clock, zone, chooseZone, tell } = useApp();
  const [query, setQuery] = useState('');
  const [picked, setPicked] = useState(zone);
  const found = useMemo(() => (query.trim() === '' ? [zoneChoice(zone, clock.now())] : findZones(query, clock.now())), [query, zone]);
  const shown = found.slice(0, SHOWN);
  // What is out of sight is not meant: then the nearest is marked, for all to see.
  const meant = shown.find(({ id }) => id === picked) ?? shown[0];
  const use = (): void => {
    if (!meant) return;
    chooseZone(meant.id);
    tell(`Times are now in ${meant.place} time.`);
    setQuery('');
    onChosen?.();
  };
  return (
    <div class="card stack">
      <div class="field">
        <label for="zone-search">Find a time zone</label>
        <p class="hint" id="zone-search-hint">
          A city, a country’s zone or an offset, such as Kolkata, Nepal Time or +05:45
        </p>
        <input
          type="search"
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
      <p class="muted" id="zone-count" role="status">
        {query.trim() === '' ? '' : countOf(found.length)}
      </p>
      <fieldset>
        <legend class="hidden">Time zone</legend>
        <div class="choices list">
          {shown.map(({ id, place, label }) => (
            <label class="choice" key={id}>
              <input type="radio" name="zone" value={id} checked={meant?.id === id} onChange={() => setPicked(id)} />
              <span>
                <b>{place}</b> <span class="muted">{id === 'UTC' ? 'Coordinated Universal Time' : label}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <ActionButton onClick={use}>Use this time zone</ActionButton>
    </div>
  );
}

function countOf(found: number): string {
  if (found === 0) return 'No time zone fits. Try a larger city nearby.';
  return found > SHOWN
    ? `${SHOWN} of ${found} time zones: type more to narrow them down.`
    : `${found} time ${found === 1 ? 'zone' : 'zones'}`;
}
