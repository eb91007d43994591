import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLine, cleanText, countCharacters } from '../../shared/words/typed-text.ts';
import '../support/repeatable-properties.ts';

/** Any text at all, and text made of what is hard to clean. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom('a', 'e', ' ', '\n', '\u0301', '\u200b', '\u200d', '\u202e', '\u0000', '👨', '@', '\ud83d'),
    maxLength: 120,
  }),
);

describe('what people type', () => {
  test('a typed line is one line without control or direction characters', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = cleanLine(text);
        expect(line).not.toMatch(/ {2}|[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
        expect(line).toBe(line.trim().normalize('NFC'));
        expect(line.isWellFormed()).toBe(true);
        expect(countCharacters(line)).toBeLessThanOrEqual(80);
      }),
    );
  });

  test('cleaning a typed line again changes nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(cleanLine(cleanLine(text))).toBe(cleanLine(text));
        expect(cleanText(cleanText(text, 500), 500)).toBe(cleanText(text, 500));
      }),
    );
  });

  test('a typed text keeps its lines, but no more than one empty line', () => {
    expect(cleanText('  Later?\r\nWednesday\rsuits me\n\n\n\nAsha  ', 500)).toBe('Later?\nWednesday\nsuits me\n\nAsha');
  });

  test('a typed text is cut at its limit, and never in the middle of a character', () => {
    const family = '👨‍👩‍👧‍👦';
    for (let limit = 1; limit <= 40; limit++) {
      const left = cleanLine(`ab${family.repeat(3)}`, limit);
      expect(countCharacters(left)).toBeLessThanOrEqual(limit);
      expect(['a', 'ab', `ab${family}`, `ab${family.repeat(2)}`, `ab${family.repeat(3)}`]).toContain(left);
    }
    expect(cleanText('x'.repeat(10_000), 500)).toBe('x'.repeat(500));
  });
});
