import { beforeEach, describe, expect, test } from 'vitest';
import { nextDueOf } from '../../../shared/room/catch-up.ts';
import type { Command } from '../../../shared/room/command.ts';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import { plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import type { ReminderChoice } from '../../../shared/words/reminder-words.ts';
import { runCommand } from '../../../functions/platform/rooms/run-command.ts';
import { subjectOf } from '../../support/booked-office.ts';
import { postOffice, type PostOffice } from '../../support/post-office.ts';
import { asha, ashaBooks, ben, bensRoom, dina, monday, nextTuesday, nextWednesday, seed } from '../../support/rooms.ts';

/*
 * Reminders, from a session that nobody touches to the mails that leave because the time has come.
 */

const DAY_BEFORE = plusMinutes(nextTuesday, -24 * 60);
const HOUR_BEFORE = plusMinutes(nextTuesday, -60);

let office: PostOffice;
const begin = async (settings: Parameters<typeof postOffice>[0] = {}) => {
  office = postOffice(settings);
  await office.decide(bensRoom, ashaBooks);
};
beforeEach(() => begin());

/** Reminders that left, as `to whom` and how many minutes before the session. */
async function reminders(start: Instant = nextTuesday): Promise<readonly string[]> {
  const sent = await Promise.all(office.left.map(async (mail) => ({ mail, subject: await subjectOf(mail) })));
  return sent
    .filter(({ subject }) => subject.startsWith('Reminder:'))
    .map(({ mail }) => `${mail.to.split('.')[0]} ${Math.round((Date.parse(start) - Date.parse(mail.at)) / 60_000) <= 70 ? 'hour' : 'day'}`)
    .toSorted();
}
const ALL = ['asha day', 'asha hour', 'ben day', 'ben hour'];
const owingSince = async () => (await office.room()).owingSince;
const at = (minutesBefore: number) => ({ at: plusMinutes(nextTuesday, -minutesBefore), seed: seed(minutesBefore) });
const by = { sub: ben.sub };

test('both get both reminders, each once and in time, and then the room is out of the sweeper’s way', async () => {
  await office.untilOver();
  expect(await reminders()).toEqual(ALL);
  // The two after them ask how it was.
  for (const { at: leftAt } of office.left.slice(-4, -2)) {
    expect(leftAt >= plusMinutes(HOUR_BEFORE, -10) && leftAt <= plusMinutes(HOUR_BEFORE, 2)).toBe(true);
  }
  expect(await owingSince()).toBeNull();
  expect(office.failures).toEqual([]);
});

test('between its mails a room is out of the sweeper’s way until something is due in it', async () => {
  await office.workUntil(plusMinutes(monday, 60));
  const room = (await office.room()).room;
  expect(await owingSince()).toBe(nextDueOf(room));
  expect(office.queue).toEqual([]);
  expect(office.log.measured('OldestOwedMail').every((seconds) => seconds === 0)).toBe(true);
});

test('a hint to a room that waits for its reminders writes nothing', async () => {
  await office.workUntil(plusMinutes(monday, 60));
  const before = await office.room();
  await office.invoke(bensRoom.id);
  expect(await office.room()).toEqual(before);
});

test('each person’s own choice counts, as it is when the reminder is due', async () => {
  const choices: Record<string, ReminderChoice> = { [ben.sub]: 'day', [asha.sub]: 'none' };
  await begin({ readReminders: async (sub) => choices[sub] ?? 'both' });
  await office.workUntil(plusMinutes(DAY_BEFORE, 30));
  choices[asha.sub] = 'hour';
  await office.untilOver();
  expect(await reminders()).toEqual(['asha hour', 'ben day']);
});

describe('what takes reminders back', () => {
  test.each<[string, Command]>([
    ['a cancelled session', { type: 'cancel', by, ...at(3000) }],
    ['a guest who leaves', { type: 'leave', by: { sub: asha.sub }, ...at(3000) }],
  ])('%s is reminded of by nobody', async (_, command) => {
    await office.workUntil(command.at);
    await office.decide(command);
    await office.untilOver();
    expect(await reminders()).toEqual([]);
    expect(await owingSince()).toBeNull();
  });

  test('a session that moved is reminded of at its new time alone', async () => {
    await office.workUntil(at(3000).at);
    await office.decide({ type: 'reschedule', by, startUtc: nextWednesday, durationMinutes: null, ...at(3000) });
    await office.workUntil(nextTuesday);
    expect(await reminders()).toEqual([]);
    await office.untilOver();
    expect(await reminders(nextWednesday)).toEqual(ALL);
  });

  test('another guest gets reminders, and the one who left does not', async () => {
    await office.workUntil(at(3000).at);
    await office.decide({ type: 'leave', by: { sub: asha.sub }, ...at(3000) }, { type: 'book', guest: dina, ...at(2990) });
    await office.untilOver();
    expect(await reminders()).toEqual(['ben day', 'ben hour', 'dina day', 'dina hour']);
  });

  test.each<[string, Command]>([
    ['cancelled', { type: 'cancel', by, ...at(1439) }],
    ['moved', { type: 'reschedule', by, startUtc: nextWednesday, durationMinutes: null, ...at(1439) }],
    ['given up by its guest', { type: 'leave', by: { sub: asha.sub }, ...at(1439) }],
  ])('a reminder that is decided and has not left, because SES takes nothing, is dropped once its session is %s', async (_, command) => {
    await office.workUntil(plusMinutes(DAY_BEFORE, -60));
    office.decideFates(() => 'throttled');
    await office.workUntil(at(1439).at);
    expect([...((await office.room()).outbox ?? new Map()).values()].map(({ kind }) => kind)).toEqual(['reminder', 'reminder']);
    office.decideFates(() => 'accepted');
    await office.decide(command);
    await office.workUntil(plusMinutes(nextTuesday, -600));
    expect(await reminders()).toEqual([]);
    expect([...((await office.room()).outbox ?? new Map()).values()]).toEqual([]);
  });

  test('a reminder that waits while its session is cancelled leaves after all when that is taken back', async () => {
    await office.workUntil(plusMinutes(DAY_BEFORE, -60));
    office.decideFates(() => 'throttled');
    await office.workUntil(at(1439).at);
    await office.decide({ type: 'cancel', by, undoSeconds: 60, ...at(1439) });
    office.decideFates(() => 'accepted');
    await office.invoke(bensRoom.id);
    await office.decide({ type: 'undo', by, at: plusMinutes(at(1439).at, 0.5), seed: seed(1) });
    await office.workUntil(plusMinutes(nextTuesday, -600));
    expect(await reminders()).toEqual(['asha day', 'ben day']);
  });

  test('an outage that ends after the start ends the reminders unsent', async () => {
    await office.workUntil(plusMinutes(HOUR_BEFORE, -30));
    office.decideFates(() => 'throttled');
    await office.workUntil(plusMinutes(nextTuesday, 1));
    office.decideFates(() => 'accepted');
    await office.untilOver();
    expect(await reminders()).toEqual(['asha day', 'ben day']);
    expect(office.deadLetters).toEqual([]);
  });
});

test('nothing is reminded of when nobody has looked until the session began', async () => {
  await office.workUntil(plusMinutes(monday, 60));
  office.world.turnTo(nextTuesday);
  await office.invoke(bensRoom.id);
  await office.untilOver();
  expect(await reminders()).toEqual([]);
  expect(await owingSince()).toBeNull();
});

test('eight mailers at once remind once', async () => {
  await office.workUntil(plusMinutes(DAY_BEFORE, -30));
  office.world.turnTo(DAY_BEFORE);
  await Promise.all(Array.from({ length: 8 }, () => office.invoke(bensRoom.id)));
  await office.workUntil(plusMinutes(DAY_BEFORE, 60));
  expect(await reminders()).toEqual(['asha day', 'ben day']);
});

test('a session that moves while its reminder is decided keeps to its new time', async () => {
  for (let tries = 0; tries < 20; tries++) {
    await begin();
    await office.workUntil(plusMinutes(DAY_BEFORE, -30));
    office.world.turnTo(DAY_BEFORE);
    const deps = { rooms: office.stores.rooms, hints: office.deps.hints, log: office.log };
    const move: Command = { type: 'reschedule', by, startUtc: nextWednesday, durationMinutes: null, at: DAY_BEFORE, seed: seed(3) };
    await Promise.all([office.invoke(bensRoom.id), runCommand(deps, bensRoom.id, move)]);
    await office.workUntil(nextTuesday);
    const room = (await office.room()).room;
    expect(room.status === 'booked' && room.startUtc).toBe(nextWednesday);
    await office.untilOver();
    expect((await reminders(nextWednesday)).filter((each) => each.endsWith('hour'))).toEqual(['asha hour', 'ben hour']);
  }
});

test.each(['before', 'after'] as const)(
  'a mailer that dies %s any of its calls while it reminds has reminded once in the end',
  async (when) => {
    for (let call = 1; call <= 30; call++) {
      await begin();
      await office.workUntil(plusMinutes(DAY_BEFORE, -30));
      office.faults.set({ call, when, isDeadly: true });
      await office.workUntil(plusMinutes(DAY_BEFORE, 60));
      // SES may have taken a mail whose sender died before it could say so; its event then tells.
      expect(await reminders(), `call ${call}`).toEqual(['asha day', 'ben day']);
    }
  },
  60_000,
);

test('many sessions that begin in the same minute each remind their two people once', async () => {
  const count = 60;
  const rooms = Array.from({ length: count }, (_, n) => ({
    id: `${((n * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}` as RoomId,
    uid: `c0ffee00-0000-4000-8000-${n.toString(16).padStart(12, '0')}` as Uid,
  }));
  office = postOffice();
  const deps = { rooms: office.stores.rooms, hints: office.deps.hints, log: office.log };
  for (const [n, { id, uid }] of rooms.entries()) {
    await runCommand(deps, id, { ...bensRoom, id, uid, seed: seed(2 * n) });
    await runCommand(deps, id, { ...ashaBooks, seed: seed(2 * n + 1) });
  }
  await office.untilOver();
  const sent = await reminders();
  expect(ALL.map((each) => sent.filter((came) => came === each).length)).toEqual([count, count, count, count]);
}, 120_000);
