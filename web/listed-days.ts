import type { RoomView } from '../shared/api/contract.ts';
import { isoDate, shortDay } from '../shared/time/moment.ts';
import { plusMinutes, type Instant } from '../shared/time/instant.ts';
import { byDay } from './parts/room-row.tsx';
import { instantOf, slotOf } from './room-words.ts';

/** A day with its sessions, or days in a row without any. */
export type ListedDays<T> =
  | { readonly kind: 'day'; readonly day: string; readonly rooms: readonly T[] }
  | { readonly kind: 'empty'; readonly days: string };

type Listed = Pick<RoomView, 'startUtc' | 'durationMinutes'>;

/**
 * Sessions by the reader's own date, in the order in which they come, and the days between them.
 * @param from the first instant that is listed
 * @param until the first that is not, or null where nobody knows yet: then nothing is said of the days after the last session
 */
export function listDays<T extends Listed>(
  rooms: readonly T[],
  { zone, from, until }: { readonly zone: string; readonly from: Instant; readonly until: Instant | null },
): readonly ListedDays<T>[] {
  const listed: ListedDays<T>[] = [];
  // Of its last day a part of the list shows only the beginning, unless a session stands there.
  let free = isoDate(from, zone);
  for (const [day, ofDay] of byDay(rooms, zone)) {
    const [first] = ofDay;
    const date = first ? isoDate(slotOf(first).startUtc, zone) : free;
    listed.push(...emptyDays(free, dayAfter(date, -1)), { kind: 'day', day, rooms: ofDay });
    free = dayAfter(date, 1);
  }
  return until === null ? listed : [...listed, ...emptyDays(free, dayAfter(isoDate(until, zone), -1))];
}

function emptyDays(first: string, last: string): readonly { readonly kind: 'empty'; readonly days: string }[] {
  if (first > last) return [];
  const [from, to] = [first, last].map((date) => shortDay(noonOf(date), 'UTC'));
  return [{ kind: 'empty', days: from === to ? `${from}` : `${from} to ${to}` }];
}

const noonOf = (date: string): Instant => instantOf(`${date}T12:00:00Z`);
const dayAfter = (date: string, days: number): string => plusMinutes(noonOf(date), days * 24 * 60).slice(0, 10);
