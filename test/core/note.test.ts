import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOTE_LIMIT } from '../../shared/words/note-limit.ts';
import { cleanNote, noteOfComment } from '../../shared/words/note.ts';
import '../support/repeatable-properties.ts';

describe('what the other party could be reached by is removed', () => {
  test.each([
    ['Write to asha@mail.example, please', 'Write to [removed], please'],
    ['"asha raman"@mail.example', '[removed]'],
    ['asha＠mail.example', '[removed]'],
    ['Ａsha＠ｅxample．com', '[removed]'],
    ['asha (at) example dot org', '[removed]'],
    ['asha [at] gmail [dot] com', '[removed]'],
    ['asha at gmail dot com', '[removed]'],
    ['asha at gmail.com', '[removed]'],
    ['@asha_r on Telegram', '@asha_r on Telegram'],
    ['Call +44 20 7946 0958 or 07700 900123.', 'Call [removed] or [removed].'],
    ['(020) 7946-0958', '[removed]'],
    ['٠٧٧٠٠٩٠٠١٢٣', '[removed]'],
    ['zero seven seven zero zero nine zero zero', '[removed]'],
    ['https://evil.example/x?y', '[removed]'],
    ['HTTPS://EVIL.EXAMPLE', '[removed]'],
    ['www.foo.com, zoom.us/j/123 and bit.ly/abc', '[removed], [removed] and [removed]'],
    ['mailto:asha or tel:12', '[removed] or [removed]'],
    ['GMAIL.COM', '[removed]'],
    ['пример.рф', '[removed]'],
    ['10.0.0.1:8080/x', '[removed]'],
  ])('%j is read as %j', (typed, read) => {
    expect(cleanNote(typed)).toBe(read);
  });

  // Each is the same contact as one above, in letters, digits, signs or words that stand for others.
  test.each([
    'asha%40x.com',
    'asha&#64;x.com',
    'asha&commat;x&period;com',
    'asha@[1.2.3.4]',
    'a s h a @ x . c o m',
    'asha <at> x <dot> com',
    'asha_at_x_dot_com',
    'asha-at-gmail-dot-com',
    'ashaATgmailDOTcom',
    'asha at gmail',
    'asha @ gmail',
    'asha(at)yahoo',
    'evil%2Ecom',
    'evil&#x2e;com',
    'evil·com',
    'evil•com',
    'evil‧com',
    'evil∙com',
    'evil・com',
    'evil\ua4f8com',
    'ⓔⓥⓘⓛ.ⓒⓞⓜ',
    'evil.\ncom',
    'evil . com',
    'evil .com',
    'evil,com',
    'evil d0t com',
    'evil point com',
    'www evil com',
    'https[:]//evil[.]com',
    'javascript:alert',
    '[2001:db8::1]',
    'localhost:3000/x',
    'h t t p : / / e v i l . c o m',
    '①②③④⑤⑥⑦',
    '❶❷❸❹❺❻❼',
    '⁰⁷⁹¹¹¹²³⁴',
    '0️⃣7️⃣9️⃣1️⃣1️⃣1️⃣2️⃣',
    '07911,123,456',
    '07911;123456',
    '07911|123|456',
    '07911x123456',
    '07:91:11:23:45',
    '07911l23456',
    'O7911I23456',
    '98300・12345',
    'null sieben neun eins eins eins zwei',
    'शून्य सात नौ एक एक एक दो',
  ])('nothing of %j stays', (typed) => {
    expect(cleanNote(typed)).toBe('[removed]');
  });
});

