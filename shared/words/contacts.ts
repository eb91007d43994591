import { readPlainly } from './plain-reading.ts';

/*
 * Contacts, also in the disguises that people and mail programs give them. A note is more often cleaned of too much than of too
 * little: a time, a date, a visual acuity or a chapter stays, because only they are likely in a note between two candidates.
 */

const REMOVED = '[removed]';

const AT_WORD = 'at|ät|arroba|arobase|chiocciola|собака|एट|آت';
const DOT_WORD = 'dot|d0t|punkt|punto|ponto|точка|डॉट|نقطة|دوت';
const OPENING = String.raw`\s?[([{<*_-]\s?`;
const CLOSING = String.raw`\s?[)\]}>*_-]\s?`;
const DOT = String.raw`(?:\.|${OPENING}(?:${DOT_WORD}|\.)${CLOSING}|\s(?:dot|d0t)\s)`;
const AT = `${OPENING}(?:${AT_WORD}|@)${CLOSING}`;
const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_-]{0,62}[\p{L}\p{M}\p{N}])?`;
const LOCAL = String.raw`[\p{L}\p{N}._%+-]{1,64}`;
/** A domain where there is a sign of one: two labels at least. */
const DOMAIN = `${LABEL}(?:${DOT}${LABEL})+`;
const PATH = String.raw`(?:[/:?#](?:[^\s<>"]*[^\s<>"',.;:!?)\]])?)?`;

// With the sign, any text on both sides is an address: quoted ones, and domains without a dot.
const ADDRESS = /(?:"[^"\n]{1,64}"|[^\s<>()[\]{}"',;:@]{1,64})@(?:\[[^\s\]]{1,64}\]|[^\s<>()[\]{}"',;@]+)/gu;
const SPACED_ADDRESS = new RegExp(`${LOCAL}\\s?@\\s?${DOMAIN}`, 'giu');
const DISGUISED_ADDRESS = new RegExp(`${LOCAL}${AT}${DOMAIN}`, 'giu');
const SPELT_ADDRESS = new RegExp(`${LOCAL}\\s(?:${AT_WORD})\\s${LABEL}(?:\\s(?:${DOT_WORD})\\s${LABEL})+`, 'giu');
const MAIL_PROVIDERS = 'gmail|googlemail|hotmail|yahoo|ymail|icloud|protonmail|rediffmail|gmx|aol';
const PROVIDER_ADDRESS = new RegExp(`${LOCAL}(?:\\s?@\\s?|${AT}|\\s(?:${AT_WORD})\\s)(?:${MAIL_PROVIDERS})(?!\\p{L})`, 'giu');
const JOINED_ADDRESS = /[A-Za-z0-9._]{1,64}AT[a-z0-9-]{1,63}DOT[A-Za-z]{2,20}/g;
// "a s h a @ x . c o m": single characters, one of which is a sign of an address or a link.
const SPREAD_OUT = /(?<!\S)(?=(?:[\p{L}\p{N}_-]\s){0,64}[@.:/]\s)(?:[\p{L}\p{N}@.:/_-]\s){4,}[\p{L}\p{N}](?!\S)/gu;

const SCHEMES_WITHOUT_SLASHES =
  'mailto|tel|sms|skype|xmpp|callto|facetime|whatsapp|javascript|vbscript|data|file|sips?|signal|viber|tg|zoommtg|msteams|geo';
const LINK = new RegExp(
  String.raw`\b(?:[a-z][a-z0-9+.-]{1,20}(?::|\[:\])//|www\d?\.|(?:${SCHEMES_WITHOUT_SLASHES}):(?=\S))(?:[^\s<>"]*[^\s<>"',.;:!?)\]])?`,
  'giu',
);
// A full stop that no space follows ends a sentence where the next word has a capital: "too late.See you".
const COMMON_TLD =
  'com|org|net|edu|gov|info|biz|io|me|co|app|dev|ai|ly|gl|tv|us|uk|in|de|fr|es|it|nl|be|ch|at|pl|se|no|dk|fi|ie|pt|gr|cz|hu|ro|ru|ua|tr|il|ae|sa|eg|za|ng|ke|pk|bd|lk|np|au|nz|ca|mx|br|ar|cl|jp|cn|hk|tw|kr|sg|my|th|ph|vn|id|eu|link|page|site|online|zoom|xyz|health|clinic|doctor|academy|live|chat|club';
