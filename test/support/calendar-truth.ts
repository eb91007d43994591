import { sync } from 'node-ical';
import { endOf } from '../../shared/time/time-slot.ts';
import { compose } from '../../shared/mail/compose.ts';
import { isCalendarMail, type CalendarMail, type OwedMail } from '../../shared/room/owed-mail.ts';
import type { OutboundMethod } from '../../shared/words/itip.ts';
import type { Person } from '../../shared/room/person.ts';
import { type ExistingRoom } from '../../shared/room/room.ts';
import type { CalendarEvent, CalendarMessage } from './calendar.ts';
import { email } from './rooms.ts';

/*
 * What each person's calendar has to show, said once more and independently of the code that decides which mail is owed.
 */

/** What this person's calendar has to show; null if nothing. `wasBooked`: somebody has booked this room at some time. */
export function truthFor(person: Person, room: ExistingRoom, wasBooked: boolean): CalendarEvent | null {
  if (room.status === 'cancelled' || !wasBooked) return null;
  const guest = room.status === 'booked' ? room.guest : null;
  const time = { start: room.startUtc, end: endOf(room) };
  if (person.sub === room.host.sub) return { ...time, title: guest ? `${SESSION} with ${firstWord(guest.name)}` : `${SESSION} (open)` };
  return person.sub === guest?.sub ? { ...time, title: `${SESSION} with ${firstWord(room.host.name)}` } : null;
}

const SESSION = 'Ophthalmo Practice Session';

/** Never more than a first name, and never an address in its place. */
const firstWord = (name: string): string => (name.includes('@') ? 'your partner' : (name.split(' ')[0] ?? ''));

/** The calendar messages among mail. */
export const messagesIn = (mail: readonly OwedMail[]): CalendarMessage[] => mail.filter(isCalendarMail).map(messageOf);

/** What the recipient's calendar reads in a mail: our own calendar text, read by a library that we do not write with. */
export function messageOf(mail: CalendarMail): CalendarMessage {
  const { calendar } = compose(mail, {}, { name: 'Ophthalmo Practice', color: '#0b5c7a' }, organizer);
  const event = Object.values(sync.parseICS(calendar?.ics ?? '')).find((component) => component?.type === 'VEVENT');
  if (event?.type !== 'VEVENT') throw new Error(`A ${mail.kind} mail without a VEVENT`);
  return {
    method: event.method as OutboundMethod,
    uid: event.uid,
    sequence: Number(event.sequence),
    dtstamp: event.dtstamp.toISOString(),
    start: event.start.toISOString(),
    end: event.end?.toISOString() ?? '',
    title: typeof event.summary === 'string' ? event.summary : event.summary.val,
    status: event.status ?? null,
  };
}

const organizer = email('sessions@practice.example');
