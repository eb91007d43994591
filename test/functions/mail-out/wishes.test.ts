import { beforeEach, describe, expect, test } from 'vitest';
import type { Create, Leave } from '../../../shared/room/command.ts';
import { ASKED_AT_ONCE, MOST_LOOKS } from '../../../shared/room/ask-wishers.ts';
import type { Person } from '../../../shared/room/person.ts';
import { NO_USAGE } from '../../../shared/room/usage.ts';
import { reserve } from '../../../shared/room/reservation.ts';
import { plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import type { WishTerms } from '../../../shared/wish/wish.ts';
import { DEFAULT_PERSON_LIMITS } from '../../../shared/words/person-limits.ts';
import { WEEKDAY_NAMES } from '../../../shared/words/times-of-week.ts';
import { PEOPLE_READ } from '../../../functions/mail-out/find-wishers.ts';
import { changeProfile } from '../../../functions/platform/people/change-profile.ts';
import { subjectOf } from '../../support/booked-office.ts';
import { mailroom, type Mailroom } from '../../support/mailroom.ts';
import { asha, ashaBooks, ben, bensRoom, email, monday, nextTuesday, nextWednesday, seed } from '../../support/rooms.ts';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import { runCommand } from '../../../functions/platform/rooms/run-command.ts';

/*
 * “Tell me when”: a room that opens is mailed to those who wish for it.
 */

const always: WishTerms = {
  topic: null,
  exam: null,
  durations: [30, 60, 90],
  windows: WEEKDAY_NAMES.map((weekday) => ({ weekday, from: '00:00', to: '24:00' })),
  timeZone: 'Europe/London',
  until: plusMinutes(monday, 60 * 24 * 80),
};
const somebody = (n: number): Person => ({ ...asha, sub: `wisher-${n}`, email: email(`wisher.${n}@mail.example`), name: `Wisher ${n}` });
const asked = (minutes: number) => ({ at: plusMinutes(monday, minutes), seed: seed(minutes) });
const leaves: Leave = { type: 'leave', by: { sub: asha.sub }, ...asked(40) };

let room: Mailroom;
beforeEach(() => {
  room = mailroom();
});

const wish = async (person: Person, change: Partial<WishTerms> = {}, minutes = 0) =>
  room.wishes.add(person, { ...always, ...change }, plusMinutes(monday, minutes - 100));
const wishAll = async (count: number) => {
  for (let n = 0; n < count; n++) await wish(somebody(n), {}, n / 100);
};
/** Mails of one look leave at once, in no order. */
const readers = () =>
  room.left
    .map(({ to }) => Number(/wisher\.(\d+)@/.exec(to)?.[1] ?? Number.NaN))
    .filter((n) => !Number.isNaN(n))
    .toSorted((a, b) => a - b);
const work = (minutes: number) => room.office.workUntil(plusMinutes(monday, minutes));
const times = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Another room of Ben's. */
async function openAnother(n: number, startUtc: Instant, minutes: number): Promise<void> {
  const suffix = n.toString(16).padStart(12, '0');
  const id = `00c0ffee-0000-4000-8000-${suffix}` as RoomId;
  const create: Create = { ...bensRoom, id, uid: `00c0ffee-0000-4000-9000-${suffix}` as Uid, startUtc, ...asked(minutes) };
  const { stores, deps, log } = room.office;
  await runCommand({ rooms: stores.rooms, hints: deps.hints, log }, id, create);
}

test('a room that opens is mailed to those who wish for it, the oldest wish first, five at once and five more after ten minutes', async () => {
  await wishAll(12);
  await room.office.decide(bensRoom);
  await work(1);
  expect(readers()).toEqual(times(5));
  await work(8);
  expect(readers()).toHaveLength(5);
  await work(13);
  expect(readers()).toEqual(times(10));
  await work(60);
  expect(readers()).toEqual(times(12));
  expect((await room.office.room()).looks.size).toBe(0);
});

test('the mail says what is open, on both clocks, with one button to book', async () => {
  await wish(somebody(1));
  await room.office.decide({ ...bensRoom, practice: { topic: 'Glaucoma', exam: null, line: '' } });
  await work(1);
  expect(await subjectOf(room.left[0]!)).toBe('A session that fits: Tue 15 Jan, 23:30 IST, Glaucoma');
});

test('the mail is in the language of the one who wishes, as they chose it by now', async () => {
  await wish({ ...somebody(1), language: 'de' });
  await wish({ ...somebody(2), language: 'de' });
  await changeProfile(room.people, somebody(2).sub, (profile) => ({ ...profile, language: 'es' }));
  await room.office.decide({ ...bensRoom, practice: { topic: 'Glaucoma', exam: null, line: '' } });
  await work(1);
  const subjects = await Promise.all(room.left.map(subjectOf));
  expect(subjects.toSorted()).toEqual([expect.stringMatching(/^Eine passende Sitzung: .*, Glaukom$/), expect.stringMatching(/Glaucoma$/)]);
});

test('nobody more is mailed once the room is booked', async () => {
  await wishAll(12);
  await room.office.decide(bensRoom);
  await work(1);
  await room.office.decide({ ...ashaBooks, ...asked(5) });
  await work(60);
  expect(readers()).toEqual(times(5));
});

test('a room that opens again begins anew with the oldest wish', async () => {
  await wishAll(7);
  await room.office.decide(bensRoom);
  await work(1);
  await room.office.decide({ ...ashaBooks, ...asked(5) }, leaves);
  await work(45);
  expect(readers()).toEqual(times(10).map((n) => Math.floor(n / 2)));
});

test('while leaving can be taken back, nobody is mailed that the room is open', async () => {
  await wishAll(1);
  await room.office.decide(bensRoom, { ...ashaBooks, ...asked(1) });
  await work(2);
  const before = readers().length;
  room.world.turnTo(leaves.at);
  await room.office.decide({ ...leaves, undoSeconds: 60 });
  await room.office.decide({ type: 'undo', by: { sub: asha.sub }, at: plusMinutes(leaves.at, 0.5), seed: seed(3) });
  await work(120);
  expect(readers()).toHaveLength(before);
});

test('a room that moves while it is open is mailed at its new time', async () => {
  await wish(somebody(1), { windows: [{ weekday: 'wednesday', from: '00:00', to: '24:00' }], timeZone: 'UTC' });
  await room.office.decide(bensRoom);
  await work(5);
  expect(readers()).toEqual([]);
  await room.office.decide({ type: 'reschedule', by: { sub: ben.sub }, startUtc: nextWednesday, durationMinutes: null, ...asked(5) });
  await work(10);
  expect(readers()).toEqual([1]);
});

test('a reserved room is mailed to nobody else, until it is open for everyone', async () => {
  await wish(somebody(1));
  await room.office.decide({ ...bensRoom, reservedFor: reserve(asha, true, monday) });
  await work(60);
  expect(readers()).toEqual([]);
  await work(48 * 60 + 10);
  expect(readers()).toEqual([1]);
});

describe('is not mailed', () => {
  test.each<[string, (person: Person) => Promise<unknown>]>([
    ['somebody whose wish the room does not fit', (person) => wish(person, { durations: [30] })],
    ['the host themselves', () => wish(ben)],
    ['the host under another account', (person) => wish({ ...person, email: ben.email })],
    [
      'somebody whose wish has ended',
      async (person) => {
        const made = await wish(person);
        if (made !== 'full') await room.wishes.remove(made);
      },
    ],
    [
      'somebody who wants no more of this host',
      async (person) => {
        await wish(person);
        await changeProfile(room.people, person.sub, (profile) => ({ ...profile, refusedHosts: [ben.sub] }));
      },
    ],
    [
      'somebody who has another session then',
      async (person) => {
        await wish(person);
        const usage = {
          ...NO_USAGE,
          claims: [{ roomId: 'r' as RoomId, role: 'host', startUtc: nextTuesday, durationMinutes: 60, at: monday, key: 'k' }],
        } as const;
        await changeProfile(room.people, person.sub, (profile) => ({ ...profile, usage }));
      },
    ],
    [
      'somebody who may book nothing, because they have missed too many',
      async (person) => {
        await wish(person);
        const missed = times(DEFAULT_PERSON_LIMITS.missedSessions).map((nth) => ({ roomId: `missed-${nth}` as RoomId, at: monday }));
        await changeProfile(room.people, person.sub, (profile) => ({ ...profile, usage: { ...NO_USAGE, missed } }));
      },
    ],
  ])('%s', async (_, make) => {
    await make(somebody(1));
    await room.office.decide(bensRoom);
    await work(0.2);
    expect(readers()).toEqual([]);
    expect(room.left).toEqual([]);
  });
});

test('somebody is mailed because of their wishes three times a day, and again the day after', async () => {
  await wish(somebody(1));
  for (let n = 1; n <= 6; n++) await openAnother(n, plusMinutes(nextTuesday, 24 * 60 * n), n);
  await work(60);
  expect(readers()).toHaveLength(DEFAULT_PERSON_LIMITS.wishMailsPerDay);
  await openAnother(9, plusMinutes(nextTuesday, 24 * 60 * 9), 25 * 60);
  await work(26 * 60);
  expect(readers()).toHaveLength(DEFAULT_PERSON_LIMITS.wishMailsPerDay + 1);
});

test('two wishes of one person that a room fits are one mail', async () => {
  await wish(somebody(1));
  await wish(somebody(1), { durations: [60] }, 1);
  await room.office.decide(bensRoom);
  await work(60);
  expect(readers()).toEqual([1]);
});

test('those who have had enough mail today keep back nobody behind them', async () => {
  const many = PEOPLE_READ + 10;
  await wishAll(many + 2);
  for (let n = 0; n < many; n++) {
    const uses = times(3).map((nth) => ({ limit: 'wishMailsPerDay', at: monday, key: `${nth}`, booking: null }) as const);
    await changeProfile(room.people, somebody(n).sub, (profile) => ({ ...profile, usage: { ...NO_USAGE, uses } }));
  }
  await room.office.decide(bensRoom);
  await work(10);
  expect(readers()).toEqual([many, many + 1]);
});

test('everybody wishes for everything and 40 rooms open at once: nobody gets more than three mails, and no room mails more than five at once', async () => {
  const people = 30;
  await wishAll(people);
  for (let n = 0; n < 40; n++) await openAnother(n, plusMinutes(nextTuesday, 24 * 60 * (1 + (n % 30))), 0);
  await work(0.5);
  const atOnce = readers();
  expect(atOnce.length).toBeLessThanOrEqual(40 * ASKED_AT_ONCE);
  await work(24 * 60 - 5);
  const counts = times(people).map((n) => readers().filter((reader) => reader === n).length);
  expect(counts).toEqual(times(people).map(() => DEFAULT_PERSON_LIMITS.wishMailsPerDay));
});

test('an opening ends after so many looks, however many wishes there are', async () => {
  await wishAll(MOST_LOOKS * ASKED_AT_ONCE + 20);
  await room.office.decide(bensRoom);
  await work(24 * 60);
  expect(readers()).toHaveLength(MOST_LOOKS * ASKED_AT_ONCE);
});

describe('looks for those who wish', () => {
  test.each(times(24))('everybody who is meant gets one mail although the mailer dies at call %i', async (call) => {
    await wishAll(7);
    await room.office.decide(bensRoom);
    room.office.faults.set({ call: call + 1, when: 'after', isDeadly: true });
    await work(90);
    expect(readers()).toEqual(times(7));
  });
});

test('a look that fails keeps back no mail, and is taken again', async () => {
  await wishAll(1);
  const { findWishers } = room.office.deps;
  let calls = 0;
  Object.assign(room.office.deps, {
    findWishers: async (...args: Parameters<typeof findWishers>) => {
      calls += 1;
      if (calls === 1) throw new Error('The table cannot be read');
      return findWishers(...args);
    },
  });
  await room.office.decide(bensRoom);
  await work(10);
  expect(readers()).toEqual([0]);
  expect(room.office.log.counted('WishLooksFailed')).toBe(1);
});
