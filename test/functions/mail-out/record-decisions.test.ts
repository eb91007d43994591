import { expect, test } from 'vitest';
import { nextDueOf } from '../../../shared/room/catch-up.ts';
import type { AuditTrail } from '../../../functions/platform/audit/audit-store.ts';
import { AUDITS_LIMIT, OutboxFull } from '../../../functions/platform/rooms/outbox-full.ts';
import { sendMail } from '../../../functions/mail-out/send-mail.ts';
import type { Command } from '../../../shared/room/command.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { postOffice } from '../../support/post-office.ts';
import { asha, ashaBooks, ben, bensRoom, monday, nextWednesday, seed } from '../../support/rooms.ts';

const at = (minutes: number) => ({ at: plusMinutes(monday, minutes), seed: seed(minutes + 50) });
const move: Command = { type: 'reschedule', by: { sub: ben.sub }, startUtc: nextWednesday, durationMinutes: null, ...at(5) };
const accept: Command = { type: 'reply', by: { sub: asha.sub }, partstat: 'ACCEPTED', order: { sequence: 1, dtstamp: null }, ...at(6) };

test('each decision becomes one record, and each knows how the room stood before and after it', async () => {
  const office = postOffice();
  await office.decide(bensRoom, ashaBooks, move, accept);
  await office.untilQuiet();
  const records = office.stores.audit.records();
  expect(records.map(({ command, version }) => `${version} ${command}`)).toEqual(['1 create', '2 book', '3 reschedule', '4 reply']);
  expect(records.map(({ before }) => before)).toEqual([null, ...records.slice(0, -1).map(({ after }) => after)]);
  expect(records.at(-1)?.after).toMatchObject({ status: 'booked', startUtc: nextWednesday, sequence: 1, guestPartstat: 'ACCEPTED' });
  const { room } = await office.room();
  expect(await office.room()).toMatchObject({ audits: new Map(), owingSince: nextDueOf(room) });
});

test('a decision that owes no mail is recorded too, by the sweep', async () => {
  const office = postOffice();
  await office.decide(bensRoom);
  // The hint of the look for those who wish for the room is lost.
  office.queue.splice(0);
  await office.untilQuiet();
  expect(office.stores.audit.records().map(({ command }) => command)).toEqual(['create']);
});

test('an audit trail that cannot be written keeps back no mail, is counted, and is written once it can be', async () => {
  const office = postOffice();
  await office.decide(bensRoom, ashaBooks);
  const broken: AuditTrail = { ...office.stores.audit, append: () => Promise.reject(new Error('throttled')) };
  await sendMail({ ...office.deps, audit: broken }, bensRoom.id);
  expect(office.left).toHaveLength(2);
  const { outbox, audits } = await office.room();
  expect([outbox?.size, audits.size]).toEqual([0, 2]);
  expect(office.log.counted('AuditUnwritten')).toBe(1);
  await office.untilQuiet();
  expect(office.left).toHaveLength(2);
  expect(office.stores.audit.records()).toHaveLength(2);
  expect((await office.room()).audits.size).toBe(0);
});

test('a room that owes as many records as it may waits, before its item grows too large to be changed', async () => {
  const office = postOffice();
  await office.decide(bensRoom, ashaBooks);
  const stored = await office.room();
  const [record] = stored.audits.values();
  const full = { ...stored, audits: new Map(Array.from({ length: AUDITS_LIMIT }, (_, n) => [`${n}-audit`, record!] as const)) };
  if (stored.room.status === 'uncreated') throw new Error('no room');
  await expect(office.stores.rooms.save(full, stored.room, [], record)).rejects.toThrow(OutboxFull);
});