describe('what candidates write to each other stays', () => {
  test.each([
    'I am ill, Friday would suit',
    'at 7.30 or 19:00-20:30 on 2026-01-15',
    '15.01.2026 18:00, chapter 3.2.1',
    '2026/02/03 7pm, rooms 3-5, 10 to 12',
    'Too late.See you, e.g. at 5 p.m. with Dr.Rao',
    'a "good" time @ 6?',
    'Look at point three',
    'At this point in time, or at one point in 2025',
    'VA 6/9 6/12 6/18 6/24, then 20/40 20/100',
    '1,000,000 people • 50 % • ½ an hour • 10 m²',
    'Tue 17:00, Wed 18:00 or Thu 19:00 → Fri 20:00',
    'the pupil is 3 x 4 mm, look at it :: twice',
    'I am at Outlook Road · no. 5',
    '100 000 or 99,5 %',
    'मैं कल आऊँगी। ١٨:٣٠',
    'First line\n\nsecond line',
  ])('%j', (typed) => {
    expect(cleanNote(typed)).toBe(typed);
  });
});

test('no address of a form that mail knows, no link and no long number is left in any note', () => {
  const word = fc.constantFrom('asha', 'ben.carter', 'see', 'me', 'ü', '王', 'x1', '-', '…', '(', '"', ',');
  const contact = fc.constantFrom(
    'a.b+c@mail.example',
    'b@x.org',
    'https://x.example/y',
    'www.x.org',
    '+44 7700 900123',
    '0123456789',
    'x.com/y',
  );
  const text = fc.array(fc.oneof(word, contact), { maxLength: 12 }).map((parts) => parts.join(' '));
  fc.assert(
    fc.property(text, (typed) => {
      expect(cleanNote(typed)).not.toMatch(/\w@\w|:\/\/|www\.|\.(?:com|org|example)\b|\d{7}/);
    }),
  );
});

test('cleaning a note again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 700 }), (typed) => {
      expect(cleanNote(cleanNote(typed))).toBe(cleanNote(typed));
    }),
  );
});

test('a comment that is longer than a note ends with a mark', () => {
  expect(noteOfComment('x'.repeat(NOTE_LIMIT))).toBe('x'.repeat(NOTE_LIMIT));
  expect(noteOfComment('x'.repeat(NOTE_LIMIT + 1))).toBe(`${'x'.repeat(NOTE_LIMIT - 1)}…`);
  expect(noteOfComment('word '.repeat(20_000))).toMatch(/^(?:word )+word…$|^.{1,499}…$/);
});

describe('the mail that a program quotes below a comment is dropped', () => {
  test.each([
    ['Cannot come\n\n-----Original Message-----\nFrom: Ophthalmo Practice\nhello', 'Cannot come'],
    ['No\nVon: Ophthalmo Practice\nGesendet: Montag\nhallo', 'No'],
    ['Later?\n________________________________\nFrom: x', 'Later?'],
    ['On Tue, 15 Jan 2030 at 18:00, Ophthalmo Practice wrote:\n> hi', ''],
    ['> quoted\nmine', 'mine'],
    ['Kind regards\n-- \nAsha Raman, Consultant', 'Kind regards'],
    ['From: home, so 19:00 is best', 'From: home, so 19:00 is best'],
  ])('%j is read as %j', (comment, note) => {
    expect(noteOfComment(comment)).toBe(note);
  });
});

test.each(['a.', '1 ', 'a@', 'at ', 'one ', '"', 'a at ', 'a dot ', '1-', 'a-', '( ', '@'])(
  'a comment of nothing but %j is read in steps that grow with its length',
  (part) => {
    const timed = (length: number): number => {
      const text = part.repeat(length / part.length);
      const start = process.cpuUsage().user;
      for (let n = 0; n < 5; n++) noteOfComment(text);
      return process.cpuUsage().user - start;
    };
    timed(1000);
    // What is behind the first 5,000 characters is never read.
    expect(timed(60_000)).toBeLessThan(20 * timed(5_000) + 500_000);
  },
);

test('the limit of a note counts characters, so 500 emoji are kept whole and the mark is there from 501 on', () => {
  expect(cleanNote('😀'.repeat(NOTE_LIMIT))).toBe('😀'.repeat(NOTE_LIMIT));
  expect(cleanNote('😀'.repeat(NOTE_LIMIT + 1))).toBe(`${'😀'.repeat(NOTE_LIMIT - 1)}…`);
});
