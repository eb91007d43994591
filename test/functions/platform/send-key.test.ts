import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sendKeyOf } from '../../../functions/platform/mail/send-key.ts';
import { keyOf } from '../../support/written-mail.ts';
import { isCalendarMail } from '../../../shared/room/owed-mail.ts';
import { everyMail } from '../../support/decided-mail.ts';
import { email } from '../../support/rooms.ts';

const mails = everyMail().map(({ mail }) => mail);
const calendarMail = mails.find(isCalendarMail)!;
const notice = mails.find((mail) => !isCalendarMail(mail))!;

describe('a calendar mail', () => {
  test('a calendar mail is the same mail when uid, sequence, attendee and method are the same, whatever it says', () => {
    const again = { ...calendarMail, kind: 'moved' as const, seed: 'another', stamp: notice.stamp, previous: calendarMail.when };
    expect(keyOf(again).id).toBe(keyOf(calendarMail).id);
  });

  test.each([
    ['uid', { uid: notice.uid.replace('aa', 'ab') as typeof notice.uid }],
    ['sequence', { sequence: 7 }],
    ['attendee', { to: { ...calendarMail.to, email: email('other@mail.example') } }],
    ['method', { kind: 'cancelled' as const }],
    ['cause of sending it again', { cause: 'refresh' }],
  ])('a mail of another %s has another key', (_, change) => {
    expect(keyOf({ ...calendarMail, ...change }).id).not.toBe(keyOf(calendarMail).id);
  });
});

describe('a notice', () => {
  test('a notice is the same notice when it is about the same thing, whatever the SEQUENCE has become', () => {
    expect(keyOf({ ...notice, sequence: 9 }).id).toBe(keyOf(notice).id);
  });

  test('about another thing is another notice', () => {
    expect(keyOf({ ...notice, cause: 'p2' }).id).not.toBe(keyOf(notice).id);
  });
});

test('no part of a key can pass for another part', () => {
  const [one, other] = [
    { ...calendarMail, cause: 'a\nb' },
    { ...calendarMail, cause: 'a' },
  ];
  expect(keyOf(one).id).not.toBe(keyOf(other).id);
});

test('the id of a key says nothing about anybody and is fit for a message tag', () => {
  for (const mail of mails) expect(keyOf(mail).id).toMatch(/^[0-9a-f]{64}$/);
});

test('nobody who guesses an address can tell from an id that mail went there', () => {
  const other = new TextEncoder().encode('another secret of at least 32 characters');
  for (const mail of mails) expect(sendKeyOf(mail, other).id).not.toBe(keyOf(mail).id);
});

test('mail that was decided before keys had a secret keeps the id under which it may have been sent', () => {
  const old = { ...calendarMail, version: 1 };
  const parts = [old.uid, old.sequence, old.to.email, 'REQUEST', ''].join('\n');
  expect(keyOf(old).id).toBe(createHash('sha256').update(parts).digest('hex'));
});
