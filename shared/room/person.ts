import type { EmailAddress } from '../words/email-address.ts';

/** Someone who signed in: who they are to the identity provider, where their calendar mail goes, how to word times for them. */
export interface Person {
  readonly sub: string;
  readonly email: EmailAddress;
  readonly name: string;
  /** IANA name, as given. */
  readonly timeZone: string;
}

const NAME_LIMIT = 80;
// Controls (Cc), format characters such as bidi marks and zero-width ones (Cf, but not the joiner inside emoji), line separators.
const UNPRINTABLE = /(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/gu;

/** Text that a person typed, fit for one line: NFC, no control or direction characters, single spaces, at most `limit` UTF-16 units. */
export function cleanLine(text: string, limit: number = NAME_LIMIT): string {
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

/**
 * A name on one line, for headers of mail too: there `=?utf-8?Q?…?=` is read as other characters (RFC 2047), among them those that
 * have just been taken out, so what opens such a word is taken out with them.
 */
export const cleanName = (name: string): string => cleanLine(name).replace(/=\?+/g, '=');

/**
 * The only part of a name that the other party ever sees. A name that is an address (some identity providers fill it in
 * so) would tell the other party what this service promises to keep: then there is no first name to show.
 */
export const firstNameOf = (person: { readonly name: string }): string => givenNameOf(person) || 'your partner';

/** The first name; empty where the name is none to show: an address, or a link that would be pressed in our mail. */
export function givenNameOf(person: { readonly name: string }): string {
  const name = cleanName(person.name);
  const words = name.split(' ');
  const first = (words.length > 1 && HONORIFIC.test(words[0] ?? '') ? words[1] : words[0]) ?? '';
  return AT_SIGN.test(name) || LINK.test(first) ? '' : first;
}

// Candidates are doctors: “with Dr” names nobody.
const HONORIFIC = /^(dr|doctor|prof|professor|mr|mrs|ms|miss|mx|sir|dame)\.?$/i;

const LINK = /\/|^www\./i;

// As typed, and as keyboards for East Asian scripts type it.
const AT_SIGN = /[@＠﹫]/;
const ADDRESS = /(?:"[^"\n]{1,64}"|[^\s<>()[\]{}"',;:]+)[@＠﹫][^\s<>()[\]{}"',;]+/gu;

/** Text to the other party without what looks like an e-mail address: neither party ever sees the other's, not even by mistake. */
export const withoutAddresses = (text: string): string => text.replace(ADDRESS, '[address removed]');

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
