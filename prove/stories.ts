import type { Blueprint } from './world/blueprint.ts';
import { SimulatedPerson } from './world/simulated-person.ts';
import type { Simulation } from './world/simulation.ts';
import { clockMillis } from './world/virtual-machine.ts';

/** The people of one use case, and the rooms that came of it. */
export interface Cast {
  readonly simulation: Simulation;
  readonly ben: SimulatedPerson;
  readonly asha: SimulatedPerson;
  readonly cy: SimulatedPerson;
}

export interface Ending {
  readonly status: 'open' | 'booked' | 'cancelled';
  readonly sequence?: number;
  readonly guestPartstat?: string;
}

/** A story that people live through, however slow or broken the machines are: they wait for mail and press again. */
export interface Story {
  readonly name: string;
  /** How the room is when all is done, whatever went wrong on the way. */
  readonly ends: Ending;
  readonly live: (cast: Cast) => Promise<void>;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const castOf = (simulation: Simulation, blueprint: Blueprint): Cast => ({
  simulation,
  ben: new SimulatedPerson(simulation, blueprint, 'Ben', 'Europe/London'),
  asha: new SimulatedPerson(simulation, blueprint, 'Asha', 'Asia/Kolkata'),
  cy: new SimulatedPerson(simulation, blueprint, 'Cy', 'Africa/Cairo'),
});

export const STORIES: readonly Story[] = [
  { name: 'book', ends: { status: 'booked' }, live: async (cast) => void (await booked(cast)) },
  {
    name: 'book-and-leave',
    ends: { status: 'open' },
    live: async (cast) => {
      const room = await booked(cast);
      await cast.asha.insist('DELETE', `/api/rooms/${room}/booking`);
    },
  },
  {
    name: 'book-leave-book-again',
    ends: { status: 'booked' },
    live: async (cast) => {
      const room = await booked(cast);
      await cast.asha.insist('DELETE', `/api/rooms/${room}/booking`);
      await cast.cy.book(room);
    },
  },
  {
    name: 'host-moves',
    ends: { status: 'booked', sequence: 2 },
    live: async (cast) => {
      const room = await booked(cast);
      await cast.ben.insist('POST', `/api/rooms/${room}/reschedule`, { startUtc: iso(inDays(4)) });
      await cast.ben.insist('POST', `/api/rooms/${room}/reschedule`, { startUtc: iso(inDays(5)), durationMinutes: 90 });
    },
  },
  {
    name: 'host-cancels',
    ends: { status: 'cancelled' },
    live: async (cast) => {
      const room = await booked(cast);
      await cast.ben.insist('DELETE', `/api/rooms/${room}`);
    },
  },
  {
    name: 'propose-and-approve-in-the-app',
    ends: { status: 'booked', sequence: 1 },
    live: async (cast) => {
      const room = await booked(cast);
      const proposal = await proposed(cast, room);
      await cast.ben.insist('POST', `/api/rooms/${room}/proposals/${proposal}/approve`, {});
    },
  },
  {
    name: 'propose-and-decline-in-the-app',
    ends: { status: 'booked', sequence: 0 },
    live: async (cast) => {
      const room = await booked(cast);
      const proposal = await proposed(cast, room);
      await cast.ben.insist('POST', `/api/rooms/${room}/proposals/${proposal}/decline`, {});
    },
  },
  {
    name: 'approve-by-link',
    ends: { status: 'booked', sequence: 1 },
    live: async (cast) => {
      await proposed(cast, await booked(cast));
      await pressWhenMailed(cast, cast.ben, '/approve');
    },
  },
  {
    name: 'decline-by-link',
    ends: { status: 'booked', sequence: 0 },
    live: async (cast) => {
      await proposed(cast, await booked(cast));
      await pressWhenMailed(cast, cast.ben, '/decline');
    },
  },
  {
    name: 'guest-accepts-by-mail',
    ends: { status: 'booked', guestPartstat: 'ACCEPTED' },
    live: async (cast) => {
      await booked(cast);
      await until(cast, () => cast.asha.newestInvitation() !== null);
      await cast.asha.reply({ partstat: 'ACCEPTED' });
    },
  },
  {
    name: 'guest-declines-by-mail',
    ends: { status: 'open' },
    live: async (cast) => {
      await booked(cast);
      await until(cast, () => cast.asha.newestInvitation() !== null);
      await cast.asha.reply({ partstat: 'DECLINED' });
    },
  },
  {
    name: 'host-declines-by-mail',
    ends: { status: 'cancelled' },
    live: async (cast) => {
      await booked(cast);
      await until(cast, () => cast.ben.newestInvitation() !== null);
      await cast.ben.reply({ partstat: 'DECLINED' });
    },
  },
  {
    name: 'counter-and-approve-by-link',
    ends: { status: 'booked', sequence: 1 },
    live: async (cast) => {
      await booked(cast);
      await until(cast, () => cast.asha.newestInvitation() !== null);
      await cast.asha.reply({ method: 'COUNTER', partstat: 'TENTATIVE', startMillis: inDays(6) });
      await pressWhenMailed(cast, cast.ben, '/approve');
    },
  },
  {
    name: 'two-guests-race',
    ends: { status: 'booked' },
    live: async (cast) => {
      const room = await cast.ben.host(inDays(3));
      await Promise.all([cast.asha.book(room), cast.cy.book(room)]);
    },
  },
];

async function booked({ ben, asha }: Cast): Promise<string> {
  const room = await ben.host(inDays(3));
  const { status } = await asha.book(room);
  if (status !== 200) throw new Error(`A booking was answered ${status}`);
  return room;
}

async function proposed({ asha }: Cast, room: string): Promise<string> {
  const [start, end] = [iso(inDays(4)), iso(inDays(4) + HOUR)];
  const answered = await asha.insist('POST', `/api/rooms/${room}/proposals`, { proposedStartUtc: start, proposedEndUtc: end, note: '' });
  if (answered.status !== 201 && answered.status !== 200) throw new Error(`A proposal was answered ${answered.status}`);
  return answered.json.proposalId;
}

async function pressWhenMailed(cast: Cast, person: SimulatedPerson, path: string): Promise<void> {
  await until(cast, () => person.link(path) !== undefined);
  // Nobody reads a mail and presses within the second in which it was sent.
  await cast.simulation.sleep(5000);
  for (let attempt = 0; attempt < 5; attempt++) {
    const answered = await person.press(person.link(path) ?? '');
    if (answered !== undefined && answered.status < 500) return;
    await cast.simulation.sleep(10_000);
  }
}

async function until({ simulation }: Cast, isSo: () => boolean): Promise<void> {
  for (let waited = 0; waited < 3 * HOUR; waited += 30_000) {
    if (isSo()) return;
    await simulation.sleep(30_000);
  }
  throw new Error('A mail never came');
}

const inDays = (days: number): number => Math.floor(clockMillis() / DAY + days) * DAY + 15 * HOUR;

const iso = (millis: number): string => new Date(millis).toISOString();
