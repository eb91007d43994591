import { clocksChange, longTimeSlot, reading, sameClock, zoneLabel } from '../time/moment.ts';
import type { TimeSlot } from '../time/time-slot.ts';
import type { Instant } from '../time/instant.ts';
import { ENGLISH_MOMENTS, type MomentWords } from '../time/moment-words.ts';
import { isolateIn } from '../words/isolate-in.ts';
import { nameToShow } from '../words/name-to-show.ts';
import { clockWordsEn, type ClockPhrases } from './catalogues/phrases-en.ts';
import type { Block, ClockRow } from './message.ts';

/** What clocks say in one language. */
export interface ClockWords {
  readonly moments: MomentWords;
  readonly phrases: ClockPhrases;
}

const ENGLISH_CLOCKS: ClockWords = { moments: ENGLISH_MOMENTS, phrases: clockWordsEn };

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
  words: ClockWords = ENGLISH_CLOCKS,
): Extract<Block, { type: 'clocks' }> {
  const { phrases, moments } = words;
  const who = other && nameToShow(other.firstName);
  const shown = who === null ? null : isolateIn(moments.language, who);
  const starts = [span, ...(was ? [was] : [])].map(({ startUtc }) => startUtc);
  const areAlike = (a: string, b: string): boolean => starts.every((at) => sameClock(at, a, b));
  const together = other !== null && areAlike(own, other.timeZone);
  const zones = [own, ...(other && !together ? [other.timeZone] : [])];
  const row = (whose: string, zone: string, beside: string | null): ClockRow => readClock(moments, whose, span, zone, { beside, was });
  const rows = [
    row(together ? phrases.ofBoth(shown) : phrases.yours, own, null),
    ...(other && !together ? [row(phrases.ofOther(shown), other.timeZone, own)] : []),
    ...(zones.some((zone) => areAlike(zone, 'UTC')) ? [] : [{ ...row('UTC', 'UTC', null), hint: '' }]),
  ];
  const changing = zones.some((zone) => clocksChange(now, span.startUtc, zone));
  return { type: 'clocks', rows, remarks: changing ? [phrases.change] : [] };
}

function readClock(
  moments: MomentWords,
  whose: string,
  span: TimeSlot,
  zone: string,
  { beside, was }: { readonly beside: string | null; readonly was: TimeSlot | null },
): ClockRow {
  const { hints, ...read } = reading(span, zone, beside, moments);
  return { whose, was: was && earlierTime(was, span, zone, moments), ...read, hint: hints.join(moments.comma) };
}

/** The time before a move. When the clocks change in between, it names its own offset: the zone of the new time is not its zone. */
function earlierTime(was: TimeSlot, span: TimeSlot, zone: string, moments: MomentWords): string {
  const time = longTimeSlot(was, zone, moments);
  return clocksChange(was.startUtc, span.startUtc, zone) ? `${time}${moments.comma}${zoneLabel(was.startUtc, zone, moments)}` : time;
}
