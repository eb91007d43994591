/*
 * A byte order mark, and a first line that can be read, say more surely than a label in which charset a calendar is written.
 * Gateways label UTF-8 as iso-8859-1, gb2312 or whatever their users have set.
 */

/** The text of these bytes, by the mark with which they begin; undefined if they begin with none. */
export function decodeByMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return new TextDecoder('utf-8').decode(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  return first === 0xfe && second === 0xff ? new TextDecoder('utf-16be').decode(bytes) : undefined;
}

/** The text of these bytes in the first charset in which they begin as a calendar does; undefined if there is none. */
export const decodeByBeginning = (bytes: Uint8Array): string | undefined =>
  ['utf-8', 'utf-16le', 'utf-16be'].map((charset) => new TextDecoder(charset).decode(bytes)).find((text) => /^\s*BEGIN\s*:/i.test(text));
