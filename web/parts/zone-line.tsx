import { useRef, useState } from 'preact/hooks';
import { zoneLabel } from '../../shared/time/moment.ts';
import { placeOf } from '../../shared/time/zone-names.ts';
import { useApp } from '../app-context.ts';
import { ActionButton } from './button.tsx';
import { ZonePicker } from './zone-picker.tsx';

/** The zone in which times are read and typed, and how to change it. */
export function ZoneLine() {
  const { clock, zone } = useApp();
  const [open, setOpen] = useState(false);
  const line = useRef<HTMLDivElement>(null);
  const close = (): void => {
    setOpen(false);
    line.current?.querySelector('button')?.focus();
  };
  return (
    <div class="stack" ref={line}>
      <p>
        Times are in {zone === 'UTC' ? '' : `${placeOf(zone)} time, `}
        {zoneLabel(clock.now(), zone)}.{' '}
        <ActionButton
          look="link"
          label={open ? 'Keep this time zone' : 'Change the time zone'}
          onClick={() => (open ? close() : setOpen(true))}
        >
          {open ? 'Keep' : 'Change'}
        </ActionButton>
      </p>
      {open && <ZonePicker onChosen={close} />}
    </div>
  );
}
