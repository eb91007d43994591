import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { DEFAULT_PERSON_LIMITS } from '../../../shared/words/person-limits.ts';
import { counter, letter, reply } from '../../fixtures/mail/letter.ts';
import { inboundWorld, wordsOf } from '../../support/inbound.ts';
import { asha } from '../../support/rooms.ts';
import { written } from '../../support/written-mail.ts';

const newTime = (day: number) => letter(`counter ${day}`, counter([`DTSTART:203001${day}T193000Z`, `DTEND:203001${day}T203000Z`]));
const answer = (partstat: string) =>
  letter(`unproven ${partstat}`, reply({ attendee: `ATTENDEE;PARTSTAT=${partstat}:mailto:${asha.email}` }));

test('a new time from the calendar counts towards the limit of its person, who reads why it went no further', async () => {
  const inbound = await inboundWorld(undefined, { ...DEFAULT_PERSON_LIMITS, proposedPerDay: 1 });
  expect(wordsOf(await inbound.arrives(newTime(16)))).toBe('applied');
  await inbound.newMail();
  inbound.world.advance(1);
  expect(wordsOf(await inbound.arrives(newTime(17)))).toBe('refused(person-limit)');
  const [mail, ...others] = await inbound.newMail();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ kind: 'proposal-impossible', to: { role: 'guest' } });
  const { text } = await simpleParser(Buffer.from((await written(mail!)).bytes));
  expect(text?.replaceAll(/\s+/g, ' ')).toContain('as many times as one person may in a day');
  expect((await inbound.room()).proposals).toHaveLength(1);
});

test('questions about mail that is not proven count towards a limit of the person asked, and the outcome says so', async () => {
  const inbound = await inboundWorld(undefined, { ...DEFAULT_PERSON_LIMITS, mailedPerDay: 1 });
  expect(wordsOf(await inbound.arrives(answer('DECLINED'), 'FAIL'))).toBe('refused(dmarc-failed)');
  expect(wordsOf(await inbound.arrives(answer('TENTATIVE'), 'GRAY'))).toBe('needs-confirmation');
  inbound.world.advance(1);
  expect(wordsOf(await inbound.arrives(answer('ACCEPTED'), 'GRAY'))).toBe('needs-confirmation(not-asked)');
  expect((await inbound.newMail()).map(({ kind }) => kind)).toEqual(['confirm-reply']);
});
