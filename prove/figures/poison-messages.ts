import type { Figure, Trial } from '../figure.ts';
import { wrongsAtTheEnd } from '../judges/truth.ts';
import { findJudgedTables, peopleCalled, roomsTableOf, settleAll, startSimulation } from '../scene.ts';
import { tryFromSeeds } from '../try-from-seeds.ts';
import { createRandom, type Random } from '../world/random.ts';
import { clockMillis } from '../world/virtual-machine.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const PAIRS = 6;
const POISON_PER_QUEUE = 4;

/** Figure 12: messages that no function can work on lie among those of real sessions. */
export const poisonMessages: Figure = {
  number: 12,
  name: 'poison-messages',
  counts: 'messages in three queues with poison among them: all others are done, and each poisoned one is a dead letter once',
  goal: 100_000,
  run: async (trial) => {
    let poisoned = 0;
    const found = await tryFromSeeds(trial, async (seed) => {
      const { messages, poison, wrongs } = await bookAmongPoison(trial.service, seed);
      poisoned += poison;
      return { tried: messages, wrongs };
    });
    return { ...found, notes: [`${poisoned} of them poisoned`] };
  },
};

async function bookAmongPoison(service: Trial['service'], seed: number) {
  const random = createRandom(seed);
  const simulation = startSimulation(service, { seed });
  const roomsTable = roomsTableOf(service);
  const queues = service.blueprint.consumers.map(({ queue }) => simulation.queue(queue));
  const poison: string[] = [];
  const people = peopleCalled(
    simulation,
    service,
    Array.from({ length: 2 * PAIRS }, (_, n) => `Person${'abcdefghijkl'[n] ?? ''}`),
  );
  let left = PAIRS;
  for (let n = 0; n < PAIRS; n++) {
    const [host, guest] = [people[2 * n]!, people[2 * n + 1]!];
    const live = async (): Promise<void> => {
      const room = await host.host(Math.floor(clockMillis() / DAY + 3) * DAY + 15 * 60 * MINUTE);
      await guest.book(room);
      await simulation.sleep(2 * MINUTE);
      await guest.reply({ partstat: 'ACCEPTED' });
    };
    simulation.after(random.below(5 * MINUTE), () => void live().finally(() => (left -= 1)));
  }
  for (const queue of queues) {
    for (let n = 0; n < POISON_PER_QUEUE; n++) {
      const body = poisonOf(random);
      poison.push(body);
      simulation.after(random.below(8 * MINUTE), () => queue.send({ id: random.hex(32), body }, clockMillis()));
    }
  }
  await settleAll(simulation, roomsTable, () => left === 0, DAY);
  const [dead, expected] = [simulation.deadLetters(), poison].map((bodies) => JSON.stringify(bodies.toSorted()));
  const accepted = simulation.tables
    .items(roomsTable)
    .filter(({ guest }) => (guest as { partstat?: string } | null)?.partstat === 'ACCEPTED');
  return {
    messages: queues.length * POISON_PER_QUEUE + simulation.sent.length * 2 + PAIRS,
    poison: poison.length,
    wrongs: [
      ...(accepted.length === PAIRS ? [] : [`${accepted.length} of ${PAIRS} answers were applied`]),
      ...(dead === expected ? [] : [`the dead letters are ${dead} instead of ${expected}`]),
      ...wrongsAtTheEnd(simulation, people, findJudgedTables(service)).filter((wrong) => !wrong.startsWith('dead letter')),
    ],
  };
}

const UNKNOWN_ROOM = '00000000-0000-4000-8000-000000000bad';

/** A body that no function can work on. */
function poisonOf(random: Random): string {
  const mark = random.hex(8);
  return random.pick([
    `not JSON ${mark}`,
    `{"truncated": "${mark}`,
    `{"roomId": "${mark}"}`,
    `{"roomId": ["${UNKNOWN_ROOM}"], "mark": "${mark}"}`,
    `[]${' '.repeat(1 + random.below(50))}`,
    `"${'x'.repeat(100)}${mark}"`,
    `null${' '.repeat(1 + random.below(50))}`,
    `{"Type":"Notification","Message":"{\\"notificationType\\":\\"Received\\"}","mark":"${mark}"}`,
  ]);
}
