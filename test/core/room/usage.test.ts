import { describe, expect, test } from 'vitest';
import {
  addMissed,
  charge,
  listHeldSessions,
  NO_USAGE,
  findOverlaps,
  refund,
  countUsed,
  findPauseEnd,
  type Cost,
  type HeldSession,
  type Usage,
} from '../../../shared/room/usage.ts';
import { plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { DEFAULT_PERSON_LIMITS, parsePersonLimits, writePersonLimits } from '../../../shared/words/person-limits.ts';
import { asha, ben, bookedRoom, dina, monday, nextTuesday, openRoom } from '../../support/rooms.ts';

const limits = DEFAULT_PERSON_LIMITS;
const roomId = (nth: number) => `c0ffee00-0000-4000-8000-${String(nth).padStart(12, '0')}` as RoomId;
const session = (nth: number, role: 'host' | 'guest', startUtc: Instant = nextTuesday): HeldSession => ({
  roomId: roomId(nth),
  role,
  startUtc,
  durationMinutes: 60,
});
const DAY = 24 * 60;

/** Charges a cost as its nth command, at the nth minute unless another is given. */
function charged(usage: Usage, cost: Cost, nth: number, held: readonly HeldSession[] = [], at: Instant = plusMinutes(monday, nth)) {
  return charge(usage, cost, { held, limits, at, key: `k${nth}` });
}

/** The usage after a cost was charged this many times, a minute apart. */
function usageAfter(times: number, cost: (nth: number) => Cost, held: readonly HeldSession[] = []): Usage {
  return Array.from({ length: times }).reduce<Usage>((usage, _, nth) => {
    const result = charged(usage, cost(nth), nth, held);
    if (result.kind === 'refused') throw new Error(`${nth} times: ${result.reached.limit}`);
    return result.usage;
  }, NO_USAGE);
}

describe('what is counted by the day', () => {
  test.each([
    ['openedPerDay', (nth: number): Cost => ({ type: 'open', sessions: [session(nth, 'host')] })],
    ['bookedPerDay', (nth: number): Cost => ({ type: 'book', session: session(nth, 'guest'), hostSub: `host-${nth}` })],
    ['proposedPerDay', (): Cost => ({ type: 'propose' })],
  ] as const)('%s: one more than allowed is refused until the first one is a day old', (limit, cost) => {
    const allowed = limits[limit];
    const usage = usageAfter(allowed, cost);
    const reached = { limit, allowed, endsAt: plusMinutes(monday, DAY) };
    expect(charged(usage, cost(99), 99)).toEqual({ kind: 'refused', reached });
    expect(charged(usage, cost(99), 99, [], plusMinutes(monday, DAY - 1)).kind).toBe('refused');
    expect(charged(usage, cost(99), 99, [], plusMinutes(monday, DAY)).kind).toBe('charged');
  });

  test('the same request of several commands counts once, until none of them came to something', () => {
    const at = plusMinutes(monday, 1);
    const only = { ...limits, proposedPerDay: 1 };
    const ask = (usage: Usage, key: string, request: string) =>
      charge(usage, { type: 'propose' }, { held: [], limits: only, at, key, request });
    const usageOf = (result: ReturnType<typeof ask>) => (result.kind === 'charged' ? result.usage : NO_USAGE);
    const both = usageOf(ask(usageOf(ask(NO_USAGE, 'a', 'one')), 'b', 'one'));
    expect(countUsed('proposedPerDay', both, [], at, 1).used).toBe(1);
    expect(ask(both, 'c', 'two').kind).toBe('refused');
    expect(ask(refund(both, 'a'), 'c', 'two').kind).toBe('refused');
    expect(ask(refund(refund(both, 'a'), 'b'), 'c', 'two').kind).toBe('charged');
  });

  test('a command that is tried again costs nothing more, also at the limit', () => {
    const usage = usageAfter(limits.proposedPerDay, () => ({ type: 'propose' }));
    expect(charged(usage, { type: 'propose' }, 3)).toMatchObject({ kind: 'charged', usage: { uses: usage.uses } });
  });

  test('a command that came to nothing is given back', () => {
    const usage = usageAfter(limits.proposedPerDay, () => ({ type: 'propose' }));
    expect(charged(refund(usage, 'k3'), { type: 'propose' }, 99).kind).toBe('charged');
  });

  test('uses of the day before are forgotten', () => {
    const usage = usageAfter(5, () => ({ type: 'propose' }));
    const later = charged(usage, { type: 'propose' }, 9, [], plusMinutes(monday, 2 * DAY));
    expect(later).toMatchObject({ kind: 'charged', usage: { uses: [{ key: 'k9' }] } });
  });
});

describe('what is held', () => {
  test.each([
    ['hostedUpcoming', 'host', { type: 'open', sessions: [session(999, 'host')] }],
    ['bookingsHeld', 'guest', { type: 'book', session: session(999, 'guest'), hostSub: 'host' }],
  ] as const)('%s: as many as allowed are held until the first of them is over', (limit, role, cost) => {
    const allowed = limits[limit];
    const held = Array.from({ length: allowed }, (_, nth) => session(nth, role, plusMinutes(nextTuesday, 120 * nth)));
    const reached = { limit, allowed, endsAt: plusMinutes(nextTuesday, 60) };
    expect(charged(NO_USAGE, cost, 1, held)).toEqual({ kind: 'refused', reached });
    expect(charged(NO_USAGE, cost, 1, held.slice(1)).kind).toBe('charged');
  });

  test.each([
    ['hostedUpcoming', { type: 'return', session: session(0, 'host') }],
    ['bookingsHeld', { type: 'book', session: session(0, 'guest'), hostSub: 'host' }],
  ] as const)('%s: a session that is held already is not counted against itself', (limit, cost) => {
    const held = Array.from({ length: limits[limit] }, (_, nth) => session(nth, cost.session.role));
    expect(charged(NO_USAGE, cost, 1, held).kind).toBe('charged');
  });

  test('a room that is counted with its old and its new time is one session', () => {
    const held = Array.from({ length: 49 }, (_, nth) => session(nth, 'host'));
    const moved = { ...session(0, 'host'), durationMinutes: 90 };
    expect(charged(NO_USAGE, { type: 'open', sessions: [session(99, 'host')] }, 1, [...held, moved]).kind).toBe('charged');
  });

  test('what a profile shows of a limit is what counts', () => {
    const usage = usageAfter(2, (nth) => ({ type: 'open', sessions: [session(nth, 'host')] }));
    const now = plusMinutes(monday, 5);
    expect(countUsed('openedPerDay', usage, [], now, 30)).toEqual({ used: 2, endsAt: plusMinutes(monday, DAY) });
    expect(countUsed('hostedUpcoming', usage, [session(1, 'host')], now, 50)).toEqual({ used: 1, endsAt: plusMinutes(nextTuesday, 60) });
    expect(countUsed('bookingsHeld', usage, [], now, 20)).toEqual({ used: 0, endsAt: null });
  });
});

describe('the same host again', () => {
  const books = (nth: number, hostSub = 'ben'): Cost => ({ type: 'book', session: session(nth, 'guest'), hostSub });

  test('a host whose session was left can be booked three more times a day', () => {
    const usage = usageAfter(4, books);
    const reached = { limit: 'sameHostPerDay', allowed: 3, endsAt: plusMinutes(monday, 1 + DAY) };
    expect(charged(usage, books(9), 9)).toEqual({ kind: 'refused', reached });
    expect(charged(usage, books(9, 'dina'), 9).kind).toBe('charged');
  });

  test('sessions of one host that are all kept can be booked up to the limit of a day', () => {
    const all = Array.from({ length: 20 }, (_, nth) => session(nth, 'guest', plusMinutes(nextTuesday, 60 * nth)));
    const usage = all.slice(0, 19).reduce<Usage>((before, _, nth) => {
      const result = charged(before, books(nth), nth, all.slice(0, nth));
      if (result.kind === 'refused') throw new Error(result.reached.limit);
      return result.usage;
    }, NO_USAGE);
    expect(usage.uses.every(({ limit }) => limit === 'bookedPerDay')).toBe(true);
  });
});

describe('the sessions of a person', () => {
  const soon = plusMinutes(monday, 5);
  const cancelled = { ...bookedRoom(), status: 'cancelled' } as const;
  const undo = {
    event: 'cancelled',
    at: soon,
    until: plusMinutes(soon, 1),
    seed: 's',
    sequence: 0,
    guest: null,
    hostMailedAt: null,
  } as const;

  test('the sessions of a person are those in which they are host or guest', () => {
    const booked = { roomId: openRoom().id, startUtc: nextTuesday, durationMinutes: 60 };
    expect(listHeldSessions(ben.sub, NO_USAGE, [bookedRoom()], soon)).toEqual([{ ...booked, role: 'host' }]);
    expect(listHeldSessions(asha.sub, NO_USAGE, [bookedRoom()], soon)).toEqual([{ ...booked, role: 'guest' }]);
    expect(listHeldSessions(dina.sub, NO_USAGE, [bookedRoom()], soon)).toEqual([]);
  });

  test('the sessions of a person do not include those that are over or cancelled', () => {
    expect(listHeldSessions(ben.sub, NO_USAGE, [bookedRoom()], plusMinutes(nextTuesday, 60))).toEqual([]);
    expect(listHeldSessions(ben.sub, NO_USAGE, [cancelled], soon)).toEqual([]);
  });

  test('include a claim of this moment, until the room must have been saved', () => {
    const claim = { ...session(5, 'guest'), at: soon, key: 'k1' };
    const usage = { ...NO_USAGE, claims: [claim] };
    expect(listHeldSessions(dina.sub, usage, [], soon)).toEqual([session(5, 'guest')]);
    expect(listHeldSessions(dina.sub, usage, [], plusMinutes(soon, 1))).toEqual([]);
    expect(listHeldSessions(dina.sub, refund(usage, 'k1'), [], soon)).toEqual([]);
  });

  test('a claim of a room that was cancelled since counts no more, and one that was made after that counts', () => {
    const claimAt = (at: Instant) => ({ ...NO_USAGE, claims: [{ ...session(0, 'host'), roomId: openRoom().id, at, key: 'k1' }] });
    const undoable = { ...cancelled, undo: { ...undo, by: 'host' as const } };
    for (const room of [cancelled, undoable]) expect(listHeldSessions(ben.sub, claimAt(soon), [room], soon)).toEqual([]);
    expect(listHeldSessions(ben.sub, claimAt(plusMinutes(undo.at, 0.1)), [undoable], plusMinutes(undo.at, 0.2))).toHaveLength(1);
  });

  test('a session that the other party can bring back counts until they cannot', () => {
    const room = { ...cancelled, undo: { ...undo, by: 'host' as const } };
    const held = (sub: string, at: Instant) => listHeldSessions(sub, NO_USAGE, [room], at).length;
    expect([held(asha.sub, soon), held(asha.sub, undo.until), held(ben.sub, soon)]).toEqual([1, 0, 0]);
  });

  test('include both times of a room that is being moved', () => {
    const moved = { ...session(0, 'host', plusMinutes(nextTuesday, 300)), roomId: openRoom().id };
    const held = listHeldSessions(ben.sub, { ...NO_USAGE, claims: [{ ...moved, at: soon, key: 'k1' }] }, [openRoom()], soon);
    expect(held.map(({ startUtc }) => startUtc)).toEqual([nextTuesday, plusMinutes(nextTuesday, 300)]);
  });

  test('overlap a time when they share a minute with it; back to back is no overlap', () => {
    const held = [session(1, 'host')];
    const overlapsAt = (minutes: number) =>
      findOverlaps(held, [roomId(2)], [{ startUtc: plusMinutes(nextTuesday, minutes), durationMinutes: 30 }]).length > 0;
    expect([-31, -30, -29, 0, 59, 60].map(overlapsAt)).toEqual([false, false, true, true, true, false]);
    expect(findOverlaps(held, [roomId(1)], [session(1, 'host')])).toEqual([]);
  });
});

describe('limits as a setting', () => {
  test('what is left out keeps its default', () => {
    expect(parsePersonLimits('openedPerDay=5, proposedPerDay=2')).toEqual({ ...limits, openedPerDay: 5, proposedPerDay: 2 });
    expect(parsePersonLimits('')).toEqual(limits);
    expect(parsePersonLimits(writePersonLimits({ ...limits, bookingsHeld: 7 }))).toEqual({ ...limits, bookingsHeld: 7 });
  });

  test.each(['openedPerDay', 'openedPerDay=0', 'openedPerDay=10000', 'openedPerDay=-1', 'opened=5', 'openedPerDay=5=5', 'toString=5'])(
    '%j cannot be read',
    (text) => {
      expect(parsePersonLimits(text)).toBeUndefined();
    },
  );
});

describe('missed sessions', () => {
  const missedOn = (...days: number[]): Usage =>
    days.reduce<Usage>((usage, day, nth) => addMissed(usage, { roomId: roomId(nth), at: plusMinutes(monday, day * DAY) }), NO_USAGE);
  const dayAfter = (days: number) => plusMinutes(monday, days * DAY);
  const until = (usage: Usage, day: number) => findPauseEnd(usage, 3, dayAfter(day));

  test('a missed session that is told twice counts once', () => {
    const usage = missedOn(0);
    expect(addMissed(usage, { roomId: roomId(0), at: dayAfter(1) })).toBe(usage);
  });

  test('the third within 90 days begins a pause of a week', () => {
    expect(until(missedOn(0, 89), 89)).toBeNull();
    const usage = missedOn(0, 40, 89);
    expect([until(usage, 89), until(usage, 95.9), until(usage, 96)]).toEqual([dayAfter(96), dayAfter(96), null]);
    expect(until(missedOn(0, 40, 90), 90)).toBeNull();
  });

  test('one more after the pause begins another one', () => {
    expect(until(missedOn(0, 1, 2, 20), 20)).toEqual(dayAfter(27));
  });

  test.each<[string, Cost]>([
    ['opens', { type: 'open', sessions: [session(9, 'host')] }],
    ['books', { type: 'book', session: session(9, 'guest'), hostSub: 'host' }],
  ])('somebody who is paused %s nothing, and all else goes on', (_, cost) => {
    const usage = missedOn(0, 1, 2);
    const reached = { limit: 'missedSessions', allowed: 3, endsAt: dayAfter(9) };
    expect(charged(usage, cost, 1, [], dayAfter(8.9))).toEqual({ kind: 'refused', reached });
    expect(charged(usage, cost, 1, [], dayAfter(9)).kind).toBe('charged');
    for (const other of [{ type: 'propose' }, { type: 'note' }, { type: 'return', session: session(9, 'guest') }] as const)
      expect(charged(usage, other, 1, [], dayAfter(3)).kind).toBe('charged');
  });

  test('what is charged and given back leaves missed sessions as they are', () => {
    const usage = missedOn(0, 1);
    const after = charged(usage, { type: 'propose' }, 1, [], dayAfter(2));
    expect(after).toMatchObject({ kind: 'charged', usage: { missed: usage.missed } });
    expect(refund(usage, 'k1').missed).toEqual(usage.missed);
    expect(countUsed('missedSessions', usage, [], dayAfter(2), 3)).toEqual({ used: 2, endsAt: null });
  });
});
