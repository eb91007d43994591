import { NOTE_LIMIT } from './note-limit.ts';
import { PRACTICE_LINE_LIMIT, type Practice } from './practice.ts';
import { cleanLine, cleanText, shorten } from './typed-text.ts';

/*
 * A note is what one person wrote to the other, in a form or beside an answer in their calendar. The other party reads it, so
 * nothing stays in it by which the two could reach each other past the service, or be led to a foreign page.
 */

const REMOVED = '[removed]';

/** What somebody typed, as the other party may read it: plain text without addresses, telephone numbers and links. */
export const cleanNote = (typed: string): string =>
  shorten(cleanText(removeContacts(cleanText(typed, LONGEST_READ)), LONGEST_READ), NOTE_LIMIT);

/** What a host typed about the practice: their line to the guest is cleaned as a note, and is one line. */
export const cleanPractice = ({ topic, exam, line }: Practice): Practice => ({ topic, exam, line: cleanPracticeLine(line) });

const cleanPracticeLine = (typed: string): string =>
  shorten(cleanLine(removeContacts(cleanLine(typed, LONGEST_READ)), LONGEST_READ), PRACTICE_LINE_LIMIT);

/** A comment from a calendar: as a note, and without the mail that some programs quote below it. */
export const noteOfComment = (comment: string): string => cleanNote(withoutQuotedMail(comment.slice(0, LONGEST_READ)));

// Far more than is kept. What is behind it would only cost time.
const LONGEST_READ = 5000;

