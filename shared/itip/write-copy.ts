import type { Instant } from '../time/instant.ts';
import type { CalendarText } from './calendar-text-en.ts';

/** A session as it is copied into a calendar that no invitation reaches. */
export interface SessionCopy {
  readonly id: string;
  readonly sequence: number;
  readonly startUtc: string;
  readonly endUtc: string;
  readonly title: string;
  /** The address of the session's page. */
  readonly page: string;
  /** Where the two meet; null: not known. */
  readonly venue: string | null;
}

/**
 * A calendar file (RFC 5545). It is a copy that does not follow changes, and says so. Its UID is the room's id and not the
 * invitation's: importing it must not overwrite an event that can still be answered.
 */
export function writeCopy(
  { id, sequence, startUtc, endUtc, title, page, venue }: SessionCopy,
  now: Instant,
  { copyWarning, asItIsNow }: Pick<CalendarText, 'copyWarning' | 'asItIsNow'>,
): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Ophthalmo Practice//App//EN',
    'BEGIN:VEVENT',
    `UID:${id}`,
    `DTSTAMP:${stampOf(now)}`,
    `SEQUENCE:${sequence}`,
    `DTSTART:${stampOf(startUtc)}`,
    `DTEND:${stampOf(endUtc)}`,
    `SUMMARY:${escapeText(title)}`,
    `DESCRIPTION:${escapeText(`${copyWarning} ${asItIsNow(page)}`)}`,
    ...(venue ? [`LOCATION:${escapeText(venue)}`] : []),
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}

export const stampOf = (at: string): string => at.replace(/\.\d+/, '').replaceAll(/[-:]/g, '');

const escapeText = (text: string): string => text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r\n?|\n/g, '\\n');

// Lines of at most 75 octets, never cut inside a character (RFC 5545 3.1).
function foldLine(line: string): string {
  const encoder = new TextEncoder();
  let [text, octets] = ['', 0];
  for (const character of line) {
    const size = encoder.encode(character).length;
    const isFull = octets + size > 75;
    text += isFull ? `\r\n ${character}` : character;
    octets = isFull ? 1 + size : octets + size;
  }
  return text;
}
