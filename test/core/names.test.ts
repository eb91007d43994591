import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanName, findGivenName, firstNameOf, GIVEN_NAME_LIMIT, NAME_LIMIT, problemOfName } from '../../shared/words/names.ts';
import '../support/repeatable-properties.ts';

/** Any text at all, and text made of what names are made of and of what must not get into one. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from('aeB .,-\'’"@:/\\0123_é\u0301\u0651\u200b\u200d\u202e\u2800\u3164\u115f\uffa0\u2068😊अींد'),
      'Dr. ',
      ' MD',
      'https://',
    ),
    maxLength: 60,
  }),
);

describe('the other party sees the given name', () => {
  test.each([
    ['Asha Raman', 'Asha'],
    ['  Asha   Raman ', 'Asha'],
    ['Asha', 'Asha'],
    ['Ásha\u00a0Raman', 'Ásha'],
    ['A\u0301sha Raman', 'Ásha'],
    ['\u202eAsha\u202c Raman', 'Asha'],
    ['Asha\r\nBCC: everyone', 'Asha'],
    ['As\u0000ha Raman', 'Asha'],
    ['👩‍⚕️ Raman', 'Raman'],
    ['Asha 😊', 'Asha'],
    ['Asha (she/her)', 'Asha'],
    ['अशा रमन', 'अशा'],
    ['राजेन्द्र प्रसाद', 'राजेन्द्र'],
    ['محمد علي', 'محمد'],
    ['李 小龙', '李'],
    ["Ng'ang'a Otieno", "Ng'ang'a"],
    ['Jean-Luc Picard', 'Jean-Luc'],
    ['J. Robert Smith', 'J.'],
    ['J.R.Smith', 'J.'],
    ['Sinéad O’Hara', 'Sinéad'],
    ['St. John Rivers', 'St'],
    ['Phil Collins', 'Phil'],
    ['Dr Nat Cole', 'Nat'],
    ['ジョン・スミス', 'ジョン'],
    ['阿里·穆罕默德', '阿里'],
  ])('the given name in %j is %j', (name, given) => {
    expect(firstNameOf({ name })).toBe(given);
  });

  test.each([
    ["O'Hara, Sinead", 'Sinead'],
    ['Rao, Asha', 'Asha'],
    ['RAO, ASHA', 'ASHA'],
    ['Rao, Dr. Asha', 'Asha'],
    ['Rao, Asha, MD, FRCOphth', 'Asha'],
    ['Asha Rao, MD', 'Asha'],
    ['Asha Rao, M.D., Ph.D.', 'Asha'],
    ['Asha Rao, FRCOphth', 'Asha'],
    ['Asha Rao, MBBS, MS, DNB, FICO', 'Asha'],
    ['Asha Rao, FRCSEd', 'Asha'],
    ['Asha Rao MD FRCOphth', 'Asha'],
    ['Smith, Jr., John', 'John'],
    ['John Smith, Jr.', 'John'],
    ['van der Berg, Anna', 'Anna'],
    ['علي، محمد', 'محمد'],
  ])('the given name in %j is %j, because a comma stands before the given name or before what somebody is', (name, given) => {
    expect(firstNameOf({ name })).toBe(given);
  });

  test.each([
    ['Dr Asha Raman', 'Asha'],
    ['Dr.Asha Rao', 'Asha'],
    ['PROF. Asha Raman', 'Asha'],
    ['Prof. Dr. Asha Rao', 'Asha'],
    ['Prof.Dr.Asha Rao', 'Asha'],
    ['Assoc. Prof. Dr. Asha Rao', 'Asha'],
    ['Dr. med. Anna Weber', 'Anna'],
    ['Priv.-Doz. Dr. Anna Weber', 'Anna'],
    ['Dr. "Bob" Miller', 'Bob'],
    ['Dr. “Bob” Miller', 'Bob'],
    ['डॉ. आशा राव', 'आशा'],
    ['डा. सीता शर्मा', 'सीता'],
    ['श्रीमती आशा राव', 'आशा'],
    ['د. أحمد علي', 'أحمد'],
    ['أ.د. أحمد علي', 'أحمد'],
    ['الدكتور أحمد علي', 'أحمد'],
    ['Smt. Asha Rao', 'Asha'],
    ['Er. Rakesh Kumar', 'Rakesh'],
    ['Dr(Mrs) Asha Rao', 'Asha'],
    ['Dr.(Mrs.) Asha Rao', 'Asha'],
    ['Maj (Dr) Asha Rao', 'Asha'],
    ['Dr/ Ahmed Ali', 'Ahmed'],
    ['د/ أحمد علي', 'أحمد'],
    ['أ.د/أحمد علي', 'أحمد'],
    ['م/ محمد علي', 'محمد'],
    ['Prof. Dr. Dr. h.c. Hans Meier', 'Hans'],
    ['Dr. rer. nat. Anna Weber', 'Anna'],
    ['MUDr. Jan Novák', 'Jan'],
    ['Доктор Иван Петров', 'Иван'],
    ['นพ.สมชาย ใจดี', 'สมชาย'],
  ])('the given name in %j is %j, because a title is no name', (name, given) => {
    expect(firstNameOf({ name })).toBe(given);
  });

  test.each([
    ['Raman', 'Asha', 'Asha'],
    ['Raman Asha', 'Asha', 'Asha'],
    ['Mary Ann Smith', 'Mary Ann', 'Mary Ann'],
    ['Asha Rao', 'Dr. Asha', 'Asha'],
    ['Asha Rao', 'Asha Dr.', 'Asha'],
    ['Asha Rao', '', 'Asha'],
    ["O'Hara, Sinead", "O'Hara,", 'Sinead'],
    ['Asha Rao, FRCOphth', 'Asha', 'Asha'],
    ['Maria José Silva, MD', 'Maria José', 'Maria José'],
    ['Asha Rao', 'paypal-login.com', 'Asha'],
    ['Asha Rao', 'asha@mail.example', 'Asha'],
    ['', 'pay the exam fee now', 'pay the'],
  ])('the name %j with the given name %j is shown as %j', (name, givenName, given) => {
    expect(findGivenName(givenName, name)).toBe(given);
  });

  test('a given name that is kept as empty is not read out of the name instead', () => {
    expect(firstNameOf({ name: 'Asha Rao', givenName: '' })).toBe('your partner');
  });

  test.each([
    '',
    '   ',
    'Dr',
    'Prof. Dr.',
    '\u200b',
    '\u3164',
    '\u115f\u1160',
    '\uffa0',
    '\u2800\u2800',
    '😊',
    '12345',
    'https://evil.example/x Click',
    'www.evil.example',
    'paypal-login.com',
    'evil。com',
    'evil．com pays',
    'URGENT: pay',
    'URGENT:\u2800your\u2800exam\u2800fee\u2800is\u2800unpaid,\u2800pay\u2800at\u2800evil.com',
    'call\u3164now',
    'asha.raman@mail.example',
    'Raman asha@mail.example',
    'asha＠mail.example',
    'evil\ua4f8com',
    'ꓰꓦꓲꓡ\ua4f8ꓚꓳꓟ',
    'evil\ua78fcom',
    'evil\u1427com',
    'evilノcom',
    'evil\u3033com',
    'p\u0430ypal',
    '\u0420aypal',
    'Αsha',
    'evil·com',
  ])('%j holds no given name, so the other party reads "your partner"', (name) => {
    expect(firstNameOf({ name })).toBe('your partner');
  });
});

describe('whatever somebody is called', () => {
  test('the other party reads letters, at most two marks in a row, apostrophes, hyphens and spaces, and at most 30 characters', () => {
    fc.assert(
      fc.property(anyText, fc.option(anyText), (name, givenName) => {
        const whole = firstNameOf({ name, givenName });
        const isCut = Array.from(whole).length === GIVEN_NAME_LIMIT && whole.endsWith('…');
        const shown = isCut ? whole.slice(0, -1) : whole;
        expect(shown).toMatch(/^[\p{L}\p{M}'’. -]+$/u);
        expect(shown).toMatch(/^['’]?\p{L}/u);
        expect(shown).not.toMatch(/\p{M}{3}|[\p{DI}\p{N}]|[^\p{L}\p{M}]{3}/u);
        expect(shown).not.toMatch(/\p{L}\p{M}*\p{L}\p{M}*\./u);
        expect(Array.from(whole).length).toBeLessThanOrEqual(GIVEN_NAME_LIMIT);
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
  });

  test('a hyphen in front of a full stop at the end of a word is dropped with it', () => {
    expect([cleanName('Asha-.'), cleanName('Asha-. Rao')]).toEqual(['Asha', 'Asha Rao']);
  });

  test('cleaning a name again changes nothing, and leaves no more than its limit', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const cleaned = cleanName(name);
        expect(cleanName(cleaned)).toBe(cleaned);
        expect(cleaned.length).toBeLessThanOrEqual(NAME_LIMIT);
        expect(cleaned).not.toMatch(/=\?|[\r\n@:/]/);
      }),
    );
  });

  test('more than two marks on one letter do not grow over the next line', () => {
    expect(firstNameOf({ name: `a${'\u0334'.repeat(40)}sha` })).toBe('a\u0334\u0334sha');
  });

  test('a name of one very long word ends at 30 characters, with a mark', () => {
    expect(firstNameOf({ name: 'A'.repeat(100) })).toBe(`${'A'.repeat(29)}…`);
  });
});

describe('a name that somebody typed', () => {
  test.each(['Asha', 'Mary Ann', 'Jean-Luc', "O'Hara", 'J. Robert', 'आशा', 'محمد', '', ' Asha '])('%j is kept as it is', (name) => {
    expect(problemOfName(name, GIVEN_NAME_LIMIT)).toBeUndefined();
  });

  test.each(['evil.com', 'Asha2', 'a@b.example', 'Asha 😊', 'Asha\u200b', 'https://x'])(
    '%j is refused with what a name may hold',
    (name) => {
      expect(problemOfName(name, GIVEN_NAME_LIMIT)).toMatch(/^Use letters/);
    },
  );

  test('a name that somebody typed that is too long is refused with its limit and its length', () => {
    expect(problemOfName('a'.repeat(30), 30)).toBeUndefined();
    expect(problemOfName('a'.repeat(31), 30)).toBe('Write at most 30 characters: these are 31');
  });
});
