import { zoneLabel } from '../../shared/time/moment.ts';
import { placeOf } from '../../shared/time/zone-names.ts';
import { useSite } from '../site.ts';
import { Act } from './button.tsx';

/** Asks, once, when the device has moved to another zone. */
export function Moved() {
  const { clock, zone, movedTo, chooseZone, keepZone, tell } = useSite();
  if (movedTo === null) return null;
  const use = (): void => {
    chooseZone(movedTo);
    tell(`Times are now in ${placeOf(movedTo)} time.`);
  };
  return (
    <section class="remark stack" aria-label="Time zone">
      <p>
        Your device is now in {placeOf(movedTo)}, {zoneLabel(clock.now(), movedTo)}. Times here are in {placeOf(zone)} time.
      </p>
      <p class="actions">
        <Act look="quiet" onClick={use}>
          Use {placeOf(movedTo)} time
        </Act>
        <Act look="link" onClick={keepZone}>
          Keep {placeOf(zone)} time
        </Act>
      </p>
    </section>
  );
}
