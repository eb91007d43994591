import { isCalendarMail, type CalendarMail, type OwedMail } from '../../shared/mail/owed-mail.ts';
import type { OutboundMethod } from '../../shared/itip/itip.ts';
import type { Person } from '../../shared/room/person.ts';
import { endOf, type ExistingRoom } from '../../shared/room/room.ts';
import { plusMinutes } from '../../shared/time/instant.ts';
import type { CalendarEvent, CalendarMessage } from './calendar.ts';

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

const firstWord = (name: string): string => name.split(' ')[0] ?? '';

const METHODS: Record<CalendarMail['kind'], OutboundMethod> = {
  invitation: 'REQUEST',
  moved: 'REQUEST',
  'guest-left': 'REQUEST',
  current: 'REQUEST',
  cancelled: 'CANCEL',
  unbooked: 'CANCEL',
  'counter-declined': 'DECLINECOUNTER',
};

/** The calendar messages among owed mail, as the recipient's calendar reads them. */
export const messagesIn = (mail: readonly OwedMail[]): CalendarMessage[] => mail.filter(isCalendarMail).map(messageOf);

export const messageOf = ({ kind, uid, sequence, stamp, when, other }: CalendarMail): CalendarMessage => ({
  method: METHODS[kind],
  uid,
  sequence,
  dtstamp: stamp,
  start: when.startUtc,
  end: plusMinutes(when.startUtc, when.durationMinutes),
  title: other === null || kind === 'guest-left' ? `${SESSION} (open)` : `${SESSION} with ${other.firstName}`,
});
