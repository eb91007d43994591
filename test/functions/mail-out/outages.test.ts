import { describe, expect, test } from 'vitest';
import type { Command } from '../../../shared/room/command.ts';
import { millisOf, plusMinutes } from '../../../shared/time/instant.ts';
import { booked, told } from '../../support/booked-office.ts';
import { postOffice, type Fate } from '../../support/post-office.ts';
import { asha, ashaBooks, ben, bensRoom, monday, nextTuesday, seed } from '../../support/rooms.ts';

/*
 * SES is away for a while, on a clock that runs as fast as the code; mailers die meanwhile. Nothing may be lost, and each person gets
 * the newest mail last.
 */

const HOUR = 60;
const DAY = 24 * HOUR;
const OUTAGES_MINUTES = [1, 5, 15, HOUR, 3 * HOUR, 12 * HOUR, DAY, 3 * DAY];

const at = (minutes: number) => ({ at: plusMinutes(monday, minutes), seed: seed(minutes + 100) });
const move = (minutes: number): Command => ({
  type: 'reschedule',
  by: { sub: ben.sub },
  startUtc: plusMinutes(nextTuesday, 30 * DAY + HOUR),
  durationMinutes: null,
  ...at(minutes),
});

/** An outage that begins with a booking; half-way through it the guest leaves, books again, and the host moves the session. */
async function sufferOutage(minutes: number, fate: Fate) {
  const office = postOffice();
  const end = millisOf(monday) + minutes * 60_000;
  let calls = 0;
  office.decideFates(() => {
    calls += 1;
    if (calls % 5 === 0) office.faults.set({ call: 1 + (calls % 4), when: calls % 2 === 0 ? 'before' : 'after', isDeadly: true });
    return millisOf(office.world.now()) < end ? fate : 'accepted';
  });
  await office.decide({ ...bensRoom, startUtc: plusMinutes(nextTuesday, 30 * DAY) }, { ...ashaBooks });
  const half = minutes / 2;
  await office.workUntil(plusMinutes(monday, half));
  await office.decide(
    { type: 'leave', by: { sub: asha.sub }, ...at(half) },
    { type: 'book', guest: asha, ...at(half + 0.1) },
    move(half + 0.2),
  );
  await office.untilQuiet();
  return office;
}

const CASES: readonly (readonly [Fate, readonly number[]])[] = [
  ['throttled', OUTAGES_MINUTES],
  ['not accepted, answer lost', [5, HOUR, DAY]],
  ['accepted, answer lost', [5, HOUR, DAY]],
];

describe.each(CASES)('mail that SES answers with “%s”', { timeout: 120_000 }, (fate, outages) => {
  test.each(outages)('during %i minutes is not lost, nor doubled, and arrives in order', async (minutes) => {
    const office = await sufferOutage(minutes, fate);
    for (const person of ['asha', 'ben']) {
      const numbers = office.left
        .map(told)
        .filter((line) => line.startsWith(person))
        .map((line) => Number(line.split(' ').at(-1)));
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      expect(numbers.at(-1)).toBe(3);
    }
    expect(office.left.map(told)).toContain('asha CANCEL 1');
    expect(office.deadLetters).toEqual([]);
    expect(office.left.map(({ sendKeyId }) => sendKeyId)).toHaveLength(new Set(office.left.map(({ sendKeyId }) => sendKeyId)).size);
  });

  test('mail leaves within half an hour of the end of the outage', async () => {
    const office = await sufferOutage(3 * HOUR, fate);
    const last = Math.max(...office.left.map((left) => millisOf(left.at)));
    expect((last - millisOf(monday)) / 60_000).toBeLessThan(3 * HOUR + 30);
  });
});

test('while no mail goes through, each sweep counts that the channel is down; afterwards none does', async () => {
  const office = await booked(postOffice());
  const end = millisOf(monday) + 2 * HOUR * 60_000;
  office.decideFates(() => (millisOf(office.world.now()) < end ? 'throttled' : 'accepted'));
  await office.workUntil(plusMinutes(monday, HOUR));
  await office.sweep();
  expect(office.log.counted('ChannelDown')).toBeGreaterThan(0);
  await office.untilQuiet();
  const counted = office.log.counted('ChannelDown');
  await office.sweep();
  expect(office.log.counted('ChannelDown')).toBe(counted);
});

test('a refusal of one mail is no fault of the channel', async () => {
  const office = await booked(postOffice());
  office.decideFates(() => 'refused');
  await office.untilQuiet();
  await office.sweep();
  expect(office.log.counted('ChannelDown')).toBe(0);
});
