import { expect, test } from 'vitest';
import { millisOf, plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import { booked } from '../../support/booked-office.ts';
import { postOffice } from '../../support/post-office.ts';
import { monday } from '../../support/rooms.ts';

/*
 * What docs/operations/mail-owed-for-long.md and mail-without-events.md are about, produced: the metric of the alarm comes, the cause is
 * removed, and the metric goes.
 */

const RINGS_ABOVE_SECONDS = 900;
type Office = ReturnType<typeof postOffice>;

/** What the sweep of this moment measures. */
async function measure(office: Office, metric: string): Promise<number> {
  await office.sweep();
  return office.log.measured(metric).at(-1) ?? Number.NaN;
}

const minutesSince = (office: Office, start: Instant): number => (millisOf(office.world.now()) - millisOf(start)) / 60_000;

test('mail that is owed for long rings after a quarter of an hour, and no more once sending goes on', async () => {
  const office = await booked(postOffice());
  let isPaused = true;
  office.decideFates(() => (isPaused ? 'throttled' : 'accepted'));
  await office.workUntil(plusMinutes(monday, 10));
  expect(await measure(office, 'OldestOwedMail')).toBeLessThan(RINGS_ABOVE_SECONDS);
  await office.workUntil(plusMinutes(monday, 40));
  const age = await measure(office, 'OldestOwedMail');
  expect(age).toBeGreaterThan(RINGS_ABOVE_SECONDS);
  // The age is that of the decision, however late the next try of the mail is.
  expect(age).toBeGreaterThan((minutesSince(office, monday) - 5) * 60);
  isPaused = false;
  await office.untilQuiet();
  expect(await measure(office, 'OldestOwedMail')).toBe(0);
});

test('mail without a word from SES counts after an hour, and no more once its event has come', async () => {
  const office = await booked(postOffice({ losesEvents: true }));
  await office.untilQuiet();
  expect(office.left).toHaveLength(2);
  office.world.turnTo(plusMinutes(monday, 30));
  expect(await measure(office, 'MailUnheard')).toBe(0);
  office.world.turnTo(plusMinutes(monday, 90));
  expect(await measure(office, 'MailUnheard')).toBe(2);
  const [first, second] = office.left;
  await office.stores.ledger.note(first?.sendKeyId ?? '', 'Delivery', 'ses-1', office.world.now());
  expect(await measure(office, 'MailUnheard')).toBe(1);
  await office.stores.ledger.note(second?.sendKeyId ?? '', 'DeliveryDelay', 'ses-2', office.world.now());
  expect(await measure(office, 'MailUnheard')).toBe(0);
});

test('an event that never comes stops counting after a day, because the alarm has told of it by then', async () => {
  const office = await booked(postOffice({ losesEvents: true }));
  await office.untilQuiet();
  office.world.turnTo(plusMinutes(monday, 24 * 60));
  expect(await measure(office, 'MailUnheard')).toBe(2);
  office.world.turnTo(plusMinutes(monday, 26 * 60));
  expect(await measure(office, 'MailUnheard')).toBe(0);
});
