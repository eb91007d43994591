import { describe, expect, test } from 'vitest';
import { decide } from '../../shared/room/decide.ts';
import { cleanPractice } from '../../shared/words/note.ts';
import { DEFAULT_EXAMS, DEFAULT_TOPICS, parseChoices, practiceInWords, PRACTICE_LINE_LIMIT } from '../../shared/words/practice.ts';
import { bensRoom, existing, monday, openRoom } from '../support/rooms.ts';

describe('a list of choices', () => {
  test('a list of choices is read with or without spaces, and without “Any”, which is always there', () => {
    expect(parseChoices('Any; Glaucoma;Retina ; ')).toEqual(['Glaucoma', 'Retina']);
  });

  test('there are nine topics and four exams unless the operator says otherwise', () => {
    expect([parseChoices(DEFAULT_TOPICS)?.length, parseChoices(DEFAULT_EXAMS)?.length]).toEqual([9, 4]);
  });

  test.each([
    ['a choice twice', 'Glaucoma; Retina; Glaucoma'],
    ['a comma, which separates choices in an address', 'Cornea, lens'],
    ['a tag', '<b>Retina</b>'],
    ['a line break', 'Reti\nna'],
    ['61 characters', 'x'.repeat(61)],
    ['41 choices', Array.from({ length: 41 }, (_, n) => `Topic ${n}`).join(';')],
  ])('a list of choices with %s is refused', (_, text) => {
    expect(parseChoices(text)).toBeUndefined();
  });
});

test('topic and exam are read as one phrase, and what is open is not named', () => {
  expect(practiceInWords({ topic: 'Glaucoma', exam: 'ICO' })).toBe('Glaucoma, ICO');
  expect(practiceInWords({ topic: null, exam: 'ICO' })).toBe('ICO');
  expect(practiceInWords({ topic: null, exam: null })).toBe('');
});

describe("the host's line to the guest", () => {
  const lineOf = (line: string) => cleanPractice({ topic: null, exam: null, line }).line;

  test('the line of the host to the guest has no address, number or link in it', () => {
    expect(lineOf('Mail me: ben@mail.example or +44 20 7946 0958, zoom.us/j/1')).not.toMatch(/ben|7946|zoom/);
  });

  test('a line to the guest has no line break', () => {
    expect(lineOf('Data\r\ninterpretation\u2028please')).toBe('Data interpretation please');
  });

  test('a line to the guest never grows over its limit when contacts are taken out', () => {
    expect(lineOf('a@b.example '.repeat(16)).length).toBeLessThanOrEqual(PRACTICE_LINE_LIMIT);
  });
});

test('a session opened again under the same key with another topic is another session', () => {
  const glaucoma = { ...bensRoom, practice: { topic: 'Glaucoma', exam: null, line: '' } };
  const decision = decide(openRoom(), { ...glaucoma, at: monday });
  expect(decision).toEqual({ kind: 'refused', reason: 'room-exists' });
});

test('a session that was opened without a word about it is about anything', () => {
  expect(existing(openRoom()).practice).toEqual({ topic: null, exam: null, line: '' });
});
