/*
 * Text that people type.
 */

const LINE_LIMIT = 80;
// Controls (Cc), format characters such as bidi marks and zero-width ones (Cf, but not the joiner inside emoji), line separators.
const UNPRINTABLE = /(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/gu;

/** Text that a person typed, fit for one line: NFC, no control or direction characters, single spaces, at most `limit` UTF-16 units. */
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

/** Text of at most `limit` UTF-16 units; a longer one ends with a mark, so that its reader sees that something is missing. */
export const shorten = (text: string, limit: number): string =>
  text.length <= limit ? text : `${cut(text, limit - MARK.length).trimEnd()}${MARK}`;

// Never in the middle of what a reader sees as one character.
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // Made only when it is needed: most names are short, and it costs as much as a tenth of a function's cold start.
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
  let end = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length > limit) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
