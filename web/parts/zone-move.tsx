import { zoneLabel } from '../../shared/time/moment.ts';
import { placeOf } from '../../shared/time/zone-names.ts';
import { useApp } from '../app-context.ts';
import { ActionButton } from './button.tsx';

/** Asks, once, when the device has moved to another zone. */
export function ZoneMoveQuestion() {
  const { clock, zone, movedTo, chooseZone, keepZone, tell } = useApp();
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
        <ActionButton look="quiet" onClick={use}>
          Use {placeOf(movedTo)} time
        </ActionButton>
        <ActionButton look="link" onClick={keepZone}>
          Keep {placeOf(zone)} time
        </ActionButton>
      </p>
    </section>
  );
}
