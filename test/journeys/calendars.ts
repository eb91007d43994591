import { complaints, emptyCalendar, receive, shown, type CalendarEvent, type CalendarMessage } from '../support/calendar.ts';
import type { LocalStack } from '../support/local-stack.ts';
import { see, type Person } from './cast.ts';
import { letters, type Letter } from './letter.ts';

/*
 * Each person's calendar, fed with the bytes of the mail that they got, beside what the room says.
 */

const SESSION = 'Ophthalmo Practice Session';

/** What somebody's calendar program shows of a session after all mail so far, and what is wrong with that mail by RFC 5546. */
export async function calendarOf(stack: LocalStack, { email }: Person, uid: string) {
  const messages = (await letters(stack, 0, email)).flatMap(messageIn);
  const calendar = messages.reduce(receive, emptyCalendar);
  return { shows: shown(calendar, uid), complaints: complaints(calendar) };
}

function messageIn({ event }: Letter): readonly CalendarMessage[] {
  if (event === null) return [];
  const { method, uid, sequence, dtstamp, start, end, summary, status } = event;
  if (method !== 'REQUEST' && method !== 'CANCEL' && method !== 'DECLINECOUNTER') throw new Error(`We never send ${method}`);
  return [{ method, uid, sequence, dtstamp, start, end, title: summary, status }];
}

/** What the calendar of a person has to show: the room as that person sees it over HTTP. */
export async function truthFor(person: Person, id: string): Promise<CalendarEvent | null> {
  const room = await see(person, id);
  if (room.role === undefined || room.role === null || room.status === 'cancelled') return null;
  const time = { start: room.startUtc, end: room.endUtc };
  const other = room.role === 'host' ? room.guest : room.host;
  return { ...time, title: other ? `${SESSION} with ${other.firstName}` : `${SESSION} (open)` };
}
