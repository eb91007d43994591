import type { Instant } from '../time/instant.ts';
import { clock, isoDate } from '../time/moment.ts';
import type { DurationMinutes } from '../words/durations.ts';
import { ANY, type Practice } from '../words/practice.ts';
import { partOfDayAt, WEEKDAYS, type PartOfDay, type Weekday } from '../words/times-of-week.ts';

/** What somebody looks for in the list of open rooms. An empty list of choices leaves that side open. */
export interface RoomFilter {
  /** `Any`: rooms whose host left the topic open. */
  readonly topic: readonly string[];
  readonly exam: readonly string[];
  readonly durationMinutes: readonly DurationMinutes[];
  readonly weekdays: readonly Weekday[];
  readonly partOfDay: readonly PartOfDay[];
  /** Weekdays and parts of the day are those of this zone. */
  readonly timeZone: string;
}

type FilterSide = Exclude<keyof RoomFilter, 'timeZone'>;

/** What of a room is looked at. */
export interface Filtered {
  readonly startUtc: Instant;
  readonly durationMinutes: DurationMinutes;
  readonly practice: Practice;
}

/** How many rooms each choice of each side would show, with the choices of the other sides as they are. */
export type ChoiceCounts = Readonly<Record<FilterSide, Readonly<Record<string, number>>>>;

const SIDES = ['topic', 'exam', 'durationMinutes', 'weekdays', 'partOfDay'] as const satisfies readonly FilterSide[];

/** Whether anything is looked for at all. */
export const isFilter = (filter: RoomFilter): boolean => SIDES.some((side) => filter[side].length > 0);

/** Whether a room is on all sides what is looked for. */
export const matchesFilter = (room: Filtered, filter: RoomFilter): boolean => misses(sidesOf(room, filter.timeZone), filter).length === 0;

export function countChoices(rooms: readonly Filtered[], filter: RoomFilter): ChoiceCounts {
  const counts: Record<FilterSide, Record<string, number>> = { topic: {}, exam: {}, durationMinutes: {}, weekdays: {}, partOfDay: {} };
  for (const room of rooms) {
    const sides = sidesOf(room, filter.timeZone);
    const missed = misses(sides, filter);
    for (const side of SIDES) {
      // A room counts for a choice where nothing but this side keeps it out.
      if (missed.some((other) => other !== side)) continue;
      const choice = sides[side];
      counts[side][choice] = (counts[side][choice] ?? 0) + 1;
    }
  }
  return counts;
}

type Sides = Readonly<Record<FilterSide, string>>;

function sidesOf({ startUtc, durationMinutes, practice }: Filtered, zone: string): Sides {
  const day = new Date(isoDate(startUtc, zone)).getUTCDay();
  return {
    topic: practice.topic ?? ANY,
    exam: practice.exam ?? ANY,
    durationMinutes: String(durationMinutes),
    weekdays: WEEKDAYS[(day + 6) % 7] ?? 'mon',
    partOfDay: partOfDayAt(Number(clock(startUtc, zone).slice(0, 2))),
  };
}

const misses = (sides: Sides, filter: RoomFilter): readonly FilterSide[] =>
  SIDES.filter((side) => filter[side].length > 0 && !filter[side].some((choice) => String(choice) === sides[side]));
