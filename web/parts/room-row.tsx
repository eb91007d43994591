import type { ComponentChildren } from 'preact';
import type { RoomView } from '../../shared/api/contract.ts';
import { clockTimes, longDay, reading, utcOffset } from '../../shared/time/moment.ts';
import { useApp } from '../app-context.ts';
import { fromNow, slotOf } from '../room-words.ts';
import { PracticeLines } from './practice-lines.tsx';
import { Ring } from './length-ring.tsx';
import { Unbroken } from './unbroken.tsx';

/** One session of a list: its length as a ring, when, with whom, how soon. */
export function RoomRow({
  room,
  beside,
  href,
  children,
}: {
  readonly room: RoomView;
  readonly beside: string;
  /** The session's page, where the row is not a link itself. */
  readonly href?: string;
  readonly children?: ComponentChildren;
}) {
  const { clock, zone } = useApp();
  const slot = slotOf(room);
  const { hints } = reading(slot, zone, null);
  // What is cancelled does not come nearer.
  const soon = room.status === 'cancelled' ? '' : ` · ${fromNow(slot.startUtc, clock.now(), zone)}`;
  return (
    <>
      <Ring minutes={slot.durationMinutes} />
      <div class="what">
        <p class="start">
          <Time href={href}>
            <span class="hidden">{longDay(slot.startUtc, zone)}, </span>
            <Unbroken text={clockTimes(slot, zone)} />
          </Time>{' '}
          <small>{utcOffset(slot.startUtc, zone)}</small>
          {hints.length > 0 && <span class="warning">{` (${hints.join(', ')})`}</span>}
        </p>
        <p class="muted">
          {beside}
          {soon}
        </p>
        <PracticeLines room={room} />
      </div>
      {children}
    </>
  );
}

const Time = ({ href, children }: { readonly href: string | undefined; readonly children: ComponentChildren }) =>
  href === undefined ? <>{children}</> : <a href={href}>{children}</a>;

/** Groups by the reader's own date, in the order in which they come. */
export function byDay<T extends Pick<RoomView, 'startUtc' | 'durationMinutes'>>(
  rooms: readonly T[],
  zone: string,
): readonly (readonly [string, readonly T[]])[] {
  const days = new Map<string, T[]>();
  for (const room of rooms) {
    const day = longDay(slotOf(room).startUtc, zone);
    days.set(day, [...(days.get(day) ?? []), room]);
  }
  return [...days];
}
