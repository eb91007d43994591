import type { Person } from '../room/person.ts';
import type { Instant } from '../time/instant.ts';
import type { DurationMinutes } from '../words/durations.ts';
import type { WishId } from '../words/ids.ts';
import type { WeekdayName } from '../words/times-of-week.ts';

/** “Tell me when”: what somebody would like to practise, and when. A session that opens and fits is mailed to them. */
export interface Wish extends WishTerms {
  readonly id: WishId;
  readonly person: Person;
  readonly createdAt: Instant;
}

export interface WishTerms {
  /** Null: any. */
  readonly topic: string | null;
  /** Null: any. */
  readonly exam: string | null;
  readonly durations: readonly DurationMinutes[];
  readonly windows: readonly WishWindow[];
  /** The zone of the windows. */
  readonly timeZone: string;
  /** Sessions that begin before then. */
  readonly until: Instant;
}

/** A time of the week on the clock of the wish's zone, in which a whole session has to fit. */
export interface WishWindow {
  readonly weekday: WeekdayName;
  /** HH:MM */
  readonly from: string;
  /** HH:MM, later than `from`; 24:00 is midnight at the end of the day. */
  readonly to: string;
}

export const isSameWish = (a: WishTerms, b: WishTerms): boolean => textOf(a) === textOf(b);

const textOf = ({ topic, exam, durations, windows, timeZone }: WishTerms): string =>
  JSON.stringify([topic, exam, durations, windows.map(({ weekday, from, to }) => [weekday, from, to]), timeZone]);
