import { readItip, type ReadItip } from '../../shared/itip/read-itip.ts';
import type { CalendarPart } from './calendar-parts.ts';

/**
 * What the calendars of one mail say together. A copy that is less complete than another (no METHOD) does not count;
 * two that say different things are no clear answer. All calendars of a mail share one budget: when it is spent, the mail
 * is too complex, because a copy that nobody read may say something else.
 * @param isSpent whether the budget is used up
 */
export function readReply(parts: readonly CalendarPart[], isSpent: () => boolean = () => false): ReadItip {
  const [only, ...copies] = parts.slice(0, CALENDARS_READ).map(({ text, hint }) => readItip(text, hint, isSpent));
  if (!only) return { kind: 'unreadable', reason: 'not-a-calendar', uid: null };
  const tooComplex = [only, ...copies].find((read) => read.kind === 'unreadable' && read.reason === 'too-complex');
  if (tooComplex && isSpent()) return tooComplex;
  return copies.length === 0 ? only : agreed([only, ...copies], parts.length > CALENDARS_READ);
}

const CALENDARS_READ = 8;

function agreed(reads: readonly [ReadItip, ...ReadItip[]], isCut: boolean): ReadItip {
  const complete = reads.filter((read) => read.kind !== 'unreadable');
  const distinct = new Map((complete.length > 0 ? complete : reads).map((read) => [whatItSays(read), read]));
  const first = complete.find((read) => read.kind === 'itip' && read.itip.comment !== '') ?? [...distinct.values()][0] ?? reads[0];
  if (distinct.size === 1 && !isCut) return first;
  return { kind: 'unreadable', reason: 'ambiguous', uid: first.kind === 'itip' ? first.itip.uid : first.uid };
}

/** Some programs write the comment into one of the copies only. */
const whatItSays = (read: ReadItip): string =>
  JSON.stringify(read.kind === 'itip' ? { ...read, itip: { ...read.itip, comment: '' } } : read);
