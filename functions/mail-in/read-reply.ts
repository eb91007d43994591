import { readItip, type ReadItip } from '../../shared/itip/read-itip.ts';
import type { CalendarPart } from './calendar-parts.ts';

/**
 * What the calendars of one mail say together. A copy that is less complete than another (no METHOD) does not count;
 * two that say different things are nobody's clear word.
 */
export function readReply(parts: readonly CalendarPart[]): ReadItip {
  const all = new Map(
    parts
      .slice(0, CALENDARS_READ)
      .map(({ text, hint }) => readItip(text, hint))
      .map((read) => [JSON.stringify(read), read]),
  );
  const complete = [...all.values()].filter((read) => read.kind !== 'unreadable');
  const [first, ...others] = complete.length > 0 ? complete : all.values();
  if (!first) return { kind: 'unreadable', reason: 'not-a-calendar', uid: null };
  const isMany = parts.length > CALENDARS_READ || others.length > 0;
  return isMany ? { kind: 'unreadable', reason: 'ambiguous', uid: first.kind === 'itip' ? first.itip.uid : first.uid } : first;
}

const CALENDARS_READ = 8;
