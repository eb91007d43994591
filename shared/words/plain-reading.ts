/*
 * The same letters and digits exist in Unicode many times: wide, bold, circled, raised. People read them as the plain ones, and
 * mail programs write some as escapes. Whoever looks for something in a text looks into its plain reading.
 */

export interface PlainReading {
  readonly text: string;
  /** For each unit of the reading where its character begins in the written text, and at last where that ends. */
  readonly starts: readonly number[];
}

/** The plain reading of a text. It never changes what is written: it is only to look into. */
export function readPlainly(written: string): PlainReading {
  let text = '';
  const starts: number[] = [];
  for (let at = 0; at < written.length; ) {
    const { length, plain } = unitAt(written, at);
    for (let n = 0; n < plain.length; n++) starts.push(at);
    text += plain;
    at += length;
  }
  return { text: text.replace(LETTER_FOR_DIGIT, digitMeant), starts: [...starts, written.length] };
}

const ESCAPE = /%([2-7][\dA-F])|&#x([\dA-F]{1,5});|&#(\d{1,6});|&(commat|period|colon|sol|num|plus|nbsp);/iy;
const NAMED: Readonly<Record<string, string>> = { commat: '@', period: '.', colon: ':', sol: '/', num: '#', plus: '+', nbsp: ' ' };

function unitAt(written: string, at: number): { readonly length: number; readonly plain: string } {
  ESCAPE.lastIndex = at;
  const [escape, percent, hex, decimal, name] = ESCAPE.exec(written) ?? [];
  if (escape !== undefined) {
    const code = percent ?? hex;
    const point = code === undefined ? Number(decimal ?? 0) : Number.parseInt(code, 16);
    const isPoint = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    return {
      length: escape.length,
      plain: NAMED[name?.toLowerCase() ?? ''] ?? (isPoint ? plainCharacter(String.fromCodePoint(point)) : escape),
    };
  }
  const character = String.fromCodePoint(written.codePointAt(at) ?? 0);
  return { length: character.length, plain: plainCharacter(character) };
}

// Raised dots, bullets and the letters that look like a full stop.
const DOT = /[\u00b7\u0387\u1427\u2022\u2024\u2027\u2219\u22c5\u2e31\u30fb\ua4f8\ua78f\uff65]/;
// What makes a key of a digit.
const NO_CHARACTER = /[\ufe0e\ufe0f\u20e3]/;
const FIRSTS_OF_CIRCLED_DIGITS = [0x2776, 0x2780, 0x278a];

function plainCharacter(character: string): string {
  if (DOT.test(character)) return '.';
  if (NO_CHARACTER.test(character)) return '';
  const point = character.codePointAt(0) ?? 0;
  const first = FIRSTS_OF_CIRCLED_DIGITS.find((one) => point >= one && point < one + 10);
  return first === undefined ? character.normalize('NFKC').replaceAll('。', '.') : String(point - first + 1);
}

const LETTER_FOR_DIGIT = /[lI|](?=\p{Nd})|(?<=\p{Nd})[lI|](?![\p{L}])|[oO](?=\p{Nd}{2})|(?<=\p{Nd})[oO](?=[\s-]?\p{Nd})/gu;
const digitMeant = (letter: string): string => (/o/i.test(letter) ? '0' : '1');
