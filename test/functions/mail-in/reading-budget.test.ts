import { expect, test } from 'vitest';
import { startReadingBudget } from '../../../functions/mail-in/reading-budget.ts';
import { readReply } from '../../../functions/mail-in/read-reply.ts';
import { receiveMail } from '../../../functions/mail-in/receive-mail.ts';
import { counter, letter, reply } from '../../fixtures/mail/letter.ts';
import { inboundWorld } from '../../support/inbound.ts';

const part = (text: string) => ({ text, hint: null });
const attendees = Array.from({ length: 15 }, (_, n) => `ATTENDEE;PARTSTAT=ACCEPTED:mailto:person${n}@example.com`);

test('a budget counts from its start, and is spent when more than it is used', () => {
  let cpuMillis = 7_000;
  const isSpent = startReadingBudget(() => cpuMillis, 500);
  cpuMillis += 500;
  expect(isSpent()).toBe(false);
  cpuMillis += 1;
  expect(isSpent()).toBe(true);
});

test('a genuine reply whose reading takes too much CPU is unreadable, and is read when it comes again in time', async () => {
  let cpuMillis = 0;
  let step = 1_000;
  const { deps, stored } = await inboundWorld();
  const receive = () => receiveMail({ ...deps, readCpuMillis: () => (cpuMillis += step) }, stored(letter('reply', reply())));
  expect(await receive()).toEqual({ kind: 'unreadable', reason: 'too-complex' });
  step = 1;
  expect(await receive()).toMatchObject({ kind: 'applied' });
});

test('wherever in a mail the budget ends, the mail is too complex and never half read', () => {
  const calendars = [part(reply({ event: attendees })), part(counter(['DTSTART:20261130T180000Z', 'DTEND:20261130T190000Z']))];
  const cutShort = Array.from({ length: 200 }, (_, times) => {
    let asked = 0;
    const read = readReply(calendars, () => ++asked > times);
    return { wasSpent: asked > times, read };
  }).filter(({ wasSpent }) => wasSpent);
  // The reader asks once for each attendee at least, and an end.
  expect(cutShort.length).toBeGreaterThan(15);
  expect(cutShort.length).toBeLessThan(200);
  for (const { read } of cutShort) expect(read).toMatchObject({ kind: 'unreadable', reason: 'too-complex' });
});

test('a reply that is read within its budget is the same as without one', () => {
  const text = reply({});
  expect(readReply([part(text)], () => false)).toEqual(readReply([part(text)]));
});
