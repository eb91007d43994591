/*
 * Text that people type. Limits count characters as a person does, in code points: a letter of any script and an emoji are one.
 */

const LINE_LIMIT = 80;
// Controls (Cc), format characters such as bidi marks and zero-width ones (Cf, but not the joiner inside emoji), line separators.
const UNPRINTABLE = /(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/gu;

/** Text that a person typed, fit for one line: NFC, no control or direction characters, single spaces, at most `limit` characters. */
export function cleanLine(text: string, limit: number = LINE_LIMIT): string {
  // Spaces before the rest, which holds line breaks; once more and NFC after it, for what it kept apart.
  const line = text.replace(/\s+/gu, ' ').replace(UNPRINTABLE, '').replace(/ {2,}/g, ' ').normalize('NFC');
  return cut(line.trim(), limit).trim();
}

/** Text of several lines: as `cleanLine`, but line breaks stay. */
export function cleanText(text: string, limit: number): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => cleanLine(line, limit));
  return cut(
    lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    limit,
  ).trim();
}

const MARK = '…';

export const countCharacters = (text: string): number => Array.from(text).length;

/** Text of at most `limit` characters; a longer one ends with a mark, so that its reader sees that something is missing. */
export const shorten = (text: string, limit: number): string =>
  countCharacters(text) <= limit ? text : `${cut(text, limit - MARK.length).trimEnd()}${MARK}`;

// Never in the middle of what a reader sees as one character.
function cut(text: string, limit: number): string {
  if (text.length <= limit || countCharacters(text) <= limit) return text;
  // Made only when it is needed: most names are short, and it costs as much as a tenth of a function's cold start.
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
  let end = 0;
  let count = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    count += countCharacters(segment);
    if (count > limit) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
