import type { RoomView } from '../shared/api/contract.ts';
import type { Instant } from '../shared/time/instant.ts';
import { calendarTitle } from './room-words.ts';

/**
 * A session as a calendar file (RFC 5545), for a calendar that no invitation reaches. It is a copy that does not follow changes, and
 * says so. Its UID is the room's id and not the invitation's: importing it must not overwrite an event that can still be answered.
 * @param page the address of the session's page
 */
export function calendarFile(room: RoomView, brandName: string, page: string, now: Instant): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Ophthalmo Practice//App//EN',
    'BEGIN:VEVENT',
    `UID:${room.id}`,
    `DTSTAMP:${stampOf(now)}`,
    `SEQUENCE:${room.icsSequence}`,
    `DTSTART:${stampOf(room.startUtc)}`,
    `DTEND:${stampOf(room.endUtc)}`,
    `SUMMARY:${escapeText(calendarTitle(room, brandName))}`,
    `DESCRIPTION:${escapeText(`${COPY_WARNING} The session as it is now: ${page}`)}`,
    ...(room.meetingUrl ? [`LOCATION:${escapeText(room.meetingUrl)}`] : []),
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}

/** In each copy of a session. */
export const COPY_WARNING = 'This is a copy: it does not follow changes. The calendar feed in your profile does.';

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
