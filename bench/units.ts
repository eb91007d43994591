import type { Command } from '../shared/room/command.ts';
import type { Instant } from '../shared/time/instant.ts';
import type { ProposalId } from '../shared/words/ids.ts';
import { benchWorld, inDays, person } from './world.ts';
import type { Section } from './report.ts';
import type { Consumed } from '../test/support/capacity.ts';

/** What each use case costs in DynamoDB, in its own units, as the engine reports them. */
export async function units(): Promise<Section> {
  const world = await benchWorld();
  const rows: string[][] = [];
  const measure = async (name: string, work: () => Promise<unknown>) => rows.push([name, ...cells(await world.cost(work))]);
  const [ben, asha] = [person('ben', 'Europe/London'), person('asha', 'Asia/Kolkata')];

  let id = await world.create(ben, inDays(3));
  await measure('open a room', async () => {
    id = await world.create(ben, inDays(2));
  });
  const decide = (command: DecisionOf) => world.run(id, { ...command, ...world.asked() });
  await measure('book it (the decision)', () => decide({ type: 'book', guest: asha }));
  await measure('send its two invitations', () => world.deliver(id));
  await measure('book it again (unchanged)', () => decide({ type: 'book', guest: asha }));
  await measure('the guest accepts', () => decide(accept(asha.sub)));
  await measure('propose another time', () => decide(proposal(inDays(5), 1)));
  await measure('approve it', () => decide({ type: 'approve', by: { sub: ben.sub }, proposalId: idOf(1) }));
  await measure('send its four mails', () => world.deliver(id));
  const move: DecisionOf = { type: 'reschedule', by: { sub: ben.sub }, startUtc: inDays(4), durationMinutes: null };
  await measure('move it', () => decide(move));
  await measure('send its two updates', () => world.deliver(id));
  for (let n = 2; n < 30; n++) {
    await decide({ ...move, startUtc: inDays(4 + n) });
    await world.deliver(id);
  }
  await measure('propose another time, after 29 moves', () => decide(proposal(inDays(5), 2)));
  await world.deliver(id);
  await measure('the guest accepts, after 29 moves', () => decide(accept(asha.sub)));
  await measure('cancel it, after 29 moves', () => decide({ type: 'cancel', by: { sub: ben.sub } }));
  await measure('send its two cancellations', () => world.deliver(id));

  // Booked and cancelled rooms in the same days must not be read.
  for (let n = 0; n < 200; n++) {
    const room = await world.create(ben, inDays(1 + (n % 14), 6 + (n % 12)));
    if (n % 4 !== 0) await world.run(room, { type: 'book', ...world.asked(), guest: asha });
  }
  const listing = { sub: 'someone', after: inDays(0), before: inDays(15), position: null };
  await measure('list 14 days, 51 open rooms among 200', () => world.index.openRooms(listing));
  await world.close();
  return {
    title: 'DynamoDB units per use case',
    about:
      'Reads and writes of tables are counted by dynalite (`ReturnConsumedCapacity`); writes of indexes, which it leaves out, from the row before and after each write, by the rules of DynamoDB. Calls are named by table. Records of decisions are written when mail is, or by the sweeper.',
    columns: [
      'use case',
      'read units',
      'write units',
      'of them indexes',
      'rows read by queries',
      'practice_rooms',
      'sends',
      'magic_links',
      'audit',
      'pending_proposals',
    ],
    rows,
  };
}

type Distribute<T> = T extends unknown ? Omit<T, 'at' | 'seed'> : never;
type DecisionOf = Distribute<Command>;

const accept = (sub: string): DecisionOf => ({
  type: 'reply',
  by: { sub },
  partstat: 'ACCEPTED',
  order: { sequence: 100, dtstamp: null },
});

const idOf = (n: number) => `00000000-0000-4000-8000-00000000000${n}` as ProposalId;

const proposal = (startUtc: Instant, n: number): DecisionOf => ({
  type: 'propose',
  id: idOf(n),
  by: { sub: 'sub-of-asha' },
  startUtc,
  durationMinutes: null,
  note: 'My clinic overruns.',
  via: 'app',
  counter: null,
});

function cells(parts: readonly Consumed[]): string[] {
  const sum = (of: (part: Consumed) => number) => parts.reduce((total, part) => total + of(part), 0);
  const calls = parts.map(
    (part) =>
      Object.entries(part.calls)
        .map(([name, count]) => `${count} ${name.replace('Command', '')}`)
        .join(', ') || '–',
  );
  const indexes = sum((part) => part.indexWriteUnits);
  const numbers = [sum((part) => part.readUnits), sum((part) => part.writeUnits) + indexes, indexes, sum((part) => part.rowsRead)];
  return [...numbers.map(String), ...calls];
}
