import { describe, expect, test } from 'vitest';
import { recordStatus } from '../../../functions/mail-status/record-status.ts';
import { parseStatusEvent } from '../../../functions/mail-status/status-event.ts';
import { keyOf } from '../../support/written-mail.ts';
import type { SendKey } from '../../../functions/platform/mail/send-key.ts';
import { instantAt, millisOf, plusMinutes } from '../../../shared/time/instant.ts';
import { lastMail } from '../../support/decided-mail.ts';
import { postOffice, type PostOffice } from '../../support/post-office.ts';
import { asha, ashaBooks, bensRoom, dina, existing, monday, seed } from '../../support/rooms.ts';
import { sesEvent, type EventType } from '../../support/ses-events.ts';

const [toBen, toAsha] = lastMail([bensRoom, ashaBooks]).map(keyOf) as [SendKey, SendKey];

/** A booking whose mail has left, without any event since. */
async function mailed(): Promise<PostOffice> {
  const office = postOffice({ losesEvents: true });
  await office.decide(bensRoom, ashaBooks);
  await office.untilQuiet();
  return office;
}

async function tell(
  office: PostOffice,
  type: EventType,
  key: SendKey = toAsha,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const event = parseStatusEvent(sesEvent(type, key.id, more));
  if (!event) throw new Error('No event');
  await recordStatus(office.deps, event);
}

const timeline = async (office: PostOffice) => {
  const { history } = existing((await office.room()).room);
  return history.filter(({ by }) => by === 'system').map(({ event, name }) => `${event} ${name}`);
};

describe('mail that did not arrive is seen in the timeline', () => {
  test.each<[EventType, string]>([
    ['Bounce', 'mail-bounced Asha'],
    ['Complaint', 'mail-complained Asha'],
    ['Reject', 'mail-failed Asha'],
  ])('%s', async (type, line) => {
    const office = await mailed();
    await tell(office, type);
    expect(await timeline(office)).toEqual([line]);
  });

  test('an event that comes several times is one line of the timeline', async () => {
    const office = await mailed();
    await tell(office, 'Bounce');
    await tell(office, 'Bounce');
    await Promise.all([tell(office, 'Bounce'), tell(office, 'Bounce')]);
    expect(await timeline(office)).toEqual(['mail-bounced Asha']);
  });

  test('mail that did not arrive is in the timeline for each of the two people', async () => {
    const office = await mailed();
    await Promise.all([tell(office, 'Bounce', toAsha), tell(office, 'Bounce', toBen)]);
    expect((await timeline(office)).toSorted()).toEqual(['mail-bounced Asha', 'mail-bounced Ben']);
  });

  test('mail that did not reach somebody who has left is in the timeline without a name', async () => {
    const office = await mailed();
    const at = (minutes: number) => ({ at: plusMinutes(monday, minutes), seed: seed(minutes) });
    await office.decide({ type: 'leave', by: { sub: asha.sub }, ...at(30) }, { type: 'book', guest: dina, ...at(31) });
    await tell(office, 'Bounce');
    expect(await timeline(office)).toEqual(['mail-bounced null']);
  });

  test('mail that did not arrive is in the timeline also when the process died between the ledger and the room', async () => {
    const office = await mailed();
    const event = parseStatusEvent(sesEvent('Bounce', toAsha.id))!;
    const save = () => Promise.reject(new Error('No answer'));
    await expect(recordStatus({ ...office.deps, rooms: { ...office.deps.rooms, save } }, event)).rejects.toThrow('No answer');
    await tell(office, 'Bounce');
    expect(await timeline(office)).toEqual(['mail-bounced Asha']);
  });
});

describe('the timeline says nothing of', () => {
  test.each<[EventType]>([['Send'], ['Delivery'], ['DeliveryDelay']])('%s', async (type) => {
    const office = await mailed();
    await tell(office, type);
    expect(await timeline(office)).toEqual([]);
  });

  test.each(['Transient', 'Undetermined'])('a %s bounce tells nobody, because a vacation robot causes one, too', async (bounceType) => {
    const office = await mailed();
    await tell(office, 'Bounce', toAsha, { bounceType });
    expect(await timeline(office)).toEqual([]);
    expect(office.log.counted('MailBounced')).toBe(1);
  });

  test('a mail that the ledger does not know', async () => {
    const office = await mailed();
    await tell(office, 'Bounce', { ...toAsha, id: '0'.repeat(64) });
    expect(await timeline(office)).toEqual([]);
    expect(office.log.lines.some(({ event }) => event === 'status.unmatched')).toBe(true);
  });
});

test('a Send event that comes while the mailer waits for its answer settles the mail; the mailer then forgets it without sending', async () => {
  const office = postOffice({ losesEvents: true });
  await office.decide(bensRoom, ashaBooks);
  const now = office.world.now();
  for (const key of [toBen, toAsha]) await office.stores.ledger.claim(key, now, instantAt(millisOf(now) + 20_000));
  await tell(office, 'Send', toBen);
  await tell(office, 'Send', toAsha);
  await office.untilQuiet();
  expect(office.left).toEqual([]);
  expect((await office.room()).outbox?.size).toBe(0);
});

test.each<[EventType, string]>([
  ['Delivery', 'MailDelivered'],
  ['Bounce', 'MailBounced'],
  ['Complaint', 'MailComplained'],
])('%s is counted as %s', async (type, metric) => {
  const office = await mailed();
  await tell(office, type);
  expect(office.log.counted(metric)).toBe(1);
});

test('log lines tell uid and sequence, and never an address', async () => {
  const office = await mailed();
  for (const type of ['Send', 'Delivery', 'DeliveryDelay', 'Bounce', 'Complaint', 'Reject'] as const) await tell(office, type);
  const lines = office.log.lines.filter(({ event }) => event === 'status.recorded');
  expect(lines).toHaveLength(6);
  expect(lines[0]?.fields).toMatchObject({ uid: bensRoom.uid, sequence: 0, role: 'guest', sendKey: toAsha.id });
  expect(JSON.stringify(office.log.lines)).not.toMatch(/@|raman/i);
});
