import type { OwedMail } from '../../shared/room/owed-mail.ts';
import type { Command } from '../../shared/room/command.ts';
import { decide } from '../../shared/room/decide.ts';
import type { Decision } from '../../shared/room/decision.ts';
import { statusAt } from '../../shared/room/proposal.ts';
import { guestOf, uncreated, type Room } from '../../shared/room/room.ts';
import { plusMinutes, type Instant } from '../../shared/time/instant.ts';
import { emptyCalendar, receive, shown, type Calendar } from '../support/calendar.ts';
import { messagesIn, truthFor } from '../support/calendar-truth.ts';
import { ashaBooks, bensRoom, deepFreeze, existing, monday, seed } from '../support/rooms.ts';
import { compare, nameOf, timeOf } from './outcome.ts';
import type { Dialogue, Step } from './read-dialogues.ts';
import { commandIn, minutesIn, people, personCalled } from './sentences.ts';

/*
 * A dialogue is played to `decide` in a small world: one room, a clock, and everybody's calendar.
 */

interface World {
  readonly room: Room;
  readonly now: Instant;
  readonly steps: number;
  readonly last: Command | null;
  readonly calendars: Readonly<Record<string, Calendar>>;
  /** Mail that waits, and may be taken back until it leaves. */
  readonly held: readonly OwedMail[];
}

const beginning: World = {
  room: uncreated,
  now: monday,
  steps: 0,
  last: null,
  calendars: Object.fromEntries(people.map(([name]) => [name, emptyCalendar])),
  held: [],
};

export const AS_WRITTEN = 'as written';

/** Plays a dialogue. Answers AS_WRITTEN, or else the first line that does not hold, with what came instead. */
export function play({ steps }: Dialogue, file: string): string {
  let world = beginning;
  for (const step of steps) {
    try {
      world = PLAYED[step.kind](world, step);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return `${file}:${step.line.number}  ${step.line.text}\n${why}`;
    }
  }
  return AS_WRITTEN;
}

const PLAYED: Record<Step['kind'], (world: World, step: Step) => World> = { given, does: done, looks: looked };

const BEFORE: Readonly<Record<string, readonly Command[]>> = {
  'given an open room': [bensRoom],
  'given a booked room': [bensRoom, ashaBooks],
};

/** What went before, so that a dialogue can begin with what it is about. */
function given(world: World, { sentence }: Step): World {
  const commands = BEFORE[sentence];
  if (!commands) throw new Error(`  not one of: ${Object.keys(BEFORE).join(', ')}`);
  return commands.reduce((before, command) => decided(before, command, command.at, () => {}), world);
}

function done(world: World, step: Step): World {
  const pause = /^wait (?<time>\S+)$/.exec(step.sentence)?.groups?.['time'];
  if (pause !== undefined) return deliverHeld({ ...world, now: plusMinutes(world.now, minutesIn(pause)) });

  const now = step.atOnce || world.steps === 0 ? world.now : plusMinutes(world.now, 1);
  const command = step.sentence === 'again' && world.last ? world.last : commandIn(step.sentence, momentOf(world, now));
  return decided(world, command, now, (decision) => compare(step.expected, decision));
}

function decided(world: World, command: Command, now: Instant, check: (decision: Decision) => void): World {
  const decision = decide(deepFreeze(world.room), deepFreeze(command));
  check(decision);
  const room = decision.kind === 'changed' ? decision.room : world.room;
  const mail = decision.kind === 'changed' ? decision.mail : [];
  const recalls = decision.kind === 'changed' ? decision.recalls : undefined;
  const held = [...world.held.filter(({ seed: of }) => of !== recalls), ...mail];
  const next = deliverHeld({ ...world, room, now, steps: world.steps + 1, last: command, held });
  checkCalendars(next);
  return next;
}

/** What need not wait any more reaches the calendars. */
function deliverHeld(world: World): World {
  const isDue = ({ notBefore }: OwedMail): boolean => notBefore === null || notBefore <= world.now;
  const calendars = delivered(world.calendars, world.held.filter(isDue));
  return { ...world, calendars, held: world.held.filter((mail) => !isDue(mail)) };
}

const momentOf = ({ room, steps }: World, at: Instant) => ({
  at,
  seed: seed(steps + 1),
  nextProposal: `p${room.status === 'uncreated' ? 1 : room.proposals.length + 1}`,
});

function delivered(calendars: World['calendars'], mail: readonly OwedMail[]): World['calendars'] {
  return Object.fromEntries(
    Object.entries(calendars).map(([name, calendar]) => {
      const theirs = mail.filter(({ to }) => nameOf(to.email) === name);
      return [name, messagesIn(theirs).reduce(receive, calendar)];
    }),
  );
}

/** Calendar truth, after every step of every dialogue in which no mail waits. */
function checkCalendars({ room, calendars, held }: World): void {
  if (room.status === 'uncreated' || held.length > 0) return;
  const wasBooked = room.history.some(({ event }) => event === 'booked');
  for (const [name, calendar] of Object.entries(calendars)) {
    const [shows, truth] = [shown(calendar, room.uid), truthFor(personCalled(name), room, wasBooked)].map((it) => JSON.stringify(it));
    if (shows !== truth) throw new Error(`  ${name}'s calendar shows ${shows}\n  and the room says      ${truth}`);
  }
}

/** `= what is`: compares one fact of the state. */
function looked(world: World, { sentence }: Step): World {
  const [what = '', ...rest] = sentence.split(/ +/);
  const is = factOf(world, what);
  if (is !== rest.join(' ')) throw new Error(`  but ${what} is ${is}`);
  return world;
}

function factOf({ room: maybe, now, calendars }: World, what: string): string {
  const room = existing(maybe);
  if (what === 'room') return `${room.status} seq ${room.sequence} ${timeOf(room)}`;
  if (what === 'history') return room.history.map(({ event, by, name }) => `${event}/${name ?? by}`).join(' ');
  if (/^p\d+$/.test(what)) {
    const proposal = room.proposals.find(({ id }) => id === what);
    return proposal ? statusAt(proposal, now) : 'unknown';
  }
  const person = personCalled(what);
  const attendee = [room.host, guestOf(room)].find((one) => one?.sub === person.sub);
  const event = shown(calendars[what] ?? emptyCalendar, bensRoom.uid);
  return `${attendee?.partstat ?? 'out'} ${event ? event.start.replace(':00.000Z', 'Z') : 'nothing'}`;
}
