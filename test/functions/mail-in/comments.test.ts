import { expect, test } from 'vitest';
import { counter, letter, reply } from '../../fixtures/mail/letter.ts';
import { inboundWorld, wordsOf } from '../../support/inbound.ts';
import { asha } from '../../support/rooms.ts';

const says = (partstat: string, ...comment: readonly string[]) =>
  letter(`${partstat} ${comment.join()}`, reply({ attendee: `ATTENDEE;PARTSTAT=${partstat}:mailto:${asha.email}`, event: comment }));

const arrival = async (mail: string) => {
  const inbound = await inboundWorld();
  const outcome = wordsOf(await inbound.arrives(mail));
  const mails = await inbound.newMail();
  const room = await inbound.room();
  const notes = 'history' in room ? room.history.map(({ note }) => note).filter((note) => note !== '') : [];
  return { outcome, notes, mails: mails.map((each) => `${each.kind} to ${each.to.role}: ${each.note}`) };
};

test('what is written beside a no is in the mail to the other party and in the history', async () => {
  expect(await arrival(says('DECLINED', 'COMMENT:I am ill\\, Friday would suit'))).toEqual({
    outcome: 'applied',
    notes: ['I am ill, Friday would suit'],
    mails: ['unbooked to guest: ', 'guest-left to host: I am ill, Friday would suit'],
  });
});

test('what is written beside a yes is mailed on', async () => {
  expect(await arrival(says('ACCEPTED', 'COMMENT;LANGUAGE=en:First line\\nsecond line'))).toEqual({
    outcome: 'applied',
    notes: ['First line\nsecond line'],
    mails: ['note-received to host: First line\nsecond line'],
  });
});

test('what is written beside a new time is the note of the suggestion', async () => {
  const inbound = await inboundWorld();
  const times = ['DTSTART:20300116T193000Z', 'DTEND:20300116T203000Z', 'COMMENT:Clinic runs late\\; sorry'];
  expect(wordsOf(await inbound.arrives(letter('counter with a comment', counter(times))))).toBe('applied');
  const room = await inbound.room();
  expect('proposals' in room && room.proposals.map(({ note }) => note)).toEqual(['Clinic runs late; sorry']);
});

test('an address, a number and a link in a comment are removed, and what is quoted below it is dropped', async () => {
  const comment = 'COMMENT:Mail asha@home.example or call 07700 900123\\n\\n-----Original Message-----\\nFrom: Ophthalmo Practice';
  expect((await arrival(says('ACCEPTED', comment))).notes).toEqual(['Mail [removed] or call [removed]']);
});

test('a comment that only one of two copies of the answer has is read', async () => {
  const [bare, commented] = [[], ['COMMENT:See you']].map((event) => reply({ event }));
  const parts = [bare, commented].map((text) => `--b\r\nContent-Type: text/calendar; charset=utf-8; method=REPLY\r\n\r\n${text}`);
  const mail = letter('two copies', `${parts.join('\r\n')}\r\n--b--\r\n`, { type: 'multipart/mixed; boundary=b' });
  expect(await arrival(mail)).toMatchObject({ outcome: 'applied', notes: ['See you'] });
});

test('a comment of 60,000 characters is read like any other, and ends with a mark', async () => {
  const { outcome, notes } = await arrival(says('ACCEPTED', `COMMENT:${'late '.repeat(12_000)}`));
  expect([outcome, notes[0]?.length, notes[0]?.at(-1)]).toEqual(['applied', 500, '…']);
});
