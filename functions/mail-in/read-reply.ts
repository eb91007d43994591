import { readItip, type ReadItip } from '../../shared/itip/read-itip.ts';
import type { CalendarPart } from './calendar-parts.ts';

/**
 * What the calendars of one mail say together. A copy that is less complete than another (no METHOD) does not count;
 * two that say different things are no clear answer.
 */
export function readReply(parts: readonly CalendarPart[]): ReadItip {
  const [only, ...copies] = parts.slice(0, CALENDARS_READ).map(({ text, hint }) => readItip(text, hint));
  if (!only) return { kind: 'unreadable', reason: 'not-a-calendar', uid: null };
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
