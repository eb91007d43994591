import { describe, expect, test } from 'vitest';
import { nextDueOf } from '../../../shared/room/catch-up.ts';
import { nextReminderOf } from '../../../shared/room/reminders.ts';
import type { Command } from '../../../shared/room/command.ts';
import { decide } from '../../../shared/room/decide.ts';
import type { BookedRoom } from '../../../shared/room/room.ts';
import { millisOf, plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import type { ReminderChoice } from '../../../shared/words/reminder-words.ts';
import { ben, bookedRoom, instant, monday, nextTuesday, nextWednesday, seed } from '../../support/rooms.ts';

/*
 * When reminders are due, and who gets them. What follows from each step of a session is in test/dialogues/reminders.dialogue.
 */

const DAY = 24 * 60;
const lookAt = (at: Instant, reminders: Readonly<Record<'host' | 'guest', ReminderChoice>> = { host: 'both', guest: 'both' }): Command => ({
  type: 'catch-up',
  reminders,
  at,
  seed: seed(77),
});
const remindersIn = (room: BookedRoom, at: Instant, host: ReminderChoice = 'both', guest: ReminderChoice = 'both') => {
  const decision = decide(room, lookAt(at, { host, guest }));
  return decision.kind === 'changed' ? decision.mail.map(({ to, cause }) => `${cause?.split('-')[0]} to ${to.role}`) : decision.kind;
};
const minutesEarly = (room: BookedRoom, minutesBefore: number): number => {
  const due = nextReminderOf(room);
  return due === null ? Number.NaN : (millisOf(plusMinutes(room.startUtc, -minutesBefore)) - millisOf(due)) / 60_000;
};

/** Looks at the room whenever it wants to be looked at, until it does not. Gives each reminder and when it was decided. */
function followReminders(room: BookedRoom): readonly (readonly [at: Instant, reminder: string])[] {
  const came: (readonly [Instant, string])[] = [];
  let present = room;
  for (let step = 0; step < 10; step++) {
    const due = nextReminderOf(present);
    if (due === null) return came;
    const decision = decide(present, lookAt(due));
    if (decision.kind !== 'changed' || decision.room.status !== 'booked') throw new Error(`Due and ${decision.kind}`);
    came.push(...decision.mail.map(({ to, cause }) => [due, `${cause?.split('-')[0]} to ${to.role}`] as const));
    present = decision.room;
  }
  throw new Error('The room never came to rest');
}

test('a room asks to be looked at within ten minutes before a day and an hour before the start, and never again', () => {
  const room = bookedRoom();
  const came = followReminders(room);
  expect(came.map(([, reminder]) => reminder)).toEqual(['day to host', 'day to guest', 'hour to host', 'hour to guest']);
  for (const [at, reminder] of came) {
    const early = millisOf(plusMinutes(nextTuesday, reminder.startsWith('day') ? -DAY : -60)) - millisOf(at);
    expect(early).toBeGreaterThanOrEqual(0);
    expect(early).toBeLessThan(10 * 60_000);
  }
});

test.each<[ReminderChoice, readonly string[], readonly string[]]>([
  ['both', ['day to guest'], ['hour to guest']],
  ['day', ['day to guest'], []],
  ['hour', [], ['hour to guest']],
  ['none', [], []],
])('somebody who chose “%s” gets that, whatever the other one chose', (choice, dayBefore, hourBefore) => {
  const room = bookedRoom();
  expect(remindersIn(room, plusMinutes(nextTuesday, -DAY), 'none', choice)).toEqual(dayBefore);
  const decision = decide(room, lookAt(plusMinutes(nextTuesday, -DAY), { host: 'none', guest: choice }));
  const later = decision.kind === 'changed' && decision.room.status === 'booked' ? decision.room : room;
  expect(remindersIn(later, plusMinutes(nextTuesday, -60), 'none', choice)).toEqual(hourBefore);
});

test('a reminder that comes late is the newest of those that its reader wants', () => {
  expect(remindersIn(bookedRoom(), plusMinutes(nextTuesday, -20), 'both', 'day')).toEqual(['hour to host', 'day to guest']);
});

describe('somebody who got the time by mail shortly before needs no reminder', () => {
  const bookedBefore = (minutes: number) => bookedRoom({ ...moveTo(plusMinutes(monday, 500 + minutes)), at: plusMinutes(monday, 500) });
  const moveTo = (startUtc: Instant) => ({
    type: 'reschedule' as const,
    by: { sub: ben.sub },
    startUtc,
    durationMinutes: null,
    seed: seed(9),
  });

  test.each([
    [DAY + 1, ['day', 'hour']],
    [DAY - 1, ['hour']],
    [90, ['hour']],
    [89, []],
    [30, []],
  ])('told %i minutes before the start: %j', (minutes, times) => {
    expect([...new Set(followReminders(bookedBefore(minutes)).map(([, reminder]) => reminder.split(' ')[0]))]).toEqual(times);
  });
});

test.each([
  ['spring', '2030-03-31T09:00Z', '2030-03-30T09:00Z'],
  ['autumn', '2030-10-27T09:00Z', '2030-10-26T09:00Z'],
])('a day before is 24 hours before also where clocks change in between, in %s', (_, startUtc, dayBefore) => {
  const room = { ...bookedRoom(), startUtc: instant(startUtc) };
  expect(remindersIn(room, plusMinutes(instant(dayBefore), -11))).toBe('unchanged');
  expect(remindersIn(room, instant(dayBefore))).toEqual(['day to host', 'day to guest']);
});

test('a session that was moved to another time and back is reminded of once by the ledger, because both reminders have one cause', () => {
  const move = (startUtc: Instant, minutes: number): Command => ({
    type: 'reschedule',
    by: { sub: ben.sub },
    startUtc,
    durationMinutes: null,
    at: plusMinutes(monday, minutes),
    seed: seed(minutes),
  });
  const causes = [bookedRoom(), bookedRoom(move(nextWednesday, 5), move(nextTuesday, 6))].map((room) => {
    const decision = decide(room, lookAt(plusMinutes(nextTuesday, -DAY)));
    return decision.kind === 'changed' ? decision.mail.map(({ cause }) => cause) : [];
  });
  expect(causes[0]).toHaveLength(2);
  expect(causes[1]).toEqual(causes[0]);
});

test('ten thousand sessions that begin at one minute are due over ten minutes, no minute with more than its share', () => {
  const room = bookedRoom();
  const perMinute: number[] = Array.from({ length: 10 }, () => 0);
  for (let n = 0; n < 10_000; n++) {
    const id = `${((n * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-000000000001` as RoomId;
    const minute = Math.floor(minutesEarly({ ...room, id }, DAY));
    perMinute[minute] = (perMinute[minute] ?? 0) + 1;
  }
  expect(perMinute).toHaveLength(10);
  expect(Math.max(...perMinute)).toBeLessThan(1200);
});

test('a room of an older version, whose history has lost when it was booked, is reminded of from the moment that its guest came', () => {
  const room = { ...bookedRoom(), history: [] };
  expect(followReminders(room)).toHaveLength(4);
  expect(followReminders({ ...room, guest: { ...room.guest, joinedAt: plusMinutes(nextTuesday, -80) } })).toEqual([]);
});

test('a room that is open, cancelled, or not yet made is never due', () => {
  const left = decide(bookedRoom(), { type: 'leave', by: { sub: 'sub-of-asha' }, at: plusMinutes(monday, 9), seed: seed(9) });
  const cancelled = decide(bookedRoom(), { type: 'cancel', by: { sub: ben.sub }, at: plusMinutes(monday, 9), seed: seed(9) });
  for (const decision of [left, cancelled]) expect(decision.kind === 'changed' && nextDueOf(decision.room)).toBeNull();
  expect(nextDueOf({ status: 'uncreated' })).toBeNull();
});
