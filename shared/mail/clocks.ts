import { clocksChange, longSpan, reading, sameClock } from '../time/moment.ts';
import type { TimeSlot } from '../time/time-slot.ts';
import type { Instant } from '../time/instant.ts';
import type { Block, ClockRow } from './message.ts';
import { leading } from './phrases.ts';

export interface Readers {
  /** The reader's own zone. */
  readonly own: string;
  readonly other: { readonly firstName: string; readonly timeZone: string } | null;
}

/** The same session on every clock that matters: the reader's, the other party's, UTC. `was`: the time before a move. */
export function clocks(
  now: Instant,
  span: TimeSlot,
  { own, other }: Readers,
  was: TimeSlot | null = null,
): Extract<Block, { type: 'clocks' }> {
  const together = other !== null && sameClock(span.startUtc, own, other.timeZone);
  const rows = [
    row(together ? `You and ${other.firstName}` : 'Your time', span, own, null, was),
    ...(other && !together ? [row(`${possessive(leading(other.firstName))} time`, span, other.timeZone, own, was)] : []),
    ...(own === 'UTC' ? [] : [row('UTC', span, 'UTC', null, was)]),
  ];
  const zones = [own, ...(other && !together ? [other.timeZone] : [])];
  const changing = zones.some((zone) => clocksChange(now, span.startUtc, zone));
  return { type: 'clocks', rows, remarks: changing ? ['The clocks change before then; the times above already allow for it.'] : [] };
}

const row = (whose: string, span: TimeSlot, zone: string, beside: string | null, was: TimeSlot | null): ClockRow => ({
  whose,
  was: was && longSpan(was, zone),
  ...reading(span, zone, beside),
});

export const possessive = (name: string): string => (name.endsWith('s') ? `${name}'` : `${name}'s`);
