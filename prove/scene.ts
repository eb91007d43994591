import { owesMail, type JudgedTables } from './judges/truth.ts';
import { lastPart } from './world/blueprint.ts';
import type { Item } from './world/item-values.ts';
import type { LoadedFunctions } from './world/load-functions.ts';
import { createRandom } from './world/random.ts';
import { ask } from './world/service.ts';
import { SimulatedPerson } from './world/simulated-person.ts';
import { Simulation, type SimulationParts } from './world/simulation.ts';
import { clockMillis } from './world/virtual-machine.ts';

/*
 * What all figures begin and end with: a simulation on an empty service, people, and the wait until nothing is left to do.
 */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LONGEST_MILLIS = 4 * HOUR;
const ZONES = ['Europe/London', 'Asia/Kolkata', 'Africa/Cairo', 'Asia/Kathmandu', 'America/New_York'];

// Functions keep keys in memory for minutes, as they do in Lambda. Each simulation begins an hour later than the one before ended,
// so that none finds what another has left, and all of them make the same calls.
let latest = 0;
beginInYear(2030);

/** Each figure begins in a year of its own, so that its seed tries the same and the count of attempts before it does not matter. */
export function beginInYear(year: number): void {
  beginNotBefore(Date.UTC(year, 0, 7, 8));
}

/** The next simulation begins at that time, in milliseconds since 1970, or later. */
export function beginNotBefore(millis: number): void {
  latest = Math.max(latest, millis);
}

export type Circumstances = { readonly seed: number } & Partial<
  Pick<SimulationParts, 'faultAt' | 'losesEvent' | 'isShuffled' | 'indexLagMillis'>
>;

export function startSimulation(
  { blueprint, handlers }: LoadedFunctions,
  { seed, faultAt = () => undefined, ...more }: Circumstances,
): Simulation {
  latest = Math.ceil(Math.max(latest, clockMillis()) / HOUR + 1) * HOUR;
  return new Simulation({ blueprint, handlers, random: createRandom(seed), startMillis: latest, faultAt, ...more });
}

/**
 * A process that has just started reads a key that others have in memory. All of them are asked something first, so that a
 * simulation makes the same calls whatever went before it.
 */
export async function warmUp(functions: LoadedFunctions): Promise<void> {
  const simulation = startSimulation(functions, { seed: 0 });
  const requests = [
    { method: 'GET', url: '/api/health' },
    { method: 'GET', url: '/approve?t=' },
    { method: 'POST', url: '/api/hooks/email-status', body: '{}' },
  ];
  for (const request of requests) void ask(simulation, functions.blueprint, request);
  await simulation.run(clockMillis(), () => !simulation.isBusy);
}

export const peopleCalled = (
  simulation: Simulation,
  { blueprint }: LoadedFunctions,
  names: readonly string[],
  zones: readonly string[] = ZONES,
): readonly SimulatedPerson[] => names.map((name, n) => new SimulatedPerson(simulation, blueprint, name, zones[n % zones.length] ?? 'UTC'));

/** The table that a setting of a function names. */
const tableOf = ({ blueprint }: LoadedFunctions, functionName: string, setting: string): string =>
  lastPart(blueprint.functions.values().find(({ name }) => name === functionName)?.environment[setting] ?? '');

/** The tables that the judges look into. */
export const findJudgedTables = (functions: LoadedFunctions): JudgedTables => ({
  rooms: roomsTableOf(functions),
  audit: tableOf(functions, 'send-mail', 'AUDIT_TABLE'),
});

/** All rows of all tables. */
export const snapshotTables = (simulation: Simulation, { blueprint }: LoadedFunctions): Readonly<Record<string, readonly Item[]>> =>
  Object.fromEntries(blueprint.tables.map(({ name }) => [name, simulation.tables.items(name)]));

export const roomsTableOf = (functions: LoadedFunctions): string => tableOf(functions, 'rooms-api', 'ROOMS_TABLE');

/** A simulation in which Asha has booked Ben's room of three days later, and both have their invitations. */
export async function startBookedSession(service: LoadedFunctions, seed: number) {
  const simulation = startSimulation(service, { seed });
  const person = (name: string, n: number): SimulatedPerson => new SimulatedPerson(simulation, service.blueprint, name, ZONES[n] ?? 'UTC');
  const [host, guest] = [person('Ben', 0), person('Asha', 1)];
  const roomsTable = roomsTableOf(service);
  let isBooked = false;
  const bookRoom = async (): Promise<void> => {
    await guest.book(await host.host(Math.floor(clockMillis() / DAY + 3) * DAY + 15 * HOUR));
    isBooked = true;
  };
  void bookRoom();
  await settleAll(simulation, roomsTable, () => isBooked);
  return { simulation, host, guest, roomsTable };
}

/** Runs until the people have done what they want and nothing is left to do, and then for a while longer. */
export async function settleAll(
  simulation: Simulation,
  roomsTable: string,
  isOver: () => boolean,
  longestMillis = LONGEST_MILLIS,
): Promise<void> {
  const isSettled = (): boolean => isOver() && !simulation.isBusy && !simulation.tables.items(roomsTable).some(owesMail);
  await simulation.run(clockMillis() + longestMillis, isSettled);
  // What SES tells of the last mails, and what functions find on their next round.
  await simulation.run(clockMillis() + 3 * 60_000);
}
