/**
 * Caps against mail made to be expensive. Real calendar replies are 2 to 40 KB in at most eight parts and 800 lines. Their
 * calendars take a few milliseconds of CPU; `readingMillis` is what they may take.
 */
export const MAIL_LIMITS = {
  bytes: 262_144,
  parts: 200,
  depth: 16,
  headerBytes: 65_536,
  lines: 16_000,
  delimiterLines: 800,
  readingMillis: 500,
} as const;

const DASH = 0x2d;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Every part costs a line that starts with two dashes, and every line costs the parser an object, however empty it is: so
 * counting both bounds the work before any parsing. The cap on dashes is twice what 200 parts need and some more, for
 * signatures and quoted separators look the same.
 */
export function isTooComplex(bytes: Uint8Array): boolean {
  let lines = 0;
  let delimiters = bytes[0] === DASH && bytes[1] === DASH ? 1 : 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    lines += 1;
    if (bytes[at + 1] === DASH && bytes[at + 2] === DASH) delimiters += 1;
    if (lines > MAIL_LIMITS.lines || delimiters > MAIL_LIMITS.delimiterLines) return true;
  }
  return false;
}

/**
 * Whether the headers hold a NUL, or a carriage return that ends no line. Some programs read a new header behind it and
 * others do not, so they may see another sender.
 */
export function hasStrayControls(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0 || (byte === RETURN && bytes[at + 1] !== NEWLINE)) return true;
    const next = bytes[at + 1] === RETURN ? at + 2 : at + 1;
    if (byte === NEWLINE && bytes[next] === NEWLINE) return false;
  }
  return false;
}
