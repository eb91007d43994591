import { statusAt } from '../../shared/room/proposal.ts';
import { guestOf, type ExistingRoom, type Room } from '../../shared/room/room.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { emptyCalendar, shown, type Calendar } from '../support/calendar.ts';
import { truthFor } from '../support/calendar-truth.ts';
import { bensRoom, existing } from '../support/rooms.ts';
import { timeOf } from './outcome.ts';
import { personCalled } from './sentences.ts';

/*
 * How things stand in a dialogue.
 */

export interface Standing {
  readonly room: Room;
  readonly now: Instant;
  readonly calendars: Readonly<Record<string, Calendar>>;
}

/** Each calendar shows what the room says. To be asked when no mail is on its way. */
export function checkCalendars({ room, calendars }: Standing): void {
  if (room.status === 'uncreated') return;
  const wasBooked = room.history.some(({ event }) => event === 'booked');
  for (const [name, calendar] of Object.entries(calendars)) {
    const [shows, truth] = [shown(calendar, room.uid), truthFor(personCalled(name), room, wasBooked)].map((it) => JSON.stringify(it));
    if (shows !== truth) throw new Error(`  ${name}'s calendar shows ${shows}\n  and the room says      ${truth}`);
  }
}

/** `= what is`: compares one fact. */
export function checkFact(standing: Standing, sentence: string): void {
  const [what = '', ...rest] = sentence.split(/ +/);
  const is = factOf(standing, what);
  if (is !== rest.join(' ')) throw new Error(`  but ${what} is ${is}`);
}

function factOf({ room: maybe, now, calendars }: Standing, what: string): string {
  const room = existing(maybe);
  if (what === 'room') return `${room.status} seq ${room.sequence} ${timeOf(room)}`;
  if (what === 'history') return room.history.map(({ event, by, name }) => `${event}/${name ?? by}`).join(' ');
  if (/^p\d+$/.test(what)) {
    const proposal = proposalCalled(room, what);
    return proposal ? statusAt(proposal, now) : 'unknown';
  }
  const person = personCalled(what);
  const attendee = [room.host, guestOf(room)].find((one) => one?.sub === person.sub);
  const event = shown(calendars[what] ?? emptyCalendar, bensRoom.uid);
  return `${attendee?.partstat ?? 'out'} ${event ? event.start.replace(':00.000Z', 'Z') : 'nothing'}`;
}

/** Proposals are called p1, p2, … in the order in which they were made. */
export const proposalCalled = ({ proposals }: ExistingRoom, name: string) => proposals[Number(name.slice(1)) - 1];
