/*
 * A byte order mark says more surely than a label in which charset a calendar is written. Exchange gateways label UTF-8 as
 * iso-8859-1, and the text then begins with the three characters that those bytes are there.
 */

// One label for each way in which browsers decode bytes one by one.
const LABELS = [
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-7',
  'windows-1254',
  'koi8-r',
  'macintosh',
];

const REPLACEMENT = '\ufffd';

/** The text that was meant, where a byte order mark contradicts the charset by which `text` was decoded; otherwise `text`. */
export function decodeByMark(text: string): string {
  if (text.startsWith('BEGIN') || text.startsWith('\ufeff')) return text;
  // UTF-16 read as UTF-8: the marks are no characters there, and every second byte is zero.
  if (text.startsWith(REPLACEMENT + REPLACEMENT)) return text.slice(2).replaceAll('\0', '');
  for (const label of LABELS) {
    const decoded = decodeBytes(bytesIn(text, label));
    if (decoded !== undefined) return decoded;
  }
  return decodeBytes(bytesOfUnits(text)) ?? text;
}

function decodeBytes(bytes: Uint8Array | undefined): string | undefined {
  const [first, second, third] = bytes ?? [];
  if (first === 0xef && second === 0xbb && third === 0xbf) return new TextDecoder('utf-8').decode(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  return first === 0xfe && second === 0xff ? new TextDecoder('utf-16be').decode(bytes) : undefined;
}

/** The bytes that are this text in a charset of single bytes; undefined if it has other characters, or begins with no mark. */
function bytesIn(text: string, label: string): Uint8Array | undefined {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const characters = new TextDecoder(label).decode(all).split('');
  const marks = [0xef, 0xff, 0xfe].map((byte) => characters[byte]);
  if (!marks.includes(text[0])) return undefined;
  const byteOf = new Map(characters.map((character, byte) => [character, byte]));
  const bytes = text.split('').map((character) => byteOf.get(character));
  return bytes.some((byte) => byte === undefined) ? undefined : Uint8Array.from(bytes.filter((byte) => byte !== undefined));
}

/** The bytes of text that was read as UTF-16. */
const bytesOfUnits = (text: string): Uint8Array =>
  Uint8Array.from({ length: text.length * 2 }, (_, n) => (text.charCodeAt(n >> 1) >> (n % 2 === 0 ? 0 : 8)) & 0xff);
