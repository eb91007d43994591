import { describe, expect, test } from 'vitest';
import { instantAt, millisOf, type Instant } from '../../../shared/time/instant.ts';
import type { OwedMail } from '../../../shared/room/owed-mail.ts';
import { lastMail } from '../../support/decided-mail.ts';
import { postOffice, type PostOffice } from '../../support/post-office.ts';
import { asha, ashaBooks, bensRoom, existing, monday } from '../../support/rooms.ts';
import { at, booked, cancel, owed, reschedule, told } from '../../support/booked-office.ts';

const after = (seconds: number): Instant => instantAt(millisOf(monday) + seconds * 1000);

/** Stores what a decision owes, as `runCommand` does, with mail that waits. */
async function owe(office: PostOffice, mail: readonly OwedMail[]): Promise<void> {
  const stored = await office.room();
  expect(await office.stores.rooms.save(stored, existing(stored.room), mail)).toBe(true);
}

const bookingHeldFor = (seconds: number): readonly OwedMail[] =>
  lastMail([bensRoom, ashaBooks]).map((mail) => ({ ...mail, notBefore: after(seconds) }));

async function officeThatHolds(seconds: number): Promise<PostOffice> {
  const office = postOffice();
  await office.decide(bensRoom, ashaBooks);
  office.queue.splice(0);
  const stored = await office.room();
  await office.stores.rooms.removeMail(stored, [...(stored.outbox?.keys() ?? [])]);
  await owe(office, bookingHeldFor(seconds));
  return office;
}

describe('mail that may not leave yet', () => {
  test.each([30, 60, 200, 3000, 86_400])(
    'mail that is held for %i seconds leaves within a minute after them, and once',
    async (seconds) => {
      const office = await officeThatHolds(seconds);
      await office.invoke(bensRoom.id);
      await office.workUntil(after(seconds - 1));
      expect(office.left).toEqual([]);
      await office.untilQuiet();
      expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 0', 'ben REQUEST 0']);
      const lateMillis = millisOf(office.left[0]!.at) - millisOf(after(seconds));
      expect(lateMillis).toBeGreaterThanOrEqual(0);
      expect(lateMillis).toBeLessThanOrEqual(60_000);
      expect(await owed(office)).toEqual([]);
    },
  );

  test('the sweeper finds held mail whose hint was lost, and sends nothing too early', async () => {
    const office = await officeThatHolds(200);
    await office.workUntil(after(199));
    expect(office.left).toEqual([]);
    await office.untilQuiet();
    expect(office.left).toHaveLength(2);
  });

  test('held calendar mail keeps back the calendar mail behind it', async () => {
    const office = await officeThatHolds(120);
    const cancelled = lastMail([bensRoom, ashaBooks, cancel]).filter(({ to }) => to.role === 'guest');
    const held = { ...cancelled[0]!, notBefore: after(120) };
    await owe(office, [held, { ...cancelled[0]!, cause: 'again' }]);
    await office.workUntil(after(119));
    expect(office.left.map(told)).toEqual([]);
    await office.untilQuiet();
    expect(office.left.map(told).filter((mail) => mail.startsWith('asha'))).toEqual(['asha CANCEL 1', 'asha CANCEL 1']);
  });

  test('a held REQUEST gives way at once to a newer one that need not wait', async () => {
    const office = await officeThatHolds(3_000);
    await office.decide(reschedule(10));
    await office.workUntil(after(700));
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 1', 'ben REQUEST 1']);
  });

  test('a held notice keeps back no mail behind it, and leaves in its own time', async () => {
    const office = await booked(postOffice());
    await office.untilQuiet();
    office.left.splice(0);
    const answer = { type: 'reply', partstat: 'ACCEPTED', by: { role: 'guest', email: asha.email } } as const;
    const order = { sequence: 0, dtstamp: null, receivedAt: at(3).at };
    const [notice] = lastMail([bensRoom, ashaBooks, { ...answer, order, note: 'I bring biscuits', ...at(3) }]);
    await owe(office, [{ ...notice!, notBefore: after(5_000) }]);
    await office.decide(reschedule(10));
    await office.workUntil(after(4_999));
    expect(office.left.map(told).toSorted()).toEqual(['asha REQUEST 1', 'ben REQUEST 1']);
    await office.untilQuiet();
    expect(office.left.map(told).at(-1)).toBe('ben notice');
    expect(millisOf(office.left.at(-1)!.at) - millisOf(after(5_000))).toBeLessThanOrEqual(60_000);
  });
});
