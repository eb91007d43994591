import { removeContacts } from './contacts.ts';
import { NOTE_LIMIT } from './note-limit.ts';
import { PRACTICE_LINE_LIMIT, type Practice } from './practice.ts';
import { cleanLine, cleanText, shorten } from './typed-text.ts';

/*
 * A note is what one person wrote to the other, in a form or beside an answer in their calendar. The other party reads it, so
 * nothing stays in it by which the two could reach each other past the service, or be led to a foreign page.
 */

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
