/** Caps against mail made to be expensive. Real calendar replies are 2 to 40 KB in at most eight parts. */
export const MAIL_LIMITS = { bytes: 262_144, parts: 200, depth: 16, headerBytes: 65_536, delimiterLines: 800 } as const;

const DASH = 0x2d;
const NEWLINE = 0x0a;

/**
 * Every part costs a line that starts with two dashes, so counting those bounds the work before any parsing. Twice
 * what 200 parts need and some more, for signatures and quoted separators look the same.
 */
export function isTooManyParts(bytes: Uint8Array): boolean {
  let lines = bytes[0] === DASH && bytes[1] === DASH ? 1 : 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    if (bytes[at + 1] === DASH && bytes[at + 2] === DASH) lines += 1;
    if (lines > MAIL_LIMITS.delimiterLines) return true;
  }
  return false;
}
