import { describe, expect, test } from 'vitest';
import { decide } from '../../../shared/room/decide.ts';
import type { Command } from '../../../shared/room/command.ts';
import { uncreated, type Room } from '../../../shared/room/room.ts';
import { horizonAt } from '../../../shared/time/horizon.ts';
import { plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import { asha, ben, bensRoom, bookedRoom, monday, openRoom, proposalId, seed } from '../../support/rooms.ts';

const now = plusMinutes(monday, 10);
const asked = { at: now, seed: seed(3) };
const times = { durationMinutes: 60, ...asked } as const;

/** Each way in which somebody gives a session a time. */
const doors: readonly [string, Room, (startUtc: Instant) => Command][] = [
  ['open a session', uncreated, (startUtc) => ({ ...bensRoom, ...times, startUtc })],
  ['move a session that nobody has booked', openRoom(), (startUtc) => ({ type: 'reschedule', by: ben, ...times, startUtc })],
  ['move a booked session', bookedRoom(), (startUtc) => ({ type: 'reschedule', by: ben, ...times, startUtc })],
  [
    'suggest another time',
    bookedRoom(),
    (startUtc) => ({ type: 'propose', id: proposalId('p'), by: asha, ...times, startUtc, note: '', via: 'app', counter: null }),
  ],
  [
    'suggest it beside a nearer one',
    bookedRoom(),
    (startUtc) => ({
      type: 'propose',
      id: proposalId('p'),
      by: asha,
      ...times,
      startUtc: plusMinutes(now, 60),
      alternatives: [{ startUtc, durationMinutes: 60 }],
      note: '',
      via: 'app',
      counter: null,
    }),
  ],
];

describe('one horizon for every door', () => {
  test.each(doors)('people can %s up to the horizon', (_, room, command) => {
    expect(decide(room, command(horizonAt(now))).kind).toBe('changed');
  });

  test.each(doors)('people cannot %s beyond the horizon', (_, room, command) => {
    expect(decide(room, command(plusMinutes(horizonAt(now), 1)))).toEqual({ kind: 'refused', reason: 'start-too-far' });
  });
});