const HEADER_OF_QUOTE = /^(?:from|von|de|da|van|fra|от|发件人)\s*[:：]/i;
const START_OF_QUOTE = [
  /^-{2,}\s*(?:original|forwarded|ursprüngliche|weitergeleitete|message d'origine|mensaje original|messaggio originale)\b/i,
  /^_{10,}$/,
  /^(?:on|am|le|el|il|op|den)\b.{4,200}(?:wrote|schrieb|écrit|escribió|scritto|schreef|skrev)\s*:$/i,
  /^-- ?$/,
];

function withoutQuotedMail(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  const start = lines.findIndex((line, n) => START_OF_QUOTE.some((pattern) => pattern.test(line.trim())) || startsHeaders(lines, n));
  return (start < 0 ? lines : lines.slice(0, start)).filter((line) => !line.trimStart().startsWith('>')).join('\n');
}

/** "From: Asha", and behind it another header: a person may well begin a line with "From: home". */
const startsHeaders = (lines: readonly string[], n: number): boolean =>
  HEADER_OF_QUOTE.test(lines[n]?.trim() ?? '') &&
  /^(?:sent|date|to|subject|gesendet|datum|an|betreff|envoyé|à|objet|enviado|para|asunto)\s*[:：]/i.test(lines[n + 1]?.trim() ?? '');

/*
 * Contacts, also in the disguises that people and mail programs give them. A note is more often cleaned of too much than of too
 * little: a time, a date or a chapter stays, because only they are likely in a note between two candidates.
 */

const DOT = String.raw`(?:[.。．｡․]|\s?[([{]\s?(?:dot|\.)\s?[)\]}]\s?|\s(?:dot|punkt|point|punto)\s)`;
const AT = String.raw`\s?[([{<*_-]\s?(?:at|ät|arroba|@)\s?[)\]}>*_-]\s?`;
const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_-]{0,62}[\p{L}\p{M}\p{N}])?`;
/** A domain where there is a sign of one: two labels at least. */
const DOMAIN = `${LABEL}(?:${DOT}${LABEL})+`;

// With the sign, any text on both sides is an address: quoted ones, and domains without a dot.
const ADDRESS = /(?:"[^"\n]{1,64}"|[^\s<>()[\]{}"',;:@＠﹫]{1,64})[@＠﹫][^\s<>()[\]{}"',;@＠﹫]+/gu;
const SPACED_ADDRESS = new RegExp(`[\\p{L}\\p{N}._%+-]{1,64}\\s?[@＠﹫]\\s?${DOMAIN}`, 'giu');
const DISGUISED_ADDRESS = new RegExp(`[\\p{L}\\p{N}._%+-]{1,64}${AT}${DOMAIN}`, 'giu');
const SPELT_ADDRESS = new RegExp(`[\\p{L}\\p{N}._%+-]{1,64}\\s(?:at|arroba)\\s${LABEL}(?:\\s(?:dot|punkt|point|punto)\\s${LABEL})+`, 'giu');

const LINK =
  /\b(?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\d?[.。．｡]|(?:mailto|tel|sms|skype|xmpp|callto|facetime|whatsapp):)(?:[^\s<>"]*[^\s<>"',.;:!?)\]])?/giu;
// A full stop that no space follows ends a sentence where the next word has a capital: "too late.See you".
const COMMON_TLD =
  'com|org|net|edu|gov|info|biz|io|me|co|app|dev|ai|ly|gl|tv|us|uk|in|de|fr|es|it|nl|be|ch|at|pl|se|no|dk|fi|ie|pt|gr|cz|hu|ro|ru|ua|tr|il|ae|sa|eg|za|ng|ke|pk|bd|lk|np|au|nz|ca|mx|br|ar|cl|jp|cn|hk|tw|kr|sg|my|th|ph|vn|id|eu|link|page|site|online|zoom|xyz|health|clinic|doctor|academy|live|chat|club';
const HOST_OF_COMMON_TLD = new RegExp(
  `${LABEL}(?:${DOT}${LABEL})*${DOT}(?:${COMMON_TLD})(?![\\p{L}\\p{N}_-])(?:[/:?#](?:[^\\s<>"]*[^\\s<>"',.;:!?)\\]])?)?`,
  'giu',
);
const HOST =
  /(?<![\p{L}\p{N}])(?:[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*[.。．｡])+(?:xn--[\p{L}\p{N}-]+|\p{Ll}[\p{Ll}\p{Lo}]+|\p{Lo}{2,}|\p{Lu}{2,})(?![\p{L}\p{N}])(?:[/:?#](?:[^\s<>"]*[^\s<>"',.;:!?)\]])?)?/gu;
const NUMERIC_HOST = /(?<![\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?![\p{N}.])(?:[/:?#](?:[^\s<>"]*[^\s<>"',.;:!?)\]])?)?/gu;

const DATE = String.raw`\p{Nd}{4}(?<a>[-./])\p{Nd}{1,2}\k<a>\p{Nd}{1,2}(?!\p{Nd})|\p{Nd}{1,2}(?<b>[-./])\p{Nd}{1,2}\k<b>\p{Nd}{2,4}(?!\p{Nd})`;
const TIME = String.raw`\p{Nd}{1,2}[:.h]\p{Nd}{2}(?::\p{Nd}{2})?(?:\s?[-–]\s?\p{Nd}{1,2}[:.h]\p{Nd}{2})?(?![\p{Nd}.:/])(?!\s?[-–]?\p{Nd}{3})`;
// Seven digits and more, whatever stands between them.
const PHONE = String.raw`[+＋(]?\p{Nd}(?:[\s().\-–—/·_*]{0,3}\p{Nd}){6,}`;
const DATE_TIME_OR_PHONE = new RegExp(`(?<![\\p{Nd}])(?:(?<kept>${DATE}|${TIME})|${PHONE})`, 'gu');
const DIGIT_WORD = '(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple)';
const SPELT_PHONE = new RegExp(`\\b${DIGIT_WORD}(?:[\\s,.-]+${DIGIT_WORD}){6,}\\b`, 'giu');

function removeContacts(text: string): string {
  return [ADDRESS, SPACED_ADDRESS, DISGUISED_ADDRESS, SPELT_ADDRESS, LINK, HOST_OF_COMMON_TLD, HOST, NUMERIC_HOST, SPELT_PHONE]
    .reduce((rest, pattern) => rest.replace(pattern, REMOVED), text)
    .replace(DATE_TIME_OR_PHONE, (match: string, ...more: readonly unknown[]) => {
      const groups = more.at(-1) as { readonly kept?: string };
      return groups.kept === undefined ? REMOVED : match;
    });
}