const HOST_OF_COMMON_TLD = new RegExp(`${LABEL}(?:${DOT}${LABEL})*${DOT}(?:${COMMON_TLD})(?![\\p{L}\\p{N}_-])${PATH}`, 'giu');
// These are no words of a language, so there is a host also where the dot is a comma, a word or has spaces around it.
const UNMISTAKABLE_TLD = 'com|org|net|edu|gov|biz|xyz';
const LOOSE_HOST = new RegExp(
  `${LABEL}(?:,|\\s\\.\\s?|\\.\\s|\\s(?:${DOT_WORD}|point)\\s)(?:${UNMISTAKABLE_TLD})(?![\\p{L}\\p{N}_-])${PATH}`,
  'giu',
);
const SPACED_LINK = new RegExp(`\\b(?:www|https?)[\\s.:/]{1,4}${LABEL}[\\s.]{1,3}(?:${COMMON_TLD})(?![\\p{L}\\p{N}_-])`, 'giu');
const HOST = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*\.)+(?:xn--[\p{L}\p{N}-]+|\p{Ll}[\p{Ll}\p{Lo}]+|\p{Lo}{2,}|\p{Lu}{2,})(?![\p{L}\p{N}])${PATH}`,
  'gu',
);
const NUMERIC_HOST = new RegExp(String.raw`(?<![\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?![\p{N}.])${PATH}`, 'gu');
const IPV6_HOST = /(?<![\p{L}\p{N}:])\[?(?=[\da-f:]{0,39}::)[\da-f:]{3,39}\]?(?![\p{L}\p{N}:])/giu;
const LOCAL_HOST = /\blocalhost:\d[^\s<>"]*/giu;

const DATE = String.raw`\p{Nd}{4}(?<a>[-./])\p{Nd}{1,2}\k<a>\p{Nd}{1,2}(?!\p{Nd})|\p{Nd}{1,2}(?<b>[-./])\p{Nd}{1,2}\k<b>\p{Nd}{2,4}(?!\p{Nd})`;
const TIME = String.raw`\p{Nd}{1,2}[:.h]\p{Nd}{2}(?::\p{Nd}{2})?(?:\s?[-–]\s?\p{Nd}{1,2}[:.h]\p{Nd}{2})?(?![\p{Nd}.:/])(?!\s?[-–]?\p{Nd}{3})`;
const ACUITY = String.raw`(?:6|20)/\p{Nd}{1,3}(?![\p{Nd}/])`;
const THOUSANDS = String.raw`\p{Nd}{1,3}(?:,\p{Nd}{3})+(?![\p{Nd},])`;
// Seven digits and more, whatever stands between them.
const PHONE = String.raw`[+(]?\p{Nd}(?:(?:[\s().\-–—/_*:|~x]{0,3}|[,;])\p{Nd}){6,}`;
const PHONE_OR_KEPT = new RegExp(`(?<![\\p{Nd}])(?:(?<kept>${DATE}|${TIME}|${ACUITY}|${THOUSANDS})|${PHONE})`, 'gu');
const DIGIT_WORD = `(?:${[
  'zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple',
  'null|eins|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun',
  'zéro|un|deux|trois|quatre|cinq|sept|huit|neuf',
  'cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve',
  'शून्य|एक|दो|तीन|चार|पांच|पाँच|छह|छः|सात|आठ|नौ',
  'صفر|واحد|اثنين|اثنان|ثلاثة|أربعة|خمسة|ستة|سبعة|ثمانية|تسعة',
].join('|')})`;
const SPELT_PHONE = new RegExp(`(?<![\\p{L}\\p{M}])${DIGIT_WORD}(?:[\\s,.-]+${DIGIT_WORD}){6,}(?![\\p{L}\\p{M}])`, 'giu');

const CONTACTS = [
  ADDRESS,
  SPACED_ADDRESS,
  DISGUISED_ADDRESS,
  SPELT_ADDRESS,
  PROVIDER_ADDRESS,
  JOINED_ADDRESS,
  SPREAD_OUT,
  LINK,
  HOST_OF_COMMON_TLD,
  LOOSE_HOST,
  SPACED_LINK,
  HOST,
  NUMERIC_HOST,
  IPV6_HOST,
  LOCAL_HOST,
  SPELT_PHONE,
  PHONE_OR_KEPT,
];

/** The text with a mark in place of each address, telephone number and link. */
export function removeContacts(written: string): string {
  const { text, starts } = readPlainly(written);
  const found = CONTACTS.flatMap((pattern) => [...text.matchAll(pattern)])
    .filter(({ groups }) => groups?.['kept'] === undefined)
    .map(({ index, 0: match }) => ({ from: starts[index] ?? 0, to: starts[index + match.length] ?? written.length }))
    .sort((a, b) => a.from - b.from);
  let cleaned = '';
  let end = 0;
  for (const { from, to } of found) {
    if (from >= end) cleaned += written.slice(end, from) + REMOVED;
    end = Math.max(end, to);
  }
  return cleaned + written.slice(end);
}
