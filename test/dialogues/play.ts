import type { OwedMail } from '../../shared/room/owed-mail.ts';
import type { Command } from '../../shared/room/command.ts';
import { decide } from '../../shared/room/decide.ts';
import type { Decision } from '../../shared/room/decision.ts';
import { uncreated, type Room } from '../../shared/room/room.ts';
import { plusMinutes, type Instant } from '../../shared/time/instant.ts';
import { emptyCalendar, receive, type Calendar } from '../support/calendar.ts';
import { messagesIn } from '../support/calendar-truth.ts';
import { ashaBooks, bensRoom, deepFreeze, monday, seed } from '../support/rooms.ts';
import { checkCalendars, checkFact } from './facts.ts';
import { compare, nameOf } from './outcome.ts';
import type { Dialogue, Step } from './read-dialogues.ts';
import { commandIn, minutesIn, people } from './sentences.ts';

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
  if (next.held.length === 0) checkCalendars(next);
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

function looked(world: World, { sentence }: Step): World {
  checkFact(world, sentence);
  return world;
}
