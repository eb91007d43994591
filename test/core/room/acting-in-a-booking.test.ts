import { expect, test } from 'vitest';
import type { Command } from '../../../shared/room/command.ts';
import { decide } from '../../../shared/room/decide.ts';
import type { BookedRoom } from '../../../shared/room/room.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { asha, ben, bookedRoom, dina, monday, seed } from '../../support/rooms.ts';

/*
 * Somebody speaks by a link that is of one booking. Between the page and the decision the guest may leave and another one book.
 */

const asked = { at: plusMinutes(monday, 60), seed: seed(9) };
const earlier = bookedRoom();
const bookedAt = earlier.guest.joinedAt;
const again = (email = asha.email): BookedRoom => ({ ...earlier, guest: { ...earlier.guest, email, joinedAt: plusMinutes(bookedAt, 30) } });
const guest = { role: 'guest', email: asha.email, bookedAt } as const;
const host = { role: 'host', email: ben.email, bookedAt } as const;

test('a guest who speaks in their booking is the guest', () => {
  expect(decide(earlier, { type: 'leave', by: guest, ...asked }).kind).toBe('changed');
});

test.each<[string, Command]>([
  ['give up a place', { type: 'leave', by: guest, ...asked }],
  ['cancel the session', { type: 'cancel', by: host, ...asked }],
  ['write to the next guest', { type: 'write-note', by: host, text: 'Hello', ...asked }],
  ['write in the next booking', { type: 'write-note', by: guest, text: 'Hello', ...asked }],
  ['exchange addresses with the next guest', { type: 'introduce', by: host, yes: true, ...asked }],
])('somebody who spoke in an earlier booking does not %s', (_, command) => {
  for (const room of [again(), again(dina.email), { ...earlier, status: 'open' as const }])
    expect(decide(room, command).kind).not.toBe('changed');
});
