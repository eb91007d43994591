import { expect, test } from 'vitest';
import { runCommand } from '../../../functions/platform/rooms/run-command.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { memoryRooms } from '../../support/memory-rooms.ts';
import { perform } from '../../support/room-backends.ts';
import { asha, ashaBooks, bensRoom, monday, nextWednesday, proposalId, seed } from '../../support/rooms.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';

const asked = (minutes: number) => ({ at: plusMinutes(monday, minutes), seed: seed(minutes) });
const byAsha = { role: 'guest', email: asha.email } as const;

test('every line of the history is also a line for the operator, also when one decision enters two', async () => {
  const rooms = memoryRooms();
  await perform(rooms, bensRoom.id, bensRoom, ashaBooks);
  const log = memoryLog();
  const deps = { rooms, log, hints: { send: async () => {} } };
  const counter = { sequence: 0, dtstamp: asked(5).at, originalStartUtc: null, understandsDeclineCounter: false };
  const time = { startUtc: nextWednesday, durationMinutes: null, note: '' };
  await runCommand(deps, bensRoom.id, { type: 'propose', id: proposalId('p1'), by: byAsha, ...time, via: 'counter', counter, ...asked(5) });
  const order = { sequence: 0, dtstamp: asked(6).at };
  await runCommand(deps, bensRoom.id, { type: 'reply', by: byAsha, partstat: 'DECLINED', order, ...asked(6) });

  expect(log.lines.filter(({ event }) => event === 'command.decided')).toMatchObject([
    { event: 'command.decided', fields: { command: 'propose', events: 'proposed', by: 'guest' } },
    { event: 'command.decided', fields: { command: 'reply', events: 'proposal-withdrawn declined', by: 'guest' } },
  ]);
  expect(JSON.stringify(log.lines)).not.toMatch(/@|raman|carter/i);
});

test('each of many changes of one room at once gets its turn', async () => {
  const rooms = memoryRooms();
  await perform(rooms, bensRoom.id, bensRoom, ashaBooks);
  const deps = { rooms, log: memoryLog(), hints: { send: async () => {} } };
  const replies = Array.from({ length: 40 }, (_, n) => {
    const order = { sequence: 0, dtstamp: asked(n + 2).at };
    return runCommand(deps, bensRoom.id, { type: 'reply', by: byAsha, partstat: 'ACCEPTED', order, ...asked(n + 2) });
  });
  const outcomes = await Promise.all(replies);
  expect(outcomes.filter(({ kind }) => kind === 'refused')).toEqual([]);
  const { room } = await rooms.load(bensRoom.id);
  expect(room).toMatchObject({ guest: { partstat: 'ACCEPTED', lastReply: { dtstamp: asked(41).at } } });
});
