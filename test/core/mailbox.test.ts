import { assert, constantFrom, property, stringMatching } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEmailAddress, type EmailAddress } from '../../shared/words/email-address.ts';
import { isSameMailbox, mailboxOf } from '../../shared/words/mailbox.ts';
import '../support/repeatable-properties.ts';

function address(text: string): EmailAddress {
  const parsed = parseEmailAddress(text);
  if (!parsed) throw new Error(`Not an address: ${text}`);
  return parsed;
}

describe('two addresses of one mailbox', () => {
  test.each([
    ['asha.rao@gmail.com', 'asharao@gmail.com'],
    ['asha+exam@gmail.com', 'asha@gmail.com'],
    ['a.s.h.a+exam.june@googlemail.com', 'Asha@Gmail.com'],
    ['ben+viva@outlook.com', 'ben@outlook.com'],
    ['ben+viva@corp.example', 'ben@corp.example'],
    ['ben+a@corp.example', 'ben+b@corp.example'],
    ['li@me.com', 'li+exam@icloud.com'],
    ['li@mac.com', 'li@me.com'],
    ['omar.said@proton.me', 'omar-said@protonmail.com'],
    ['omar_said+exam@pm.me', 'omarsaid@proton.me'],
    ['anna.petrova@yandex.ru', 'anna-petrova@ya.ru'],
    ['anna+exam@yandex.com', 'anna@yandex.ru'],
    ['exam@asha.fastmail.com', 'asha@fastmail.com'],
    ['asha@bücher.example', 'ASHA+exam@xn--bcher-kva.example'],
    ['A.Sha@GoogleMail.com', 'asha+x+y@gmail.com'],
    ['exam@asha.fastmail.fm', 'asha+viva@fastmail.fm'],
  ])('%s and %s are addresses of one mailbox', (a, b) => {
    expect(isSameMailbox(address(a), address(b))).toBe(true);
    expect(isSameMailbox(address(b), address(a))).toBe(true);
  });
});

describe('two addresses of different mailboxes', () => {
  test.each([
    ['asha.rao@corp.example', 'asharao@corp.example'],
    ['ben.miller@outlook.com', 'benmiller@outlook.com'],
    ['ben@outlook.com', 'ben@hotmail.com'],
    ['asha@gmail.com', 'asha@gmail.com.evil.example'],
    ['asha@gmail.com', 'asha@mail.gmail.com'],
    ['asha-rao@gmail.com', 'asharao@gmail.com'],
    ['li-wei@icloud.com', 'liwei@icloud.com'],
    ['anna.petrova@yandex.ru', 'annapetrova@yandex.ru'],
    ['asha@ben.fastmail.com', 'asha@fastmail.com'],
    ['exam@asha.fastmail.com', 'asha@fastmail.fm'],
    ['asha@example.org', 'asha@example.com'],
    ['+asha@gmail.com', '+ben@gmail.com'],
    ['-@proton.me', '_@proton.me'],
  ])('%s and %s are addresses of two mailboxes', (a, b) => {
    expect(isSameMailbox(address(a), address(b))).toBe(false);
  });
});

test('the shared spelling of a mailbox is itself an address of that mailbox', () => {
  const local = stringMatching(/^[a-z0-9_+-]{1,12}(\.[a-z0-9_+-]{1,12}){0,3}$/);
  const domain = constantFrom('gmail.com', 'googlemail.com', 'pm.me', 'ya.ru', 'asha.fastmail.com', 'fastmail.fm', 'corp.example');
  assert(
    property(local, domain, (user, at) => {
      const given = address(`${user}@${at}`);
      const shared = mailboxOf(given);
      expect(mailboxOf(address(shared))).toBe(shared);
    }),
  );
});
