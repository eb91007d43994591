import { expect, test } from 'vitest';
import { millisOf, plusMinutes } from '../../../shared/time/instant.ts';
import { booked, told } from '../../support/booked-office.ts';
import { postOffice } from '../../support/post-office.ts';
import { monday } from '../../support/rooms.ts';

const sentAfter = (office: Awaited<ReturnType<typeof booked>>) => office.left.map(({ at }) => millisOf(at) - millisOf(office.left[0]!.at));

test('a mail whose turn is near is sent at its turn, to the millisecond', async () => {
  const office = await booked(postOffice({ rate: 1 }));
  const start = office.world.now();
  // Takes the first turn. So the turn of one mail is near, and that of the other is not: they never write and wait at the same time.
  await office.stores.channel.takeTurn(start);
  await office.untilQuiet();
  expect(office.left.map(({ at }) => millisOf(at) - millisOf(start))).toEqual([1150, 2300]);
});

test.each([5, 120, 600, 3600])('a mail whose turn comes in %i seconds is sent then, which no log calls a retry', async (seconds) => {
  const office = await booked(postOffice({ rate: 1 / seconds }));
  await office.untilQuiet();
  expect(sentAfter(office)).toEqual([0, seconds * 1000 + 150]);
  expect(office.log.counted('MailRetried')).toBe(0);
  expect(office.deadLetters).toEqual([]);
});

test('when two hours of turns are given out, mail asks again later and leaves in the end', async () => {
  const office = await booked(postOffice({ rate: 1 / 9000 }));
  await office.stores.channel.takeTurn(office.world.now());
  await office.untilQuiet();
  expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
  expect(office.log.counted('MailRetried')).toBe(0);
});

test('after a fault of the channel a mail needs a new turn', async () => {
  const office = await booked(postOffice({ rate: 1 / 30 }));
  const end = millisOf(plusMinutes(monday, 10));
  let calls = 0;
  office.decideFates(() => {
    calls += 1;
    return millisOf(office.world.now()) < end ? 'throttled' : 'accepted';
  });
  await office.untilQuiet();
  expect(office.left).toHaveLength(2);
  // One turn in half a minute for ten minutes, although two mails ask to be tried more often.
  expect(calls).toBeLessThanOrEqual(22);
});
