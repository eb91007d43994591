import { HORIZON_IN_WORDS } from '../../shared/words/horizon-weeks.ts';
import { NOTE_LIMIT } from '../../shared/words/note-limit.ts';
import { countCharacters, shorten } from '../../shared/words/typed-text.ts';
import type { TimeSlot } from '../../shared/time/time-slot.ts';
import { DURATIONS_IN_WORDS, isDuration, type DurationMinutes } from '../../shared/words/durations.ts';
import { parseInstant, type Instant } from '../../shared/time/instant.ts';
import { clock, isoDate } from '../../shared/time/moment.ts';
import { instantsOnClock } from '../../shared/time/instants-on-clock.ts';
import { besideSkipped } from '../../shared/time/skipped-time.ts';
import { zoneNamed } from './zone-named.ts';

/** What stands in the fields of the form, as typed. */
export interface Typed {
  /** As many as may be suggested; those after the first may be empty. */
  readonly times: readonly TypedTime[];
  readonly length: string;
  readonly zone: string;
  readonly note: string;
  /** Whether it was shown on every clock already. */
  readonly isChecked: boolean;
}

export interface TypedTime {
  /** What the names of its fields end in. */
  readonly suffix: Suffix;
  readonly date: string;
  readonly time: string;
  /** Which of the two instants that a doubled local time can mean; empty until asked. */
  readonly start: string;
}

const SUFFIXES = ['', '2', '3'] as const;
type Suffix = (typeof SUFFIXES)[number];
export type Field = `${'date' | 'time' | 'start'}${Suffix}` | 'length' | 'zone' | 'note' | 'took' | 'useful' | 'line';

/** What is wrong, in words that say how to mend it. */
export interface FormProblem {
  /** Where to mend it; null when nothing in the form would help. */
  readonly field: Field | null;
  readonly text: string;
}

/** A suggestion that can be understood. */
export interface Understood {
  readonly kind: 'understood';
  readonly zone: string;
  readonly times: readonly [UnderstoodTime, ...UnderstoodTime[]];
  readonly durationMinutes: DurationMinutes;
  readonly note: string;
}

export interface UnderstoodTime {
  readonly typed: TypedTime;
  /** Two when the clocks are set back over the time and nobody has said which it is. */
  readonly starts: readonly [Instant, ...Instant[]];
}

export type Read = Understood | { readonly kind: 'problems'; readonly problems: readonly FormProblem[] };

// No date, time, length or zone is longer. What is longer comes from no form of ours, and is shown again with a mark.
const SHORT_TEXT = 64;

export const readTyped = (form: URLSearchParams): Typed => ({
  times: SUFFIXES.map((suffix) => ({
    suffix,
    date: shorten(form.get(`date${suffix}`) ?? '', SHORT_TEXT),
    time: shorten(withoutSeconds((form.get(`time${suffix}`) ?? '').trim()), SHORT_TEXT),
    start: form.get(`start${suffix}`) ?? '',
  })),
  length: shorten(form.get('length') ?? '', SHORT_TEXT),
  zone: shorten((form.get('zone') ?? '').trim(), SHORT_TEXT),
  note: (form.get('note') ?? '').replaceAll(/\r\n?/g, '\n'),
  isChecked: form.get('checked') === 'yes',
});

/** Some browsers send `18:30:00`. Anything else behind the minutes may mean another time: `06:30 PM`. */
const withoutSeconds = (time: string): string => /^(\d\d:\d\d):00(?:\.0+)?$/.exec(time)?.[1] ?? time;

/** The session as it is now, as a start to change from. */
export const fillFrom = (span: TimeSlot, zone: string): Typed => ({
  times: SUFFIXES.map((suffix, n) => ({
    suffix,
    date: n === 0 ? isoDate(span.startUtc, zone) : '',
    time: n === 0 ? clock(span.startUtc, zone) : '',
    start: '',
  })),
  length: String(span.durationMinutes),
  zone,
  note: '',
  isChecked: false,
});

/** Reads the form. Whether the time may be suggested at all is for the room to say. @param ownZone meant when no zone is given */
export function readProposal(typed: Typed, ownZone: string, now: Instant): Read {
  const zone = zoneNamed(typed.zone || ownZone, ownZone, now);
  const read = typed.times.filter(isGiven).map((time) => readTime(time, 'zone' in zone ? zone.zone : ownZone));
  const [first, ...others] = read.flatMap((time) => ('starts' in time ? [time] : []));
  const faults = read.flatMap((time) => ('problems' in time ? time.problems : []));
  const durationMinutes = Number(typed.length);
  const isTooLong = countCharacters(typed.note) > NOTE_LIMIT;
  if ('zone' in zone && first && faults.length === 0 && isDuration(durationMinutes) && !isTooLong) {
    return { kind: 'understood', zone: zone.zone, times: [first, ...others], durationMinutes, note: typed.note };
  }
  const problems = [
    faults,
    isDuration(durationMinutes) ? [] : [problem('length', `Choose ${DURATIONS_IN_WORDS} minutes`)],
    'problem' in zone ? [problem('zone', zone.problem)] : [],
    isTooLong ? [makeNoteTooLong(typed.note)] : [],
  ].flat();
  return { kind: 'problems', problems };
}

/** One time is asked for; the others are there to be filled in or left empty. */
const isGiven = ({ suffix, date, time }: TypedTime): boolean => suffix === '' || date !== '' || time !== '';

function readTime(typed: TypedTime, zone: string): UnderstoodTime | { readonly problems: readonly FormProblem[] } {
  const { date, time, start } = typed;
  const [first, ...more] = instantsOnClock(date, time, zone) ?? [];
  if (first === undefined) return { problems: unreadable(typed, zone) };
  const chosen = [first, ...more].find((candidate) => candidate === parseInstant(start));
  return { typed, starts: chosen ? [chosen] : [first, ...more] };
}

function unreadable({ suffix, date, time }: TypedTime, zone: string): readonly FormProblem[] {
  const isDate = instantsOnClock(date, '12:00', 'UTC') !== undefined;
  const isTime = instantsOnClock('2000-01-01', time, 'UTC') !== undefined;
  if (!isDate || !isTime) {
    return [
      isDate ? [] : [problem(`date${suffix}`, 'Choose a date')],
      isTime ? [] : [problem(`time${suffix}`, 'Choose a time, such as 18:30')],
    ].flat();
  }
  const nearest = besideSkipped(date, time, zone)
    .filter((at) => isoDate(at, zone) === date)
    .map((at) => clock(at, zone));
  // Long ago the clocks of towns differed by seconds.
  if (nearest.length === 0) return [problem(`date${suffix}`, `Choose a date within ${HORIZON_IN_WORDS}`)];
  return [problem(`time${suffix}`, `There is no ${time} on that day, because the clocks go forward. Choose ${nearest.join(' or ')}`)];
}

export const makeNoteTooLong = (note: string): FormProblem =>
  problem('note', `Write a note of at most ${NOTE_LIMIT} characters: these are ${countCharacters(note)}`);

const problem = (field: Field, text: string): FormProblem => ({ field, text });
