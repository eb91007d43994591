import { clocksChange, longTimeSlot, reading, sameClock, zoneLabel } from '../time/moment.ts';
import type { TimeSlot } from '../time/time-slot.ts';
import type { Instant } from '../time/instant.ts';
import type { Block, ClockRow } from './message.ts';
import { isolate } from '../words/isolate.ts';
import { leading } from './phrases.ts';

export interface Readers {
  /** The reader's own zone. */
  readonly own: string;
  readonly other: { readonly firstName: string; readonly timeZone: string } | null;
}

/**
 * The same session on every clock that matters: the reader's, the other party's, and UTC where neither of the two shows it.
 * `was`: the time before a move.
 */
export function clocks(
  now: Instant,
  span: TimeSlot,
  { own, other }: Readers,
  was: TimeSlot | null = null,
): Extract<Block, { type: 'clocks' }> {
  const starts = [span, ...(was ? [was] : [])].map(({ startUtc }) => startUtc);
  const areAlike = (a: string, b: string): boolean => starts.every((at) => sameClock(at, a, b));
  const together = other !== null && areAlike(own, other.timeZone);
  const zones = [own, ...(other && !together ? [other.timeZone] : [])];
  const rows = [
    row(together ? `You and ${isolate(other.firstName)}` : 'Your time', span, own, null, was),
    ...(other && !together ? [row(`${possessive(leading(other.firstName))} time`, span, other.timeZone, own, was)] : []),
    ...(zones.some((zone) => areAlike(zone, 'UTC')) ? [] : [{ ...row('UTC', span, 'UTC', null, was), hints: [] }]),
  ];
  const changing = zones.some((zone) => clocksChange(now, span.startUtc, zone));
  return { type: 'clocks', rows, remarks: changing ? ['The clocks change before then; the times above already allow for it.'] : [] };
}

const row = (whose: string, span: TimeSlot, zone: string, beside: string | null, was: TimeSlot | null): ClockRow => ({
  whose,
  was: was && earlierTime(was, span, zone),
  ...reading(span, zone, beside),
});

/** The time before a move. When the clocks change in between, it names its own offset: the zone of the new time is not its zone. */
function earlierTime(was: TimeSlot, span: TimeSlot, zone: string): string {
  const time = longTimeSlot(was, zone);
  return clocksChange(was.startUtc, span.startUtc, zone) ? `${time}, ${zoneLabel(was.startUtc, zone)}` : time;
}

export const possessive = (name: string): string => (name.endsWith('s') ? `${name}'` : `${name}'s`);
