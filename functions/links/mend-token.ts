/**
 * What one of our tokens looks like, with what may stand around it. Each of its first two parts is JSON, so it begins with `eyJ`;
 * its HS256 signature has 43 characters. `3D` is what is left of `=` in mail that was decoded by halves; `_` marks emphasis in text.
 */
const TOKEN = /(?<![\w\p{Cc}-])(?:3D|[_-])*(eyJ[\w-]*\.eyJ[\w-]*\.[\w-]{43})[_-]*(?![\w\p{Cc}-])/gu;

// A program may encode once what another has encoded already.
const DECODINGS = 2;

/**
 * Undoes what mail programs do to a token: they put brackets, quotes or a full stop beside it, break it over lines, insert
 * invisible characters, encode it twice, repeat it, or leave a tag or a word behind it. None of these characters is in the alphabet of a token. Text that holds no token is
 * given back as it is.
 */
export function mendToken(text: string): string {
  const bare = decodeAgain(text)
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/[\s\p{Cf}]+/gu, '');
  const found = new Set(bare.matchAll(TOKEN).map(([, token = '']) => token));
  return found.size === 1 ? [...found].join('') : text;
}

function decodeAgain(text: string): string {
  let decoded = text;
  for (let n = 0; n < DECODINGS && /%[0-9a-f]{2}/i.test(decoded); n++) decoded = decodeOnce(decoded);
  return decoded;
}

function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
