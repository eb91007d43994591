import type { Figure, Result, Trial } from '../figure.ts';
import { wrongsAtTheEnd } from '../judges/truth.ts';
import { findJudgedTables, peopleCalled, roomsTableOf, settleAll, startSimulation } from '../scene.ts';
import { tryFromSeeds } from '../try-from-seeds.ts';
import type { SimulatedPerson } from '../world/simulated-person.ts';
import type { Simulation } from '../world/simulation.ts';

const DAY = 86_400_000;
const GUESTS = 8;
const PRESSES = 16;

/** Figure 16: many guests book one room at once. */
export const racingBookings: Figure = {
  number: 16,
  name: 'racing-bookings',
  counts: 'bookings, eight at once of each room: exactly one gets it, and the others read that it is taken',
  goal: 50_000,
  run: (trial) => repeat(trial, GUESTS, bookAtOnce),
};

/** Figure 5: approve and decline are pressed many times at once. */
export const racingPresses: Figure = {
  number: 5,
  name: 'racing-presses',
  counts: 'proposals, each decided by 16 presses at once, of approve and decline: exactly one outcome',
  goal: 100_000,
  run: (trial) => repeat(trial, 1, pressAtOnce),
};

type Race = (simulation: Simulation, people: readonly SimulatedPerson[], roomsTable: string) => Promise<readonly string[]>;

async function repeat(trial: Trial, perRace: number, race: Race): Promise<Result> {
  const found = await tryFromSeeds(trial, async (seed) => ({ tried: perRace, wrongs: await runRace(trial.service, seed, race) }));
  return { ...found, notes: [] };
}

async function runRace(service: Trial['service'], seed: number, race: Race): Promise<readonly string[]> {
  const simulation = startSimulation(service, { seed, isShuffled: true });
  const people = peopleCalled(simulation, service, ['Ben', 'Asha', 'Cy', 'Dina', 'Eli', 'Fay', 'Gus', 'Hana', 'Ida']);
  const roomsTable = roomsTableOf(service);
  let wrongs: readonly string[] | undefined;
  void race(simulation, people, roomsTable).then(
    (found) => (wrongs = found),
    (error: unknown) => (wrongs = [String(error)]),
  );
  await settleAll(simulation, roomsTable, () => wrongs !== undefined);
  return [...(wrongs ?? ['the race never ends']), ...wrongsAtTheEnd(simulation, people, findJudgedTables(service))];
}

const bookAtOnce: Race = async (simulation, [host, ...guests], roomsTable) => {
  const room = await host!.host(startOf(3));
  const answers = await Promise.all(guests.map((guest) => guest.book(room)));
  const winners = answers.filter(({ status }) => status === 200).length;
  const losers = answers.filter(({ status, json }) => status === 409 && json.code === 'room-taken').length;
  const isBooked = simulation.tables.items(roomsTable).every(({ status }) => status === 'booked');
  return winners === 1 && losers === guests.length - 1 && isBooked ? [] : [`${winners} got the room, ${losers} read that it is taken`];
};

const pressAtOnce: Race = async (simulation, [host, guest], roomsTable) => {
  const room = await host!.host(startOf(3));
  await guest!.book(room);
  const [start, end] = [startOf(4), startOf(4) + 3_600_000].map((millis) => new Date(millis).toISOString());
  await guest!.insist('POST', `/api/rooms/${room}/proposals`, { proposedStartUtc: start, proposedEndUtc: end, note: '' });
  for (let waited = 0; host!.link('/approve') === undefined && waited < 120; waited++) await simulation.sleep(5000);
  await simulation.sleep(5000);
  const links = [host!.link('/approve') ?? '', host!.link('/decline') ?? ''];
  await Promise.all(Array.from({ length: PRESSES }, (_, n) => host!.press(links[n % 2] ?? '')));
  const [stored] = simulation.tables.items(roomsTable);
  const proposals: readonly { readonly status: string }[] = Array.isArray(stored?.['proposals']) ? stored['proposals'] : [];
  const [decided] = proposals;
  const isMoved = stored?.['ics_sequence'] === 1;
  const isOne = decided?.status === (isMoved ? 'approved' : 'declined');
  return isOne ? [] : [`the proposal is ${decided?.status}, SEQUENCE ${String(stored?.['ics_sequence'])}`];
};

const startOf = (days: number): number => Math.floor(Date.now() / DAY + days) * DAY + 15 * 3_600_000;
