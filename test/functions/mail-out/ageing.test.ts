import { beforeEach, describe, expect, test } from 'vitest';
import { nextDueOf } from '../../../shared/room/catch-up.ts';
import type { Command } from '../../../shared/room/command.ts';
import { plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import { subjectOf } from '../../support/booked-office.ts';
import { postOffice, type PostOffice } from '../../support/post-office.ts';
import { asha, ashaBooks, ben, bensRoom, existing, monday, nextWednesday, proposalId, seed } from '../../support/rooms.ts';

/*
 * A suggestion that nobody answers, from the decision to the mails that leave because the time has passed.
 */

const HALF_WAY = plusMinutes(monday, 10 + 36 * 60);
const END = plusMinutes(monday, 10 + 72 * 60);
const asked = (minutes: number) => ({ at: plusMinutes(monday, minutes), seed: seed(minutes) });

const suggests: Command = {
  type: 'propose',
  id: proposalId('p1'),
  by: { sub: asha.sub },
  startUtc: nextWednesday,
  durationMinutes: 60,
  note: '',
  via: 'form',
  counter: null,
  ...asked(10),
};
const declines: Command = { type: 'decline-proposal', by: { sub: ben.sub }, proposalId: proposalId('p1'), ...asked(60) };
const cancels: Command = { type: 'cancel', by: { sub: ben.sub }, ...asked(60) };
const moves: Command = {
  type: 'reschedule',
  by: { sub: ben.sub },
  startUtc: plusMinutes(nextWednesday, 600),
  durationMinutes: null,
  ...asked(60),
};

let office: PostOffice;
const begin = async () => {
  office = postOffice({ readReminders: async () => 'none' });
  await office.decide(bensRoom, ashaBooks, suggests);
};
beforeEach(begin);

/** Mails about the end of a suggestion, as `what to whom`, with when they left. */
async function left(): Promise<readonly { readonly what: string; readonly at: Instant }[]> {
  const sent = await Promise.all(office.left.map(async (mail) => ({ mail, subject: await subjectOf(mail) })));
  return sent.flatMap(({ mail: { to, at }, subject }) => {
    const what = /^(Still open|Time kept)/.exec(subject)?.[1];
    return what === undefined ? [] : [{ what: `${what} to ${to.split('.')[0]}`, at }];
  });
}
const whatLeft = async () => (await left()).map(({ what }) => what);
const countEnds = async () => existing((await office.room()).room).history.filter(({ event }) => event === 'proposal-expired').length;

test('the other party is asked once more half-way, and the proposer reads of the end, each once and within minutes', async () => {
  await office.untilOver();
  const [asking, ending, ...more] = await left();
  expect([asking?.what, ending?.what, more]).toEqual(['Still open to ben', 'Time kept to asha', []]);
  expect(asking!.at >= HALF_WAY && asking!.at <= plusMinutes(HALF_WAY, 3)).toBe(true);
  expect(ending!.at >= END && ending!.at <= plusMinutes(END, 3)).toBe(true);
  expect(existing((await office.room()).room).proposals).toMatchObject([{ status: 'expired' }]);
  expect(await countEnds()).toBe(1);
  expect(office.log.counted('NudgesOwed')).toBe(1);
});

test('between its mails the room is out of the sweeper’s way until it is half-way to the end', async () => {
  await office.workUntil(plusMinutes(monday, 60));
  expect((await office.room()).owingSince).toBe(HALF_WAY);
  expect(office.queue).toEqual([]);
});

describe('what leaves nothing to ask', () => {
  test.each<[string, Command]>([
    ['an answer', declines],
    ['a cancelled session', cancels],
    ['a move', moves],
  ])('after %s before half-way nobody is asked, and nothing ends', async (_, command) => {
    await office.workUntil(plusMinutes(monday, 60));
    await office.decide(command);
    await office.untilOver();
    expect((await whatLeft()).filter((what) => what.startsWith('Still open'))).toEqual([]);
    expect(await countEnds()).toBe(0);
  });

  test('after an answer to the second mail nothing ends', async () => {
    await office.workUntil(plusMinutes(HALF_WAY, 30));
    expect(await whatLeft()).toEqual(['Still open to ben']);
    await office.decide({ ...declines, at: office.world.now() });
    await office.untilOver();
    expect(existing((await office.room()).room).proposals).toMatchObject([{ status: 'declined' }]);
    expect(await countEnds()).toBe(0);
  });

  test('a second mail that has not left, because SES takes nothing, is dropped once there is an answer', async () => {
    await office.workUntil(plusMinutes(HALF_WAY, -10));
    office.decideFates(() => 'throttled');
    await office.workUntil(plusMinutes(HALF_WAY, 20));
    expect([...((await office.room()).outbox ?? new Map()).values()].map(({ kind }) => kind)).toEqual(['proposal-unanswered']);
    await office.decide({ ...declines, at: office.world.now() });
    office.decideFates(() => 'accepted');
    await office.untilOver();
    expect((await whatLeft()).filter((what) => what.startsWith('Still open'))).toEqual([]);
  });
});

test.each(['before', 'after'] as const)(
  'a mailer that dies %s any of its calls half-way to the end has asked once in the end',
  async (when) => {
    for (let call = 1; call <= 24; call++) {
      await begin();
      await office.workUntil(plusMinutes(HALF_WAY, -10));
      office.faults.set({ call, when, isDeadly: true });
      await office.workUntil(plusMinutes(HALF_WAY, 60));
      expect(await whatLeft(), `call ${call}`).toEqual(['Still open to ben']);
    }
  },
  60_000,
);

test('eight mailers at once ask once', async () => {
  await office.workUntil(plusMinutes(HALF_WAY, -10));
  office.world.turnTo(HALF_WAY);
  await Promise.all(Array.from({ length: 8 }, () => office.invoke(bensRoom.id)));
  await office.workUntil(plusMinutes(HALF_WAY, 60));
  expect(await whatLeft()).toEqual(['Still open to ben']);
});

test('after each look nothing is due that was due before it', async () => {
  for (const time of [HALF_WAY, plusMinutes(HALF_WAY, 1), END, plusMinutes(END, 5000)]) {
    office.world.turnTo(time);
    await office.invoke(bensRoom.id);
    const due = nextDueOf((await office.room()).room);
    expect(due === null || due > time).toBe(true);
  }
});
