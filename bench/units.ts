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
  await measure('book it (the decision)', () => world.run(id, { type: 'book', ...world.asked(), guest: asha }));
  await measure('send its two invitations', () => world.deliver(id));
  await measure('book it again (unchanged)', () => world.run(id, { type: 'book', ...world.asked(), guest: asha }));
  await measure('move it', () =>
    world.run(id, { type: 'reschedule', ...world.asked(), by: { sub: ben.sub }, startUtc: inDays(4), durationMinutes: null }),
  );
  await measure('send its two updates', () => world.deliver(id));
  await measure('cancel it', () => world.run(id, { type: 'cancel', ...world.asked(), by: { sub: ben.sub } }));
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
      'Counted by dynalite (`ReturnConsumedCapacity`), which leaves out what DynamoDB adds for each index that a changed row stands in. Calls are named by table: practice_rooms, sends, magic_links.',
    columns: ['use case', 'read units', 'write units', 'rows read by queries', 'practice_rooms', 'sends', 'magic_links'],
    rows,
  };
}

function cells(parts: readonly Consumed[]): string[] {
  const sum = (of: (part: Consumed) => number) => parts.reduce((total, part) => total + of(part), 0);
  const calls = parts.map(
    (part) =>
      Object.entries(part.calls)
        .map(([name, count]) => `${count} ${name.replace('Command', '')}`)
        .join(', ') || '–',
  );
  return [String(sum((part) => part.readUnits)), String(sum((part) => part.writeUnits)), String(sum((part) => part.rowsRead)), ...calls];
}
