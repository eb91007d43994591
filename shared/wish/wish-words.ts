import { practiceInWords } from '../words/practice.ts';
import { WEEKDAY_NAMES } from '../words/times-of-week.ts';
import type { WishTerms, WishWindow } from './wish.ts';

/** `Glaucoma, 30 or 60 minutes, Monday 18:00–21:00, in Asia/Kolkata time` */
export function describeWish({ topic, exam, durations, windows, timeZone }: WishTerms): string {
  const lengths = `${durations.join(' or ')} minutes`;
  const times = windows
    .toSorted((a, b) => WEEKDAY_NAMES.indexOf(a.weekday) - WEEKDAY_NAMES.indexOf(b.weekday))
    .map(describeWindow)
    .join(', ');
  return [practiceInWords({ topic, exam }), lengths, times]
    .filter((part) => part !== '')
    .join('; ')
    .concat(`, in ${timeZone} time`);
}

const describeWindow = ({ weekday, from, to }: WishWindow): string =>
  `${weekday.slice(0, 1).toUpperCase()}${weekday.slice(1)} ${from}–${to}`;
