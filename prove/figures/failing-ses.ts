import type { Figure, Trial } from '../figure.ts';
import { wrongsAtTheEnd } from '../judges/truth.ts';
import { findJudgedTables, peopleCalled, roomsTableOf, settleAll, startSimulation } from '../scene.ts';
import { tryFromSeeds } from '../try-from-seeds.ts';
import { createRandom } from '../world/random.ts';
import type { SimulatedPerson } from '../world/simulated-person.ts';
import type { Simulation } from '../world/simulation.ts';
import { clockMillis } from '../world/virtual-machine.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const BURSTS = 12;
const PAIRS = 8;
/** What the simulated account allows. */
const MAILS_PER_SECOND = 14;

/** Figure 13: a day on which every second call to SES fails, with bursts of bookings. */
export const failingSes: Figure = {
  number: 13,
  name: 'failing-ses',
  counts: 'mails of days on which SES fails every second call: none lost, and in no second more calls than the account allows',
  goal: 100_000,
  run: async (trial) => {
    let [calls, busiest] = [0, 0];
    const found = await tryFromSeeds(trial, async (seed) => {
      const day = await liveOneDay(trial.service, seed);
      [calls, busiest] = [calls + day.calls, Math.max(busiest, day.busiest)];
      return { tried: day.mails, wrongs: day.wrongs };
    });
    return { ...found, notes: [`${calls} calls, at most ${busiest} in one second`] };
  },
};

async function liveOneDay(service: Trial['service'], seed: number) {
  const random = createRandom(seed);
  const perSecond = new Map<number, number>();
  const simulation = startSimulation(service, {
    seed,
    faultAt: ({ service: called, command }) => {
      if (called !== 'ses' || command !== 'SendEmailCommand') return undefined;
      const second = Math.floor(clockMillis() / 1000);
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
      return random.isTrue(0.5) ? random.pick(['refuse', 'lose-answer'] as const) : undefined;
    },
  });
  const hosts = peopleCalled(simulation, service, names('Host'));
  const guests = peopleCalled(simulation, service, names('Guest'));
  let left = BURSTS;
  for (let n = 0; n < BURSTS; n++) {
    simulation.after(random.below(DAY), () => void bookAtOnce(simulation, hosts, guests, n).finally(() => (left -= 1)));
  }
  await settleAll(simulation, roomsTableOf(service), () => left === 0, 2 * DAY);
  const busiest = Math.max(...perSecond.values());
  return {
    mails: simulation.sent.length,
    calls: [...perSecond.values()].reduce((sum, count) => sum + count, 0),
    busiest,
    wrongs: [
      ...(left === 0 ? [] : [`${left} bursts of bookings never ended`]),
      ...(busiest > MAILS_PER_SECOND ? [`${busiest} calls in one second`] : []),
      ...wrongsAtTheEnd(simulation, [...hosts, ...guests], findJudgedTables(service)),
    ],
  };
}

const names = (role: string): readonly string[] => Array.from({ length: PAIRS }, (_, n) => `${role}${'abcdefgh'[n] ?? ''}`);

async function bookAtOnce(
  simulation: Simulation,
  hosts: readonly SimulatedPerson[],
  guests: readonly SimulatedPerson[],
  burst: number,
): Promise<void> {
  await Promise.all(
    hosts.map(async (host, n) => {
      const start = Math.floor(clockMillis() / DAY + 4 + burst) * DAY + (8 + n) * 60 * MINUTE;
      const room = await host.host(start);
      await guests[n]?.book(room);
      await simulation.sleep(10 * MINUTE);
      if (n % 4 === 0) await host.insist('DELETE', `/api/rooms/${room}`);
    }),
  );
}
